//! Positions: where in which log a client stands.

use std::{fmt, str::FromStr, sync::Arc};

/// A place in one log: `{epoch}:{n}-0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Which log. A lost log means a new epoch.
    pub epoch: Arc<str>,
    /// The last message seen.
    pub seq: u64,
}

/// The text is not a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A position has an epoch and a sequence such as \"1750-0\".")]
pub struct BadPosition;

impl Position {
    /// The sequence as clients see it: `1750-0`.
    pub fn seq_text(&self) -> String {
        format!("{}-0", self.seq)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-0", self.epoch, self.seq)
    }
}

impl FromStr for Position {
    type Err = BadPosition;

    fn from_str(text: &str) -> Result<Self, BadPosition> {
        let (epoch, seq) = text.rsplit_once(':').ok_or(BadPosition)?;
        if epoch.is_empty() {
            return Err(BadPosition);
        }
        Ok(Self { epoch: epoch.into(), seq: parse_seq(seq)? })
    }
}

/// Reads `1750-0`, or `1750` alone.
pub(crate) fn parse_seq(text: &str) -> Result<u64, BadPosition> {
    let digits = text.strip_suffix("-0").unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().ok_or(BadPosition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_what_it_wrote() {
        let position = Position { epoch: "a:b".into(), seq: 1750 };
        assert_eq!(position.to_string(), "a:b:1750-0");
        assert_eq!(position.to_string().parse(), Ok(position));
    }

    #[test]
    fn what_is_not_a_position_is_refused() {
        for text in
            ["", "e", ":5-0", "e:", "e:x-0", "e:-0", "e:+5-0", "e:5-1", "e:99999999999999999999-0"]
        {
            assert_eq!(text.parse::<Position>(), Err(BadPosition), "{text}");
        }
    }
}
