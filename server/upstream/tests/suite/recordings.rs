//! The recorded answers, opened.

use crate::folder::recordings;
use bytes::Bytes;
use http::HeaderMap;
use upstream::{client::Answer, football};

/// The bytes of one recording.
pub fn bytes(name: &str) -> Option<Bytes> {
    let file = recordings()?.join(name);
    Some(std::fs::read(&file).unwrap_or_else(|error| panic!("{name}: {error}")).into())
}

/// A body opened as if it had just come in with status 200.
pub fn open(body: impl Into<Bytes>) -> Answer {
    Answer::open(200, &HeaderMap::new(), body.into(), now()).expect("the envelope is good")
}

/// One recording, opened.
pub fn answer(name: &str) -> Option<Answer> {
    Some(open(bytes(name)?))
}

/// Any instant; nothing here depends on it.
pub fn now() -> entity::model::Instant {
    chrono::DateTime::from_timestamp(1_754_400_000, 0).expect("is in range")
}

/// Every recording of football whose rows are fixtures, with its number of rows.
pub const FIXTURES: [(&str, usize); 18] = [
    ("fixture-id-1.json", 1),
    ("fixture-id-2.json", 1),
    ("fixture-id-5.json", 1),
    ("fixture-id-6.json", 1),
    ("fixture-id-7.json", 1),
    ("fixtures-date-2025-08-05-A.json", 195),
    ("fixtures-date-2025-08-07-A.json", 107),
    ("fixtures-date-2025-08-08-A.json", 309),
    ("fixtures-date-2025-08-08-B.json", 309),
    ("fixtures-date-2026-09-30-statuses.json", 5),
    ("fixtures-league-season-1.json", 380),
    ("fixtures-league-season-3.json", 36),
    ("fixtures-live-1.json", 8),
    ("fixtures-live-5.json", 2),
    ("fixtures-ns-pst-1.json", 71),
    ("fixtures-range-pst-1.json", 29),
    ("headtohead-1.json", 18),
    ("../docs-samples/football-fixtures-200-live-example.json", 1),
];

/// The observations of one recording of football; none may be skipped.
pub fn observations(name: &str) -> Option<Vec<entity::model::ObservedMatch>> {
    let answer = answer(&format!("football/{name}"))?;
    let observations = football::observations(&answer).expect("is a list");
    assert_eq!(observations.skipped, [], "{name}");
    Some(observations.rows)
}
