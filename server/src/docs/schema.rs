//! The shapes of answers, for the descriptions.
//!
//! The types in `entity::model` must also build for browsers and know nothing of descriptions, so
//! each shape stands here once more; a test holds real answers against these.
#![allow(dead_code, reason = "these are read by the derive macros only")]
#![allow(missing_docs, reason = "a type's own line says what its words are")]

use utoipa::ToSchema;

/// A sport, as in URLs and channels.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Sport {
    Football,
    Basketball,
    Hockey,
    Baseball,
    Handball,
    Rugby,
    Volleyball,
    AmericanFootball,
    Nba,
    Afl,
    Mma,
    #[schema(rename = "formula-1")]
    Formula1,
}

/// What players are ranked by.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Metric {
    Goals,
    Assists,
    YellowCards,
    RedCards,
}

/// How an answer of the proxy came about: at hand, fetched for this request, or past its time.
#[derive(ToSchema)]
#[schema(rename_all = "UPPERCASE")]
pub enum XCache {
    Hit,
    Miss,
    Stale,
}

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

/// A sport with how much there is to see.
#[derive(ToSchema)]
pub struct SportSummary {
    /// The word in URLs and channels.
    sport: Sport,
    /// For readers.
    name: String,
    /// Its channel.
    channel: String,
    /// Matches in play.
    live: u32,
    /// Matches that begin today, by UTC.
    today: u32,
}

/// The followed sports.
#[derive(ToSchema)]
pub struct SportList {
    /// The page.
    data: Vec<SportSummary>,
    /// Always null: sports fit one page.
    next_cursor: Option<String>,
}

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

/// A match, in one shape for every sport.
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
    /// Counted facts; null where the upstream gives none.
    statistics: Option<Vec<Statistic>>,
    /// Line-ups, home first; null until they are known.
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
    data: Vec<Match>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// One thing that is different. `kind` says which other members there are.
#[derive(ToSchema)]
#[schema(example = json!({"kind": "score", "from": [0, 1], "to": [0, 2]}))]
pub struct ChangeItem {
    /// `goal`, `correction`, `score`, `status`, `incident`, `period`, `schedule`, `clock` or
    /// `details`.
    kind: String,
}

/// What turned one version of a match into the next.
#[derive(ToSchema)]
#[schema(example = json!({
    "match": "1145526", "channel": "sports.football.leagues.euro-championship.matches.1145526",
    "version": 17, "seq": "1761-0", "epoch": "a1b2c3d4", "at": "2024-06-22T16:56:02Z",
    "changes": [{"kind": "goal", "competitor": "away", "elapsed": 56, "extra": null, "player": "Bruno Fernandes"},
        {"kind": "score", "from": [0, 1], "to": [0, 2]}],
    "patch": {"competitors": []}
}))]
pub struct Change {
    /// Which match.
    r#match: String,
    /// The match's own channel.
    channel: String,
    /// The version this change makes.
    version: u64,
    /// Its place in the log.
    #[schema(pattern = "^[0-9]+-0$")]
    seq: String,
    /// The life of the log that place is in.
    epoch: String,
    /// When it was accepted.
    #[schema(format = DateTime)]
    at: String,
    /// What is different, most important first.
    changes: Vec<ChangeItem>,
    /// RFC 7396: the match before, patched, is the match after.
    patch: serde_json::Value,
}

/// A page of changes.
#[derive(ToSchema)]
pub struct ChangeList {
    /// The page, oldest first.
    data: Vec<Change>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
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
    /// What players are ranked by.
    metric: Metric,
    /// Best first.
    leaders: Vec<Leader>,
    /// When the upstream gave them.
    #[schema(format = DateTime)]
    as_of: String,
    /// What that means.
    freshness: Freshness,
}

/// The upstream's envelope. What `response` holds is the upstream's own affair.
#[derive(ToSchema)]
pub struct Envelope {
    /// The endpoint that was asked.
    get: String,
    /// The parameters as understood: an object, or an empty list where there are none.
    parameters: serde_json::Value,
    /// Always empty here: an answer with errors becomes a problem.
    errors: serde_json::Value,
    /// The upstream's count.
    results: serde_json::Value,
    /// The data.
    response: serde_json::Value,
}

/// One member of a request that cannot be used.
#[derive(ToSchema)]
pub struct FieldError {
    /// Its name.
    field: String,
    /// What is wrong with it and what would do.
    message: String,
}

/// What went wrong, by RFC 9457.
#[derive(ToSchema)]
#[schema(example = json!({
    "type": "/docs/errors#bad_input", "title": "Bad input", "status": 400,
    "detail": "limit is a whole number from 1 to 500", "code": "bad_input",
    "request_id": "2f0c2f4e-64f4-4b3c-9f2c-0a4b8d6d7a10",
    "errors": [{"field": "limit", "message": "limit is a whole number from 1 to 500"}]
}))]
pub struct Problem {
    /// Where the code is explained.
    r#type: String,
    /// The class of the problem.
    title: String,
    /// The HTTP status again.
    status: u16,
    /// What happened, what was kept, what to do.
    detail: String,
    /// A word for programs; see [the list](/docs/errors).
    code: String,
    /// Quote it when you ask for help.
    request_id: Option<String>,
    /// Each member that cannot be used; only for bad input.
    errors: Vec<FieldError>,
    /// The policies that are used up; this and the rest only with 429 `quota_exceeded`.
    #[schema(rename = "violated-policies")]
    violated_policies: Vec<String>,
    /// The plan they belong to.
    plan: String,
    /// When one more request is admitted.
    #[schema(format = DateTime)]
    retry_at: String,
    /// Where more is to be had.
    upgrade: String,
}

/// What a key may do.
#[derive(ToSchema)]
pub enum Scope {
    #[schema(rename = "matches:read")]
    MatchesRead,
    #[schema(rename = "proxy:read")]
    ProxyRead,
    #[schema(rename = "stream:connect")]
    StreamConnect,
    #[schema(rename = "usage:read")]
    UsageRead,
    #[schema(rename = "keys:write")]
    KeysWrite,
}

/// Whether a key works: in use, in use and ending within a week, in use by an old and a new token,
/// switched off, ended by itself, or gone for good.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum KeyStatus {
    Active,
    Expiring,
    Rotating,
    Disabled,
    Expired,
    Revoked,
}

/// How long a replaced token stays good: not at all, an hour, a day, three days or seven.
#[derive(ToSchema)]
pub enum Grace {
    #[schema(rename = "now")]
    Now,
    #[schema(rename = "1h")]
    Hour,
    #[schema(rename = "24h")]
    Day,
    #[schema(rename = "3d")]
    ThreeDays,
    #[schema(rename = "7d")]
    Week,
}

/// A key, without its token.
#[derive(ToSchema)]
pub struct Key {
    /// Its public id, which is no secret: sockets and streams name it.
    id: String,
    /// What its owner calls it.
    name: String,
    /// As much of the token as may be shown.
    token_hint: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// Whether it works.
    status: KeyStatus,
    /// Addresses and CIDR ranges it may be used from; null for anywhere.
    addresses: Option<Vec<String>>,
    /// Web origins it may be used from; null for anywhere.
    origins: Option<Vec<String>>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was last used.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
    /// From which address.
    last_used_from: Option<String>,
    /// With what kind of program.
    last_used_agent: Option<String>,
    /// When it was switched off.
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// The rotation under way.
    rotation: Option<Rotation>,
}

/// A rotation under way: two tokens are good.
#[derive(ToSchema)]
pub struct Rotation {
    /// Until when the old token is good.
    #[schema(format = DateTime)]
    until: String,
    /// Requests made with the old token since.
    calls_on_old_token: u64,
    /// When the last of them came.
    #[schema(format = DateTime)]
    last_call_at: Option<String>,
}

/// A key with its token. Beside these members it has all of a key.
#[derive(ToSchema)]
pub struct MintedKey {
    /// The secret, in this answer only: keep it now, it is stored nowhere.
    token: String,
}

/// A page of keys.
#[derive(ToSchema)]
pub struct KeyList {
    /// The page, newest first.
    data: Vec<Key>,
    /// Give it as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// A key to be made.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Scoreboard", "scopes": ["matches:read", "stream:connect"]}))]
pub struct NewKey {
    /// What to call it, up to 80 characters.
    name: String,
    /// What it may do: at least one, and none that the asking key lacks.
    scopes: Vec<Scope>,
    /// When it stops; never unless given.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Up to 50 addresses or CIDR ranges it may be used from; anywhere unless given.
    addresses: Option<Vec<String>>,
    /// Up to 50 web origins it may be used from; anywhere unless given.
    origins: Option<Vec<String>>,
}

/// What is to change. `disabled` comes alone, in a request of its own.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Scoreboard in the hall", "expires_at": null}))]
pub struct KeyChanges {
    /// A new name.
    name: String,
    /// New scopes, in place of the old.
    scopes: Vec<Scope>,
    /// A new end; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// New addresses, in place of the old; null for anywhere.
    addresses: Option<Vec<String>>,
    /// New origins, in place of the old; null for anywhere.
    origins: Option<Vec<String>>,
    /// Switches the key off or on again.
    disabled: bool,
}

/// How to rotate.
#[derive(ToSchema)]
#[schema(example = json!({"grace": "24h"}))]
pub struct Rotate {
    /// How long the old token stays good; `24h` unless given.
    grace: Option<Grace>,
}

/// The account a key belongs to.
#[derive(ToSchema)]
pub struct Account {
    /// Its number.
    id: String,
    /// Where it gets mail.
    email: String,
    /// What it may use.
    plan: Plan,
    /// The key this was asked with.
    key: AccountKey,
}

/// What an account may use.
#[derive(ToSchema)]
pub struct Plan {
    /// Its word.
    name: String,
    /// Requests a minute.
    requests_per_minute: u32,
    /// Requests a UTC day; null for no such limit.
    requests_per_day: Option<u32>,
    /// Sockets and streams at once.
    sockets: u32,
    /// Channels of one socket.
    channels_per_socket: u32,
}

/// The key an account was asked with.
#[derive(ToSchema)]
pub struct AccountKey {
    /// Its public id.
    id: String,
    /// What its owner calls it.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
}

/// Length of the time of one line of usage.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum UsageBucket {
    Minute,
    Hour,
    Day,
}

/// What usage is written as.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum UsageFormat {
    Json,
    Csv,
}

/// What an account used.
#[derive(ToSchema)]
pub struct Usage {
    /// From here on: as asked, brought to what is kept.
    #[schema(format = DateTime)]
    from: String,
    /// Up to here, not included.
    #[schema(format = DateTime)]
    to: String,
    /// All that was used before this is in the numbers.
    #[schema(format = DateTime)]
    counted_until: String,
    /// The lines, by time and then by what they are broken down by.
    data: Vec<UsageRow>,
    /// All lines together.
    total: UsageNumbers,
}

/// The numbers of a line.
#[derive(ToSchema)]
pub struct UsageNumbers {
    /// Requests.
    requests: u64,
    /// Of these, answered 400 or above, apart from 429.
    errors: u64,
    /// Of these, answered 429.
    limited: u64,
    /// Bytes of answers and messages, before compression.
    bytes: u64,
    /// Half of the requests took less, in milliseconds; null where there were none.
    p50_ms: Option<f64>,
    /// All but one in twenty took less, in milliseconds; null where there were none.
    p95_ms: Option<f64>,
    /// Minutes that sockets and streams were open, of those that have ended.
    socket_minutes: f64,
    /// Messages sent to them.
    messages: u64,
}

/// One line. What it is not broken down by is left out; the numbers stand beside these members.
#[derive(ToSchema)]
pub struct UsageRow {
    /// When the line's time begins.
    #[schema(format = DateTime)]
    at: String,
    /// The key's number.
    key_id: String,
    /// What its owner calls it; empty for a key that is no more.
    key_name: String,
    /// The endpoint's template.
    endpoint: String,
    /// The answers' status; 101 for sockets and streams that ended.
    status: u16,
}
