//! Every league we know, by its number and by its slug.

use super::Database;
use entity::model::{LeagueId, LeagueSlug, ObservedLeague, Sport};
use entity::table::league;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

/// A league as the directory keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLeague {
    pub sport: Sport,
    /// The upstream's number.
    pub id: LeagueId,
    /// The word in URLs and channels.
    pub slug: LeagueSlug,
    /// The name as the upstream writes it.
    pub name: String,
    /// `World` for international competitions.
    pub country: Option<String>,
    /// The current season's name.
    pub season: Option<String>,
    /// Address of the emblem.
    pub logo: Option<String>,
    /// Address of the country's flag.
    pub flag: Option<String>,
}

#[derive(Debug, Default)]
struct Directory {
    by_id: HashMap<(Sport, LeagueId), Arc<KnownLeague>>,
    by_slug: HashMap<(Sport, LeagueSlug), Arc<KnownLeague>>,
}

/// The directory: all of `league` in memory, written through. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Leagues {
    database: Database,
    directory: Arc<RwLock<Directory>>,
}

impl Leagues {
    /// Read the whole table.
    pub async fn load(database: Database) -> Result<Self, DbErr> {
        let leagues = Self { database, directory: Arc::default() };
        leagues.reload().await?;
        Ok(leagues)
    }

    /// Read the whole table anew: another process admitted leagues.
    pub async fn reload(&self) -> Result<(), DbErr> {
        let mut directory = Directory::default();
        for row in league::Entity::find().all(self.database.pool()).await? {
            if let Ok(sport) = row.sport.parse() {
                directory.put(known(sport, row));
            }
        }
        *self.directory.write().expect("no holder of this lock panics") = directory;
        Ok(())
    }

    /// The league of that slug, or of that upstream number.
    pub fn find(&self, sport: Sport, slug_or_id: &str) -> Option<Arc<KnownLeague>> {
        let directory = self.read();
        directory
            .by_slug
            .get(&(sport, LeagueSlug(slug_or_id.to_owned())))
            .or_else(|| directory.by_id.get(&(sport, LeagueId(slug_or_id.to_owned()))))
            .cloned()
    }

    /// The slug of a league already known.
    pub fn slug(&self, sport: Sport, id: &LeagueId) -> Option<LeagueSlug> {
        self.read().by_id.get(&(sport, id.clone())).map(|league| league.slug.clone())
    }

    /// All leagues of a sport, by name and country.
    pub fn of(&self, sport: Sport) -> Vec<Arc<KnownLeague>> {
        let mut leagues: Vec<_> =
            self.read().by_id.values().filter(|league| league.sport == sport).cloned().collect();
        leagues.sort_by(|a, b| (&a.name, &a.country, &a.slug).cmp(&(&b.name, &b.country, &b.slug)));
        leagues
    }

    /// Take in leagues as the upstream names them: new ones are given a slug, in order of their
    /// numbers so that the lowest gets the plain name; known ones have their particulars refreshed.
    /// Whether anything was new.
    pub async fn admit(&self, sport: Sport, sighted: &[ObservedLeague]) -> Result<bool, DbErr> {
        let fresh = self.fresh(sport, sighted);
        if fresh.is_empty() {
            return Ok(false);
        }
        for chunk in fresh.chunks(100) {
            let rows = chunk.iter().map(|league| league::ActiveModel {
                sport: Set(sport.slug().to_owned()),
                upstream_id: Set(league.id.0.clone()),
                slug: Set(league.slug.0.clone()),
                name: Set(league.name.clone()),
                country: Set(league.country.clone()),
                season: Set(league.season.clone()),
                logo: Set(league.logo.clone()),
                flag: Set(league.flag.clone()),
                ..Default::default()
            });
            use league::Column::{Country, Flag, Logo, Name, Season, Sport, UpstreamId};
            league::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::columns([Sport, UpstreamId])
                        .update_columns([Name, Country, Season, Logo, Flag])
                        .to_owned(),
                )
                .exec_without_returning(self.database.pool())
                .await?;
        }
        let mut directory = self.directory.write().expect("no holder of this lock panics");
        fresh.into_iter().for_each(|league| directory.put(league));
        Ok(true)
    }

    /// Leagues of `sighted` that are new or said differently, slugs given.
    fn fresh(&self, sport: Sport, sighted: &[ObservedLeague]) -> Vec<KnownLeague> {
        let directory = self.read();
        let mut order: Vec<&ObservedLeague> = sighted.iter().collect();
        order.sort_by_key(|league| (league.id.0.parse::<u64>().unwrap_or(u64::MAX), &league.id));
        order.dedup_by(|a, b| a.id == b.id);
        let mut given: HashMap<LeagueSlug, ()> = HashMap::new();
        let mut fresh = Vec::new();
        for league in order {
            let known = directory.by_id.get(&(sport, league.id.clone()));
            let slug = match known {
                Some(known) => known.slug.clone(),
                None => free_slug(league, |slug| {
                    !given.contains_key(slug)
                        && !directory.by_slug.contains_key(&(sport, slug.clone()))
                }),
            };
            given.insert(slug.clone(), ());
            let league = KnownLeague {
                sport,
                id: league.id.clone(),
                slug,
                name: league.name.clone(),
                country: league.country.clone(),
                season: league.season.clone(),
                logo: league.logo.clone(),
                flag: league.flag.clone(),
            };
            if known.is_none_or(|known| **known != league) {
                fresh.push(league);
            }
        }
        fresh
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Directory> {
        self.directory.read().expect("no holder of this lock panics")
    }
}

impl Directory {
    fn put(&mut self, league: KnownLeague) {
        let league = Arc::new(league);
        self.by_id.insert((league.sport, league.id.clone()), league.clone());
        self.by_slug.insert((league.sport, league.slug.clone()), league);
    }
}

fn known(sport: Sport, row: league::Model) -> KnownLeague {
    let league::Model { id: _, sport: _, upstream_id, slug, name, country, season, logo, flag } =
        row;
    KnownLeague {
        sport,
        id: LeagueId(upstream_id),
        slug: LeagueSlug(slug),
        name,
        country,
        season,
        logo,
        flag,
    }
}

/// The plain name where free, else with the country in front, else with the number behind. A name
/// that is only digits would be taken for a number, so it never stands plain.
fn free_slug(league: &ObservedLeague, free: impl Fn(&LeagueSlug) -> bool) -> LeagueSlug {
    let plain = word(&league.name);
    let country = league.country.as_deref().map(word).unwrap_or_default();
    let with_country = format!("{country}-{plain}");
    let numeric = plain.bytes().all(|byte| byte.is_ascii_digit());
    [(!plain.is_empty() && !numeric, plain.clone()), (!country.is_empty(), with_country.clone())]
        .into_iter()
        .filter(|(usable, _)| *usable)
        .map(|(_, text)| LeagueSlug(text))
        .find(|slug| free(slug))
        .unwrap_or_else(|| {
            let stem = if country.is_empty() { plain } else { with_country };
            LeagueSlug(format!("{stem}-{}", league.id).trim_start_matches('-').to_owned())
        })
}

/// A name as part of a slug, short enough for a column that is indexed to hold two of them.
fn word(name: &str) -> String {
    let word = slug::slugify(name);
    word.chars().take(80).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn league(id: u32, name: &str, country: &str) -> ObservedLeague {
        ObservedLeague {
            id: LeagueId(id.to_string()),
            name: name.to_owned(),
            country: Some(country.to_owned()),
            season: None,
            round: None,
            logo: None,
            flag: None,
        }
    }

    async fn leagues() -> Leagues {
        let database = Database::connect("sqlite::memory:").await.expect("opens");
        database.migrate().await.expect("migrates");
        Leagues::load(database).await.expect("loads")
    }

    #[tokio::test]
    async fn the_lowest_number_gets_the_plain_name() {
        let leagues = leagues().await;
        let sighted = [
            league(235, "Premier League", "Russia"),
            league(39, "Premier League", "England"),
            league(333, "Premier League", "Ukraine"),
            league(334, "Premier League", "Ukraine"),
        ];
        leagues.admit(Sport::Football, &sighted).await.expect("admits");
        let slug = |id: &str| leagues.find(Sport::Football, id).expect("known").slug.0.clone();
        assert_eq!(slug("39"), "premier-league");
        assert_eq!(slug("235"), "russia-premier-league");
        assert_eq!(slug("333"), "ukraine-premier-league");
        assert_eq!(slug("334"), "ukraine-premier-league-334");
    }

    #[tokio::test]
    async fn a_slug_once_given_never_changes() {
        let leagues = leagues().await;
        let football = Sport::Football;
        leagues.admit(football, &[league(235, "Premier League", "Russia")]).await.expect("admits");
        let sighted = [league(39, "Premier League", "England"), league(235, "RPL", "Russia")];
        leagues.admit(football, &sighted).await.expect("admits");
        let again = Leagues::load(leagues.database.clone()).await.expect("loads");
        for leagues in [leagues, again] {
            let renamed = leagues.find(football, "premier-league").expect("known");
            assert_eq!((renamed.id.0.as_str(), renamed.name.as_str()), ("235", "RPL"));
            assert_eq!(
                leagues.find(football, "39").expect("known").slug.0,
                "england-premier-league"
            );
        }
    }

    #[tokio::test]
    async fn names_in_any_script_make_plain_slugs() {
        let leagues = leagues().await;
        let sighted = [
            league(1, "Süper Lig", "Türkiye"),
            league(2, "1. Лига", "Россия"),
            league(3, "2025", "World"),
        ];
        leagues.admit(Sport::Football, &sighted).await.expect("admits");
        let slugs: Vec<String> = ["1", "2", "3"]
            .map(|id| leagues.find(Sport::Football, id).expect("known").slug.0.clone())
            .to_vec();
        assert_eq!(slugs, ["super-lig", "1-liga", "world-2025"]);
    }
}
