//! Leagues.

pub mod list;
pub mod one;

use crate::{app::AppState, http::Problem, store::leagues::KnownLeague};
use entity::model::{Channel, Sport};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A league.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct League<'a> {
    /// The upstream's number; works in paths wherever the slug does.
    id: &'a str,
    /// Which sport.
    sport: Sport,
    /// Unique within the sport, never changed.
    slug: &'a str,
    /// The name as the upstream writes it.
    name: &'a str,
    /// `World` for international competitions.
    country: Option<&'a str>,
    /// The current season.
    season: Option<&'a str>,
    /// Address of the emblem.
    logo: Option<&'a str>,
    /// Address of the country's flag.
    flag: Option<&'a str>,
    /// Its channel.
    channel: String,
}

impl<'a> From<&'a KnownLeague> for League<'a> {
    fn from(league: &'a KnownLeague) -> Self {
        let KnownLeague { sport, id, slug, name, country, season, logo, flag } = league;
        Self {
            id: &id.0,
            sport: *sport,
            slug: &slug.0,
            name,
            country: country.as_deref(),
            season: season.as_deref(),
            logo: logo.as_deref(),
            flag: flag.as_deref(),
            channel: Channel::League(*sport, slug.clone()).to_string(),
        }
    }
}

/// The league of a path, by slug or number.
pub fn find(app: &AppState, sport: Sport, league: &str) -> Result<Arc<KnownLeague>, Problem> {
    app.leagues.find(sport, league).ok_or_else(|| {
        let league: String = league.chars().take(80).collect();
        Problem::not_found(format!(
            "there is no league “{league}” in {}; /api/v1/sports/{sport}/leagues lists them",
            sport.name()
        ))
    })
}
