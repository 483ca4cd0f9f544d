//! Which sports to follow, and where from.

use super::{ConfigError, Settings};
use entity::model::Sport;
use std::collections::BTreeMap;
use upstream::client::{Auth, Secret};

/// What stands for the sport's word in an address of all sports.
const SPORT: &str = "{sport}";

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
        let sports = match named(settings)? {
            Some(sports) => sports
                .into_iter()
                .map(|sport| {
                    let origin = origin(settings, sport, &auth, |_| sport)?;
                    Ok((sport, origin.unwrap_or(Origin::Simulator)))
                })
                .collect::<Result<_, ConfigError>>()?,
            None => reachable(settings, &auth)?,
        };
        Ok(Self { sports })
    }
}

/// The sports that `SPORTS` names; `None` for all there are.
fn named(settings: &Settings) -> Result<Option<Vec<Sport>>, ConfigError> {
    let Some(text) = settings.text("SPORTS").filter(|text| text != "all") else {
        return Ok(None);
    };
    let sport = |word: &str| {
        word.trim().parse().map_err(|unknown: entity::model::UnknownSport| {
            ConfigError::new("SPORTS", &text, unknown.to_string())
        })
    };
    text.split(',').map(sport).collect::<Result<_, _>>().map(Some)
}

/// All sports that an address or a key leads to; where none does, all sports simulated.
fn reachable(settings: &Settings, auth: &Auth) -> Result<BTreeMap<Sport, Origin>, ConfigError> {
    let mut sports = BTreeMap::new();
    for sport in Sport::ALL {
        sports.extend(origin(settings, sport, auth, one_of)?.map(|origin| (sport, origin)));
    }
    if sports.is_empty() {
        sports = Sport::ALL.map(|sport| (sport, Origin::Simulator)).into();
    }
    Ok(sports)
}

/// The setting of a sport's own address.
pub(super) fn own_base(sport: Sport) -> String {
    format!("UPSTREAM_{}_BASE_URL", sport.slug().to_uppercase().replace('-', "_"))
}

/// Where a sport's data comes from: its own address, the address of all, or the vendor's by the key;
/// `None` where nothing leads to it. An address or a host that does not say `{sport}` is that of one
/// sport, `whose` says which.
fn origin(
    settings: &Settings,
    sport: Sport,
    auth: &Auth,
    whose: impl Fn(&str) -> Sport,
) -> Result<Option<Origin>, ConfigError> {
    let ours = |address: &str| address.contains(SPORT) || whose(address) == sport;
    let filled = |address: &str| address.replace(SPORT, sport.slug());
    if let Some(base_url) = settings.address(&own_base(sport))? {
        return Ok(Some(Origin::Address { base_url: filled(&base_url), auth: auth.clone() }));
    }
    if let Some(base_url) = settings.address("RAPIDAPI_BASE_URL")? {
        let origin = || Origin::Address { base_url: filled(&base_url), auth: auth.clone() };
        return Ok(ours(&base_url).then(origin));
    }
    Ok(match auth {
        Auth::None => None,
        Auth::Direct { .. } => {
            Some(Origin::Address { base_url: vendor(sport).to_owned(), auth: auth.clone() })
        }
        Auth::Rapid { key, host } => ours(host).then(|| {
            let host = filled(host);
            let version = if sport == Sport::Football { "/v3" } else { "" };
            Origin::Address {
                base_url: format!("https://{host}{version}"),
                auth: Auth::Rapid { key: key.clone(), host },
            }
        }),
    })
}

/// The sport whose address this is by the words in it: `api-nba-v1.p.rapidapi.com`; football's
/// where it names none.
fn one_of(address: &str) -> Sport {
    let named = Sport::ALL.into_iter().filter(|sport| address.contains(sport.slug()));
    named.max_by_key(|sport| sport.slug().len()).unwrap_or(Sport::Football)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The address of each followed sport; of a simulated one its absence.
    fn followed(set: &[(&str, &str)]) -> BTreeMap<Sport, Option<String>> {
        let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings = Settings::from_parts(set.collect::<Vec<_>>(), "").expect("settings");
        let upstream = Upstream::read(&settings).expect("is good");
        let address = |origin| match origin {
            Origin::Simulator => None,
            Origin::Address { base_url, .. } => Some(base_url),
        };
        upstream.sports.into_iter().map(|(sport, origin)| (sport, address(origin))).collect()
    }

    fn address(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn all_sports_are_simulated_where_nothing_is_set() {
        let all = followed(&[]);
        assert_eq!(all.len(), 12);
        assert!(all.values().all(Option::is_none));
        assert_eq!(followed(&[("SPORTS", "all")]), all);
    }

    #[test]
    fn a_key_of_the_vendor_leads_to_every_sport() {
        let all = followed(&[("RAPIDAPI_KEY", "key")]);
        assert_eq!(all.len(), 12);
        assert_eq!(all[&Sport::Nba], address("https://v2.nba.api-sports.io"));
    }

    #[test]
    fn an_address_that_names_no_sport_is_that_of_one() {
        for (set, sport, base_url) in [
            (("RAPIDAPI_BASE_URL", "http://one:1/"), Sport::Football, "http://one:1"),
            (("RAPIDAPI_BASE_URL", "http://one:1/hockey"), Sport::Hockey, "http://one:1/hockey"),
            (("UPSTREAM_AFL_BASE_URL", "http://one:1"), Sport::Afl, "http://one:1"),
        ] {
            assert_eq!(followed(&[set]), BTreeMap::from([(sport, address(base_url))]));
        }
    }

    #[test]
    fn an_address_with_a_place_for_the_sport_is_that_of_all() {
        let all = followed(&[("RAPIDAPI_BASE_URL", "http://one:1/{sport}")]);
        assert_eq!(all.len(), 12);
        assert_eq!(all[&Sport::Formula1], address("http://one:1/formula-1"));
    }

    #[test]
    fn a_host_of_a_gateway_is_that_of_the_sport_in_its_name() {
        let of = |host| followed(&[("RAPIDAPI_KEY", "key"), ("RAPIDAPI_HOST", host)]);
        let football = of("api-football-v1.p.rapidapi.com");
        let there = address("https://api-football-v1.p.rapidapi.com/v3");
        assert_eq!(football, BTreeMap::from([(Sport::Football, there)]));
        let american = of("api-american-football.p.rapidapi.com");
        assert_eq!(american.keys().collect::<Vec<_>>(), [&Sport::AmericanFootball]);
        let all = of("api-{sport}.p.rapidapi.com");
        assert_eq!(all[&Sport::Rugby], address("https://api-rugby.p.rapidapi.com"));
    }

    #[test]
    fn sports_that_are_named_are_followed_and_no_others() {
        let two = followed(&[("SPORTS", "mma, nba")]);
        assert_eq!(two, BTreeMap::from([(Sport::Nba, None), (Sport::Mma, None)]));
        let one = followed(&[("SPORTS", "nba"), ("RAPIDAPI_BASE_URL", "http://one:1")]);
        assert_eq!(one, BTreeMap::from([(Sport::Nba, address("http://one:1"))]));
    }
}
