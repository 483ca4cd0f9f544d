//! Leagues.

pub mod list;
pub mod one;

use crate::{app::AppState, http::Problem, store::leagues::KnownLeague};
use entity::model::{Channel, Sport};
use serde::Serialize;
use std::sync::Arc;

/// A league as clients see it.
#[derive(Clone, Debug, Serialize)]
pub struct LeagueOut<'a> {
    id: &'a str,
    sport: Sport,
    slug: &'a str,
    name: &'a str,
    country: Option<&'a str>,
    season: Option<&'a str>,
    logo: Option<&'a str>,
    flag: Option<&'a str>,
    channel: String,
}

impl<'a> From<&'a KnownLeague> for LeagueOut<'a> {
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
