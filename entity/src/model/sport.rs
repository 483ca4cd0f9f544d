//! The sports we follow, one upstream API each.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A sport, as in URLs and channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sport {
    /// Association football.
    Football,
    /// Basketball outside the NBA feed.
    Basketball,
    /// Ice hockey.
    Hockey,
    /// Baseball.
    Baseball,
    /// Handball.
    Handball,
    /// Rugby union.
    Rugby,
    /// Volleyball.
    Volleyball,
    /// NFL and NCAA.
    AmericanFootball,
    /// The NBA, which has a feed of its own.
    Nba,
    /// Australian football.
    Afl,
    /// Mixed martial arts.
    Mma,
    /// Formula 1.
    #[serde(rename = "formula-1")]
    Formula1,
}

impl Sport {
    /// Every sport, in the order pages list them.
    pub const ALL: [Sport; 12] = [
        Sport::Football,
        Sport::Basketball,
        Sport::Hockey,
        Sport::Baseball,
        Sport::Handball,
        Sport::Rugby,
        Sport::Volleyball,
        Sport::AmericanFootball,
        Sport::Nba,
        Sport::Afl,
        Sport::Mma,
        Sport::Formula1,
    ];

    /// The word in URLs and channels: `football`, `american-football`.
    pub const fn slug(self) -> &'static str {
        match self {
            Sport::Football => "football",
            Sport::Basketball => "basketball",
            Sport::Hockey => "hockey",
            Sport::Baseball => "baseball",
            Sport::Handball => "handball",
            Sport::Rugby => "rugby",
            Sport::Volleyball => "volleyball",
            Sport::AmericanFootball => "american-football",
            Sport::Nba => "nba",
            Sport::Afl => "afl",
            Sport::Mma => "mma",
            Sport::Formula1 => "formula-1",
        }
    }

    /// The name a reader sees: `Football`, `American football`.
    pub const fn name(self) -> &'static str {
        match self {
            Sport::Football => "Football",
            Sport::Basketball => "Basketball",
            Sport::Hockey => "Hockey",
            Sport::Baseball => "Baseball",
            Sport::Handball => "Handball",
            Sport::Rugby => "Rugby",
            Sport::Volleyball => "Volleyball",
            Sport::AmericanFootball => "American football",
            Sport::Nba => "NBA",
            Sport::Afl => "AFL",
            Sport::Mma => "MMA",
            Sport::Formula1 => "Formula 1",
        }
    }
}

impl fmt::Display for Sport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The text names no sport we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSport(pub String);

impl fmt::Display for UnknownSport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a sport; known are ", self.0)?;
        for (i, sport) in Sport::ALL.iter().enumerate() {
            write!(f, "{}{sport}", if i == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownSport {}

impl FromStr for Sport {
    type Err = UnknownSport;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Sport::ALL
            .into_iter()
            .find(|sport| sport.slug() == text)
            .ok_or_else(|| UnknownSport(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_name_is_the_slug_and_parses_back() {
        for sport in Sport::ALL {
            assert_eq!(serde_json::to_value(sport).expect("serialises"), sport.slug());
            assert_eq!(sport.slug().parse(), Ok(sport));
        }
        assert!("cricket".parse::<Sport>().is_err());
    }
}
