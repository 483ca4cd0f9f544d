//! Leagues, their tables and rankings.

use super::{Freshness, Sport};
use utoipa::ToSchema;

/// A league.
#[derive(ToSchema)]
pub struct League {
    /// The upstream's number; works in paths wherever the slug does.
    id: String,
    /// Which sport.
    sport: Sport,
    /// Unique within the sport, never changed.
    slug: String,
    /// The name as the upstream writes it.
    name: String,
    /// `World` for international competitions.
    country: Option<String>,
    /// The current season.
    season: Option<String>,
    /// Address of the emblem.
    logo: Option<String>,
    /// Address of the country's flag.
    flag: Option<String>,
    /// Its channel.
    channel: String,
}

/// A page of leagues.
#[derive(ToSchema)]
pub struct LeagueList {
    /// The page, by name.
    data: Vec<League>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// What players are ranked by; `points` and `wins` in Formula 1, the others in football.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Metric {
    Goals,
    Assists,
    YellowCards,
    RedCards,
    Points,
    Wins,
}

/// One team's place in a table.
#[derive(ToSchema)]
pub struct StandingRow {
    /// From 1.
    rank: u32,
    /// The upstream's number for the team.
    team_id: String,
    /// The team's name.
    team_name: String,
    /// Address of the crest.
    team_logo: Option<String>,
    /// Points; deductions can make them negative.
    points: i64,
    /// Goals for minus goals against.
    goals_diff: i64,
    /// Matches played.
    played: u32,
    /// Matches won.
    win: u32,
    /// Matches drawn.
    draw: u32,
    /// Matches lost.
    lose: u32,
    /// Goals scored.
    goals_for: u32,
    /// Goals conceded.
    goals_against: u32,
    /// The latest results, latest first: `LDWWW`.
    form: Option<String>,
    /// What the place leads to.
    description: Option<String>,
    /// When the upstream last touched the row.
    #[schema(format = DateTime)]
    updated_at: Option<String>,
}

/// One table.
#[derive(ToSchema)]
pub struct StandingGroup {
    /// `Group A`, or the league's name where there is only one.
    name: Option<String>,
    /// Best first.
    rows: Vec<StandingRow>,
}

/// The tables of a league and season.
#[derive(ToSchema)]
pub struct Standings {
    /// Whose.
    league: League,
    /// The season's first year.
    season: String,
    /// One for most leagues.
    groups: Vec<StandingGroup>,
    /// When the upstream gave them.
    #[schema(format = DateTime)]
    as_of: String,
    /// What that means.
    freshness: Freshness,
}

/// One player's place in a ranking.
#[derive(ToSchema)]
pub struct Leader {
    /// From 1; players who are level share a rank.
    rank: u32,
    /// The upstream's number for the player.
    player_id: String,
    /// The player's name.
    player_name: String,
    /// Address of a portrait.
    player_photo: Option<String>,
    /// The upstream's number for the team.
    team_id: Option<String>,
    /// The team's name.
    team_name: Option<String>,
    /// Address of the crest.
    team_logo: Option<String>,
    /// Goals, assists or cards.
    value: i64,
}

/// A ranking of players.
#[derive(ToSchema)]
pub struct Leaders {
    /// Whose.
    league: League,
    /// The season's first year.
    season: String,
    /// What players are ranked by; `points` and `wins` in Formula 1, the others in football.
    metric: Metric,
    /// Best first.
    leaders: Vec<Leader>,
    /// When the upstream gave them.
    #[schema(format = DateTime)]
    as_of: String,
    /// What that means.
    freshness: Freshness,
}
