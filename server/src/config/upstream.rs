//! Which sports to follow, and where from.

use super::{ConfigError, Settings};
use entity::model::Sport;
use std::collections::BTreeMap;
use upstream::client::{Auth, Secret};

/// Sports that have an adapter; the others are refused by name.
pub const SUPPORTED: [Sport; 1] = [Sport::Football];

/// Where one sport's data comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// The built-in simulator: a demonstration.
    Simulator,
    /// An address that speaks the vendor's wire.
    Address {
        /// Without the endpoint.
        base_url: String,
        /// How to say who we are.
        auth: Auth,
    },
}

/// The sports and their origins.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Each followed sport.
    pub sports: BTreeMap<Sport, Origin>,
}

impl Upstream {
    /// Whether anything shown is made up.
    pub fn demonstration(&self) -> bool {
        self.sports.values().any(|origin| matches!(origin, Origin::Simulator))
    }

    pub(super) fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let auth = match (settings.text("RAPIDAPI_KEY"), settings.host("RAPIDAPI_HOST")?) {
            (None, _) => Auth::None,
            (Some(key), None) => Auth::Direct { key: Secret::new(key) },
            (Some(key), Some(host)) => Auth::Rapid { key: Secret::new(key), host },
        };
        let sports = followed(settings)?
            .into_iter()
            .map(|sport| Ok((sport, origin(settings, sport, &auth)?)))
            .collect::<Result<_, ConfigError>>()?;
        Ok(Self { sports })
    }
}

fn followed(settings: &Settings) -> Result<Vec<Sport>, ConfigError> {
    let text = settings.text("SPORTS").unwrap_or_else(|| "all".to_owned());
    if text == "all" {
        return Ok(SUPPORTED.to_vec());
    }
    text.split(',')
        .map(|word| {
            let sport: Sport =
                word.trim().parse().map_err(|unknown: entity::model::UnknownSport| {
                    ConfigError::new("SPORTS", &text, unknown.to_string())
                })?;
            if SUPPORTED.contains(&sport) {
                Ok(sport)
            } else {
                let mend = format!("{} cannot be followed yet; football can", sport.name());
                Err(ConfigError::new("SPORTS", &text, mend))
            }
        })
        .collect()
}

/// The setting of a sport's own address.
pub(super) fn own_base(sport: Sport) -> String {
    format!("UPSTREAM_{}_BASE_URL", sport.slug().to_uppercase().replace('-', "_"))
}

fn origin(settings: &Settings, sport: Sport, auth: &Auth) -> Result<Origin, ConfigError> {
    let own = own_base(sport);
    for name in [own.as_str(), "RAPIDAPI_BASE_URL"] {
        if let Some(base_url) = settings.address(name)? {
            let base_url = base_url.replace("{sport}", sport.slug());
            return Ok(Origin::Address { base_url, auth: auth.clone() });
        }
    }
    Ok(match auth {
        Auth::None => Origin::Simulator,
        Auth::Direct { .. } => {
            Origin::Address { base_url: vendor(sport).to_owned(), auth: auth.clone() }
        }
        Auth::Rapid { host, .. } => {
            let version = if sport == Sport::Football { "/v3" } else { "" };
            Origin::Address { base_url: format!("https://{host}{version}"), auth: auth.clone() }
        }
    })
}

/// The vendor's own address of a sport.
const fn vendor(sport: Sport) -> &'static str {
    match sport {
        Sport::Football => "https://v3.football.api-sports.io",
        Sport::Basketball => "https://v1.basketball.api-sports.io",
        Sport::Hockey => "https://v1.hockey.api-sports.io",
        Sport::Baseball => "https://v1.baseball.api-sports.io",
        Sport::Handball => "https://v1.handball.api-sports.io",
        Sport::Rugby => "https://v1.rugby.api-sports.io",
        Sport::Volleyball => "https://v1.volleyball.api-sports.io",
        Sport::AmericanFootball => "https://v1.american-football.api-sports.io",
        Sport::Nba => "https://v2.nba.api-sports.io",
        Sport::Afl => "https://v1.afl.api-sports.io",
        Sport::Mma => "https://v1.mma.api-sports.io",
        Sport::Formula1 => "https://v1.formula-1.api-sports.io",
    }
}
