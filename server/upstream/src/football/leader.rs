//! Rankings of players.

use super::AdapterError;
use crate::{
    adapter::{Leader, rows},
    client::Answer,
    wire::{List, Maybe, Number, Text},
};
use serde::{Deserialize, Serialize};

/// What players are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Goals scored.
    Goals,
    /// Goals set up.
    Assists,
    /// Yellow cards.
    YellowCards,
    /// Red cards, second yellow ones included.
    RedCards,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Metric; 4] =
        [Metric::Goals, Metric::Assists, Metric::YellowCards, Metric::RedCards];

    /// The word in addresses: `yellow-cards`.
    pub const fn slug(self) -> &'static str {
        match self {
            Metric::Goals => "goals",
            Metric::Assists => "assists",
            Metric::YellowCards => "yellow-cards",
            Metric::RedCards => "red-cards",
        }
    }

    /// The metric of that word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.slug() == slug)
    }

    /// The endpoint that gives the ranking: `players/topscorers`.
    pub const fn endpoint(self) -> &'static str {
        match self {
            Metric::Goals => "players/topscorers",
            Metric::Assists => "players/topassists",
            Metric::YellowCards => "players/topyellowcards",
            Metric::RedCards => "players/topredcards",
        }
    }
}

/// A ranking of players.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaders {
    /// What they are ranked by.
    pub metric: Metric,
    /// Best first.
    pub rows: Vec<Leader>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    player: Maybe<Named<'a>>,
    #[serde(borrow)]
    statistics: List<Maybe<Season<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    photo: Text<'a>,
    #[serde(borrow)]
    logo: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Season<'a> {
    #[serde(borrow)]
    team: Maybe<Named<'a>>,
    goals: Maybe<Goals>,
    cards: Maybe<Cards>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Goals {
    total: Number,
    assists: Number,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Cards {
    yellow: Number,
    yellowred: Number,
    red: Number,
}

/// Reads an answer of `players/topscorers` and its three sisters; the endpoint says which.
///
/// A player who changed teams has several entries of statistics; the first one made the ranking.
pub fn leaders(answer: &Answer) -> Result<Leaders, AdapterError> {
    let endpoint = answer.endpoint();
    let metric = Metric::ALL
        .into_iter()
        .find(|metric| endpoint == metric.endpoint())
        .ok_or_else(|| AdapterError::UnknownRanking { endpoint: endpoint.to_owned() })?;
    let mut leaders = Leaders { metric, rows: Vec::new() };
    for row in rows::<Row<'_>>(answer)?.into_iter().filter_map(Result::ok) {
        let rank = u32::try_from(leaders.rows.len() + 1).unwrap_or(u32::MAX);
        leaders.rows.extend(leader(rank, metric, row));
    }
    Ok(leaders)
}

fn leader(rank: u32, metric: Metric, row: Row<'_>) -> Option<Leader> {
    let player = row.player.into_option()?;
    let id = player.id.into_text()?;
    let season = row.statistics.or_empty().into_iter().find_map(Maybe::into_option)?;
    let goals = season.goals.or_empty();
    let cards = season.cards.or_empty();
    let value = match metric {
        Metric::Goals => goals.total.get(),
        Metric::Assists => goals.assists.get(),
        Metric::YellowCards => cards.yellow.get(),
        Metric::RedCards => {
            let both = [cards.red.get(), cards.yellowred.get()];
            both.iter().any(Option::is_some).then(|| both.into_iter().flatten().sum())
        }
    };
    let team = season.team.or_empty();
    Some(Leader {
        rank,
        player_name: player.name.into_text().unwrap_or_else(|| id.clone()),
        player_id: id,
        player_photo: player.photo.into_address(),
        team_id: team.id.into_text(),
        team_name: team.name.into_text(),
        team_logo: team.logo.into_address(),
        value: value?,
    })
}
