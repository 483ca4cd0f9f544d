//! Matches and what they are made of.

use super::Sport;
use utoipa::ToSchema;

/// The state of a match in words that hold for every sport.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Phase {
    Scheduled,
    Live,
    Break,
    Suspended,
    Finished,
    Postponed,
    Cancelled,
    Abandoned,
    Awarded,
    Unknown,
}

/// How far a record may be trusted to be current: just confirmed, later than it should be, so late
/// that it may be wrong, or over for good.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Freshness {
    Live,
    Delayed,
    Stale,
    Final,
}

/// The part a competitor plays.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Role {
    Home,
    Away,
    Entrant,
}

/// What sort of thing happened.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum IncidentKind {
    Goal,
    MissedPenalty,
    Shootout,
    Card,
    Substitution,
    Var,
    Other,
}

/// The league of a match: whose, and which part of its season.
#[derive(ToSchema)]
pub struct MatchLeague {
    /// The upstream's number.
    id: String,
    /// The word in URLs and channels.
    slug: String,
    /// The name as the upstream writes it.
    name: String,
    /// `World` for international competitions.
    country: Option<String>,
    /// `2025` or `2025-2026`.
    season: Option<String>,
    /// `Group Stage - 2`.
    round: Option<String>,
    /// Address of the emblem.
    logo: Option<String>,
    /// Address of the country's flag.
    flag: Option<String>,
}

/// The state of a match, ours and the upstream's.
#[derive(ToSchema)]
pub struct Status {
    /// In words that hold for every sport.
    phase: Phase,
    /// The upstream's own code: `2H`.
    code: String,
    /// The code in plain English.
    label: String,
    /// The clock as shown; null while it does not run.
    clock: Option<String>,
    /// Whole minutes played.
    elapsed: Option<u32>,
    /// Minutes of stoppage time on top.
    extra: Option<u32>,
}

/// Who plays.
#[derive(ToSchema)]
pub struct Competitor {
    /// The part it plays.
    role: Role,
    /// The upstream's number.
    id: String,
    /// The name as the upstream writes it.
    name: String,
    /// Address of the crest.
    logo: Option<String>,
    /// The score; null before play.
    score: Option<i64>,
    /// Whether it won; null while that is open or for a draw.
    winner: Option<bool>,
}

/// The score of one part of a match.
#[derive(ToSchema)]
pub struct Period {
    /// `1H`, `2H`, `ET`, `P`.
    name: String,
    /// In the order of the competitors.
    scores: Vec<Option<i64>>,
}

/// One thing that happened.
#[derive(ToSchema)]
pub struct Incident {
    /// Unique within the match, kept when the incident is corrected.
    id: String,
    /// What sort of thing.
    kind: IncidentKind,
    /// More closely, in snake case: `own_goal`.
    detail: Option<String>,
    /// Minute of play.
    elapsed: Option<u32>,
    /// Minutes of stoppage time on top; the number of the kick in a shoot-out.
    extra: Option<u32>,
    /// The side it counts for.
    competitor: Option<Role>,
    /// The scorer, the booked player, the one going on.
    player: Option<String>,
    /// The upstream's number for `player`.
    player_id: Option<String>,
    /// The one who set it up, or who goes off.
    assist: Option<String>,
    /// The upstream's number for `assist`.
    assist_id: Option<String>,
    /// The upstream's remark.
    comment: Option<String>,
}

/// A counted fact of a match.
#[derive(ToSchema)]
pub struct Statistic {
    /// In snake case: `shots_on_goal`.
    name: String,
    /// For readers.
    label: String,
    /// `%`, where there is one.
    unit: Option<String>,
    /// In the order of the competitors.
    values: Vec<Option<f64>>,
}

/// Who is on the field.
#[derive(ToSchema)]
pub struct Lineup {
    /// Whose.
    competitor: Role,
    /// `4-3-3`.
    formation: Option<String>,
    /// The coach's name.
    coach: Option<String>,
    /// Those who begin.
    starters: Vec<LineupPlayer>,
    /// Those on the bench.
    substitutes: Vec<LineupPlayer>,
}

/// One player of a line-up.
#[derive(ToSchema)]
pub struct LineupPlayer {
    /// The upstream's number for the player.
    id: Option<String>,
    /// The name.
    name: String,
    /// The number on the shirt.
    number: Option<u32>,
    /// `G`, `D`, `M` or `F`.
    position: Option<String>,
    /// Row and column on the field.
    grid: Option<String>,
}

/// Where it is played.
#[derive(ToSchema)]
pub struct Venue {
    /// The ground.
    name: Option<String>,
    /// The city.
    city: Option<String>,
}

/// A match, in one shape for every sport; always whole.
#[derive(ToSchema)]
#[schema(example = json!({
    "id": "1145526", "sport": "football",
    "league": {"id": "4", "slug": "euro-championship", "name": "Euro Championship", "country": "World",
        "season": "2024", "round": "Group Stage - 2", "logo": null, "flag": null},
    "channel": "sports.football.leagues.euro-championship.matches.1145526",
    "starts_at": "2024-06-22T16:00:00Z",
    "status": {"phase": "live", "code": "2H", "label": "Second half", "clock": "77'", "elapsed": 77, "extra": null},
    "competitors": [
        {"role": "home", "id": "777", "name": "Türkiye", "logo": null, "score": 0, "winner": false},
        {"role": "away", "id": "27", "name": "Portugal", "logo": null, "score": 2, "winner": true}],
    "periods": [{"name": "1H", "scores": [0, 2]}],
    "incidents": [{"id": "1", "kind": "goal", "detail": "own_goal", "elapsed": 28, "extra": null,
        "competitor": "away", "player": "S. Akaydın", "player_id": "1", "assist": null, "assist_id": null, "comment": null}],
    "statistics": null, "lineups": null, "venue": {"name": "Signal Iduna Park", "city": "Dortmund"},
    "referee": null, "version": 17, "seq": "1761-0", "updated_at": "2024-06-22T17:34:10Z",
    "as_of": "2024-06-22T17:34:13Z", "freshness": "live"
}))]
pub struct Match {
    /// Counted facts; null where the upstream gives none.
    statistics: Option<Vec<Statistic>>,
    /// Line-ups, home first; null until they are known.
    lineups: Option<Vec<Lineup>>,
}

/// A match in a list. `statistics` and `lineups` are there where `include` names them, and absent
/// otherwise; null says that there are none.
#[derive(ToSchema)]
pub struct MatchRow {
    /// The upstream's number.
    id: String,
    /// Which sport.
    sport: Sport,
    /// Whose, and which part of its season.
    league: MatchLeague,
    /// The match's own channel.
    channel: String,
    /// When it begins.
    #[schema(format = DateTime)]
    starts_at: String,
    /// Where it stands.
    status: Status,
    /// Who plays.
    competitors: Vec<Competitor>,
    /// The score of each part played.
    periods: Vec<Period>,
    /// What happened, in order of play.
    incidents: Vec<Incident>,
    /// Counted facts, where asked for; null where the upstream gives none.
    statistics: Option<Vec<Statistic>>,
    /// Line-ups, home first, where asked for; null until they are known.
    lineups: Option<Vec<Lineup>>,
    /// Where it is played.
    venue: Option<Venue>,
    /// The referee.
    referee: Option<String>,
    /// Grows by exactly 1 with every accepted change.
    version: u64,
    /// The place of that change in the log.
    #[schema(pattern = "^[0-9]+-0$")]
    seq: String,
    /// When the last change was accepted.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When the upstream last confirmed all this.
    #[schema(format = DateTime)]
    as_of: String,
    /// What that means.
    freshness: Freshness,
}

/// A page of matches.
#[derive(ToSchema)]
pub struct MatchList {
    /// The page, by kick-off.
    data: Vec<MatchRow>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}
