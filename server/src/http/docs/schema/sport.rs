//! Sports, and what is said of each.

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
