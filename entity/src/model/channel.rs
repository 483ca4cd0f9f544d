//! Channels: the four nested views of the log that anyone may subscribe to.

use super::{LeagueSlug, MatchId, Sport};
use std::{fmt, str::FromStr};

/// A channel of sports data. Each one is a filter over the one log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// `sports`: everything.
    All,
    /// `sports.{sport}`.
    Sport(Sport),
    /// `sports.{sport}.leagues.{league}`.
    League(Sport, LeagueSlug),
    /// `sports.{sport}.leagues.{league}.matches.{match}`.
    Match(Sport, LeagueSlug, MatchId),
}

impl Channel {
    /// The sport it is within; `None` for all of them.
    pub fn sport(&self) -> Option<Sport> {
        match self {
            Channel::All => None,
            Channel::Sport(sport) | Channel::League(sport, _) | Channel::Match(sport, ..) => {
                Some(*sport)
            }
        }
    }

    /// This channel and the wider ones that show the same changes, widest first.
    pub fn covering(&self) -> Vec<Channel> {
        let mut channels = vec![Channel::All];
        match self {
            Channel::All => {}
            Channel::Sport(sport) => channels.push(Channel::Sport(*sport)),
            Channel::League(sport, league) => {
                channels.extend([Channel::Sport(*sport), Channel::League(*sport, league.clone())]);
            }
            Channel::Match(sport, league, _) => channels.extend([
                Channel::Sport(*sport),
                Channel::League(*sport, league.clone()),
                self.clone(),
            ]),
        }
        channels
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Channel::All => f.write_str("sports"),
            Channel::Sport(sport) => write!(f, "sports.{sport}"),
            Channel::League(sport, league) => write!(f, "sports.{sport}.leagues.{league}"),
            Channel::Match(sport, league, id) => {
                write!(f, "sports.{sport}.leagues.{league}.matches.{id}")
            }
        }
    }
}

/// The text is no channel of sports data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelError(pub String);

impl fmt::Display for ChannelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "“{}” is not a channel; they look like sports, sports.football, \
             sports.football.leagues.{{league}} or sports.football.leagues.{{league}}.matches.{{match}}",
            self.0
        )
    }
}

impl std::error::Error for ChannelError {}

impl FromStr for Channel {
    type Err = ChannelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ChannelError(text.chars().take(80).collect());
        let sport = |word: &str| word.parse::<Sport>().map_err(|_| refuse());
        let word = |part: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            (!part.is_empty() && part.chars().all(plain))
                .then(|| part.to_owned())
                .ok_or_else(refuse)
        };
        let parts: Vec<&str> = text.split('.').collect();
        match parts.as_slice() {
            ["sports"] => Ok(Channel::All),
            ["sports", s] => Ok(Channel::Sport(sport(s)?)),
            ["sports", s, "leagues", l] => Ok(Channel::League(sport(s)?, LeagueSlug(word(l)?))),
            ["sports", s, "leagues", l, "matches", m] => {
                Ok(Channel::Match(sport(s)?, LeagueSlug(word(l)?), MatchId(word(m)?)))
            }
            _ => Err(refuse()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_written_and_read_back() {
        for text in [
            "sports",
            "sports.football",
            "sports.formula-1.leagues.formula-1",
            "sports.football.leagues.euro-championship.matches.1145526",
        ] {
            assert_eq!(text.parse::<Channel>().expect(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_channel_is_refused() {
        for text in [
            "",
            "sport",
            "sports.",
            "sports.cricket",
            "sports.football.leagues",
            "sports.football.leagues..matches.1",
            "private-x",
        ] {
            assert!(text.parse::<Channel>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_match_is_covered_by_four_channels() {
        let channel: Channel = "sports.football.leagues.serie-a.matches.1".parse().expect("parses");
        let names: Vec<String> = channel.covering().iter().map(ToString::to_string).collect();
        assert_eq!(
            names,
            [
                "sports",
                "sports.football",
                "sports.football.leagues.serie-a",
                "sports.football.leagues.serie-a.matches.1"
            ]
        );
    }
}
