//! Where in the log something stands.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A place in the log, written `1761-0`; later is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seq(pub u64);

/// One life of the log. A lost log begins a new epoch, and positions of the old one mean nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub String);

/// A place in one life of the log, written `{epoch}:{seq}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Which life.
    pub epoch: Epoch,
    /// Which place.
    pub seq: Seq,
}

/// The text is no log position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionError(pub String);

impl fmt::Display for PositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a log position such as 1761-0", self.0)
    }
}

impl std::error::Error for PositionError {}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-0", self.0)
    }
}

impl FromStr for Seq {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.split_once('-').map_or(Some(text), |(n, sub)| (sub == "0").then_some(n));
        number
            .and_then(|n| n.parse().ok())
            .map(Seq)
            .ok_or_else(|| PositionError(text.chars().take(40).collect()))
    }
}

impl Serialize for Seq {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Seq {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.seq)
    }
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, seq) =
            text.split_once(':').ok_or_else(|| PositionError(text.chars().take(40).collect()))?;
        Ok(Position { epoch: Epoch(epoch.to_owned()), seq: seq.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_written_and_read_back() {
        let position: Position = "a1b2:1761-0".parse().expect("parses");
        assert_eq!(position.seq, Seq(1761));
        assert_eq!(position.to_string(), "a1b2:1761-0");
    }

    #[test]
    fn nonsense_is_refused_in_one_sentence() {
        for text in ["", "x", "1-1", "-0", "a:b", "a:"] {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
        let error = "x".parse::<Seq>().expect_err("is refused");
        assert_eq!(error.to_string(), "“x” is not a log position such as 1761-0");
    }
}
