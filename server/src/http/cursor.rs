//! Where the next page of a list begins, as opaque text.

use super::problem::FieldError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::model::{Instant, Match, MatchId, Sport};

/// Text that only we can read a meaning into.
pub fn seal(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(parts.join("\n"))
}

/// The parts of a cursor, if it is one of ours with `count` of them.
pub fn open(cursor: &str, count: usize) -> Result<Vec<String>, FieldError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map(|text| text.split('\n').map(str::to_owned).collect::<Vec<_>>())
        .filter(|parts| parts.len() == count)
        .ok_or_else(malformed)
}

/// The cursor that goes on after a match.
pub fn after(m: &Match) -> String {
    seal(&[&m.starts_at.timestamp_millis().to_string(), m.sport.slug(), &m.id.0])
}

/// The place in the order of lists that a cursor stands for.
pub fn decode(cursor: &str) -> Result<(Instant, Sport, MatchId), FieldError> {
    let parts = open(cursor, 3)?;
    let at = parts[0].parse().ok().and_then(Instant::from_timestamp_millis);
    match (at, parts[1].parse()) {
        (Some(at), Ok(sport)) => Ok((at, sport, MatchId(parts[2].clone()))),
        (None, _) | (_, Err(_)) => Err(malformed()),
    }
}

/// The fault of a cursor that is none.
pub fn malformed() -> FieldError {
    FieldError {
        field: "cursor".to_owned(),
        message: "this cursor is not one we gave; begin again without it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_leads_back_to_its_place(ms in 0..4_102_444_800_000_i64, id in "[0-9]{1,9}") {
            let cursor = seal(&[&ms.to_string(), "football", &id]);
            let (at, sport, found) = decode(&cursor).expect("is ours");
            prop_assert_eq!((at.timestamp_millis(), sport, found.0), (ms, Sport::Football, id));
        }

        #[test]
        fn any_other_text_is_refused_with_a_sentence(text in ".{0,40}") {
            if let Err(error) = decode(&text) {
                prop_assert_eq!(error.field, "cursor");
            }
        }
    }
}
