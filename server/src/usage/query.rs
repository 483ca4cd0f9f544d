//! What is asked of usage.

use super::retention::{HOUR, Retention};
use entity::model::Instant;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

/// One way to break numbers down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    Key,
    /// By endpoint template.
    Endpoint,
    /// By status of the answer.
    Status,
}

impl Dimension {
    /// Every way.
    pub const ALL: [Dimension; 3] = [Dimension::Key, Dimension::Endpoint, Dimension::Status];

    /// The word in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Dimension::Key => "key",
            Dimension::Endpoint => "endpoint",
            Dimension::Status => "status",
        }
    }

    /// The way of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == word)
    }

    pub(super) const fn column(self) -> &'static str {
        match self {
            Dimension::Key => "key_id",
            Dimension::Endpoint => "endpoint",
            Dimension::Status => "status",
        }
    }
}

/// How finely time is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Minutes, which are kept for a day.
    Minute,
    /// Hours.
    Hour,
    /// UTC days.
    Day,
    /// So many whole minutes, in seconds, counted from 1970 on.
    Seconds(u32),
}

impl Bucket {
    /// Those that can be asked for, by their words in URLs.
    pub const WORDS: [(&'static str, Bucket); 3] =
        [("minute", Bucket::Minute), ("hour", Bucket::Hour), ("day", Bucket::Day)];

    /// The bucket of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, bucket)| bucket)
    }

    /// Its length in milliseconds.
    pub const fn millis(self) -> i64 {
        match self {
            Bucket::Minute => 60_000,
            Bucket::Hour => HOUR,
            Bucket::Day => 24 * HOUR,
            Bucket::Seconds(seconds) => seconds as i64 * 1_000,
        }
    }
}

impl PartialSchema for Bucket {
    fn schema() -> RefOr<Schema> {
        let words = Self::WORDS.map(|(word, _)| word);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
    }
}

impl ToSchema for Bucket {}

/// A question about one account's usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// From here on; brought down to the minute, or to the hour where only hours are left.
    pub from: Instant,
    /// Up to here, not included; brought up likewise.
    pub to: Instant,
    /// Broken down by these.
    pub by: Vec<Dimension>,
    /// And by time.
    pub bucket: Option<Bucket>,
    /// Only of this key.
    pub key: Option<i64>,
    /// Only of this endpoint template.
    pub endpoint: Option<String>,
    /// Only with this status.
    pub status: Option<u16>,
}

impl Query {
    /// Everything between two instants, in one sum.
    pub fn between(from: Instant, to: Instant) -> Self {
        Self { from, to, by: Vec::new(), bucket: None, key: None, endpoint: None, status: None }
    }

    /// The same, broken down.
    #[must_use]
    pub fn by(self, by: &[Dimension], bucket: Option<Bucket>) -> Self {
        Self { by: by.to_vec(), bucket, ..self }
    }

    /// The beginning and end that whole minutes and hours allow, in milliseconds since 1970.
    pub(super) fn range(&self, edges: Retention) -> (i64, i64) {
        let (from, to) = (self.from.timestamp_millis(), self.to.timestamp_millis());
        let grain = |at: i64| if at < edges.minutes { HOUR } else { Bucket::Minute.millis() };
        let down = from - from.rem_euclid(grain(from));
        let rest = to.rem_euclid(grain(to));
        (down, if rest == 0 { to } else { to - rest + grain(to) })
    }
}
