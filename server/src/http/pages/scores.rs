//! The pages' port to live scores, answered from the match cache.

use crate::{
    app::AppState,
    store::{CachedMatch, leagues::KnownLeague, matches::Selection},
};
use app::port::{
    Confirmed, LeaguePage, PortError, ScoreFilter, ScorePage, ScoreRow, Scores, SportCount,
    StatusCounts, StatusFilter,
};
use async_trait::async_trait;
use chrono::{Days, NaiveDate, NaiveTime};
use entity::model::{Change, Channel, Instant, League, LeagueId, Match, MatchId, Seq, Sport};
use moka::future::Cache;
use std::{sync::Arc, time::Duration};

/// Most matches of one day that are looked at; a busy Saturday has a little over a thousand.
const MAX_ROWS: usize = 3_000;
/// Most rows one page shows: what is in play, then what is nearest in time.
const SHOWN_ROWS: usize = 250;
/// Rows of each part of a league's page.
const LEAGUE_ROWS: usize = 50;

/// For how long a page's rows are given to whoever asks the same; a change ends it at once.
const FOR: Duration = Duration::from_secs(1);
/// Most of those that are kept: rows of some hundred filters.
const CACHE_CAPACITY: u64 = 256;

/// The match cache as the pages read it.
pub struct ScoresPort {
    app: AppState,
    /// By what was asked, and the position of the log.
    kept: Cache<(ScoreFilter, Seq), Arc<ScorePage>>,
    /// The same for leagues.
    leagues: Cache<(Sport, LeagueId, Seq), Arc<LeaguePage>>,
}

impl ScoresPort {
    /// The match cache of a service.
    pub fn new(app: &AppState) -> Self {
        let kept = Cache::builder().max_capacity(CACHE_CAPACITY).time_to_live(FOR).build();
        let leagues = Cache::builder().max_capacity(CACHE_CAPACITY).time_to_live(FOR).build();
        Self { app: app.clone(), kept, leagues }
    }

    fn league_of(&self, sport: Option<Sport>, word: &str) -> Result<Arc<KnownLeague>, PortError> {
        let sports = self.app.config.upstream.sports.keys().copied();
        sports
            .filter(|one| sport.is_none_or(|sport| sport == *one))
            .find_map(|sport| self.app.leagues.find(sport, word))
            .ok_or_else(|| PortError::NotFound { what: format!("league “{word}”") })
    }

    async fn entry(
        &self,
        sport: Sport,
        league: &str,
        id: &str,
    ) -> Result<Arc<CachedMatch>, PortError> {
        let league = self.league_of(Some(sport), league)?;
        let entry =
            self.app.reader.get(&(sport, MatchId(id.to_owned()))).await.map_err(unavailable)?;
        entry.filter(|entry| entry.doc().league.id == league.id).ok_or_else(|| {
            PortError::NotFound { what: format!("match “{id}” in {}", league.name) }
        })
    }

    /// The matches `filter` lets through, whatever their status. No date means today's and, from
    /// whatever day, those in play. They are shared with the match cache: a day may have a thousand.
    async fn day(
        &self,
        filter: &ScoreFilter,
        date: NaiveDate,
    ) -> Result<Vec<Arc<CachedMatch>>, PortError> {
        let app = &self.app;
        let league =
            filter.league.as_deref().map(|word| self.league_of(filter.sport, word)).transpose()?;
        let selection = Selection {
            sport: league.as_ref().map(|league| league.sport).or(filter.sport),
            league: league.map(|league| league.id.clone()),
            from: Some(midnight(date)),
            to: Some(midnight(date + Days::new(1))),
            ..Selection::default()
        };
        let mut found = app.reader.list(&selection, MAX_ROWS).await.map_err(unavailable)?;
        if filter.date.is_none() {
            let all_days = Selection { from: None, to: None, ..selection.clone() };
            let others =
                |m: &Match| m.status.phase.in_play() && !selection.admits(m) && all_days.admits(m);
            found.extend(app.match_cache.select(others));
        }
        Ok(found)
    }

    /// The page of a filter, made anew.
    async fn page(&self, filter: &ScoreFilter) -> Result<ScorePage, PortError> {
        let now = self.app.clock.now();
        // The position first: a change between the two reads is then sent again, not missed.
        let position = self.app.position();
        let today = now.date_naive();
        let date = filter.date.as_ref().and_then(|date| date.parse().ok()).unwrap_or(today);
        let all = self.day(filter, date).await?;
        let count = |status: StatusFilter| {
            let admitted = all.iter().filter(|e| status.admits(e.doc().status.phase)).count();
            u32::try_from(admitted).unwrap_or(u32::MAX)
        };
        let counts = StatusCounts {
            all: count(StatusFilter::All),
            live: count(StatusFilter::Live),
            finished: count(StatusFilter::Finished),
            scheduled: count(StatusFilter::Scheduled),
        };
        let mut shown: Vec<&CachedMatch> = all
            .iter()
            .map(|entry| &**entry)
            .filter(|entry| filter.status.admits(entry.doc().status.phase))
            .collect();
        shown.sort_by_key(|entry| {
            let m = entry.doc();
            (!m.status.phase.in_play(), (m.starts_at - now).num_minutes().abs(), &m.id)
        });
        shown.truncate(SHOWN_ROWS);
        Ok(ScorePage {
            total: count(filter.status),
            rows: shown.into_iter().map(|entry| row(entry, now)).collect(),
            counts,
            date: date.to_string(),
            today: today.to_string(),
            position,
            as_of: now,
        })
    }

    /// The page of a league, made anew.
    async fn league_page(&self, known: &KnownLeague) -> Result<LeaguePage, PortError> {
        let app = &self.app;
        let (sport, position) = (known.sport, app.position());
        let now = app.clock.now();
        let of_league = Selection {
            sport: Some(sport),
            league: Some(known.id.clone()),
            ..Selection::default()
        };
        // A season of one league is a few hundred matches at most.
        let matches = app.matches.list(&of_league, MAX_ROWS as u64).await.map_err(unavailable)?;
        let (mut live, mut next, mut recent) = (Vec::new(), Vec::new(), Vec::new());
        for doc in matches {
            let entry = app.match_cache.get(&(sport, doc.id.clone()));
            let current = entry.map_or(doc, |entry| entry.current(now));
            let part = match current.status.phase {
                phase if phase.in_play() => &mut live,
                phase if phase.is_over() => &mut recent,
                _ => &mut next,
            };
            part.push(ScoreRow::from(&current));
        }
        recent.reverse();
        recent.truncate(LEAGUE_ROWS);
        next.truncate(LEAGUE_ROWS);
        let (table, scorers) = super::league::load_tables(app, known).await;
        let KnownLeague { sport, id, slug, name, country, season, logo, flag } = known.clone();
        let channel = Channel::League(sport, slug.clone()).to_string();
        let league = League { id, slug, name, country, season, round: None, logo, flag };
        Ok(LeaguePage {
            sport,
            league,
            channel,
            live,
            next,
            recent,
            table,
            scorers,
            position,
            as_of: now,
        })
    }
}

#[async_trait]
impl Scores for ScoresPort {
    fn now(&self) -> Instant {
        self.app.clock.now()
    }

    async fn sports(&self) -> Result<Vec<SportCount>, PortError> {
        let today = self.app.clock.now().date_naive();
        let counts = self.app.match_cache.counts(midnight(today), midnight(today + Days::new(1)));
        let sports = self.app.config.upstream.sports.keys();
        Ok(sports
            .map(|sport| {
                let (live, today) = counts.get(sport).copied().unwrap_or_default();
                SportCount { sport: *sport, live, today }
            })
            .collect())
    }

    async fn rows(&self, filter: &ScoreFilter) -> Result<ScorePage, PortError> {
        let key = (filter.clone(), self.app.position().seq);
        if let Some(page) = self.kept.get(&key).await {
            return Ok((*page).clone());
        }
        let page = Arc::new(self.page(filter).await?);
        self.kept.insert(key, page.clone()).await;
        Ok((*page).clone())
    }

    async fn one(&self, sport: Sport, league: &str, id: &str) -> Result<Match, PortError> {
        Ok(self.entry(sport, league, id).await?.current(self.app.clock.now()))
    }

    async fn changes(
        &self,
        sport: Sport,
        league: &str,
        id: &str,
        limit: u32,
    ) -> Result<Vec<Change>, PortError> {
        let entry = self.entry(sport, league, id).await?;
        let after = entry.doc().version.saturating_sub(u64::from(limit)).max(1);
        let key = (sport, entry.doc().id.clone());
        self.app.matches.changes(&key, after, u64::from(limit)).await.map_err(unavailable)
    }

    async fn league(&self, sport: Sport, league: &str) -> Result<LeaguePage, PortError> {
        let known = self.league_of(Some(sport), league)?;
        let key = (sport, known.id.clone(), self.app.position().seq);
        if let Some(page) = self.leagues.get(&key).await {
            return Ok((*page).clone());
        }
        let page = Arc::new(self.league_page(&known).await?);
        self.leagues.insert(key, page.clone()).await;
        Ok((*page).clone())
    }

    async fn confirmed(&self, filter: &ScoreFilter) -> Result<Vec<Confirmed>, PortError> {
        let league =
            filter.league.as_deref().map(|word| self.league_of(filter.sport, word)).transpose()?;
        let selection = Selection {
            sport: league.as_ref().map(|league| league.sport).or(filter.sport),
            league: league.map(|league| league.id.clone()),
            ..Selection::default()
        };
        let in_play = |m: &Match| m.status.phase.in_play() && selection.admits(m);
        let confirmed = |entry: &Arc<CachedMatch>| Confirmed {
            sport: entry.doc().sport,
            id: entry.doc().id.clone(),
            version: entry.doc().version,
            as_of: entry.as_of(),
        };
        Ok(self.app.match_cache.select(in_play).iter().map(confirmed).collect())
    }
}

/// A match as a row, as it stands at `now`; what a row does not show is not copied.
fn row(entry: &CachedMatch, now: Instant) -> ScoreRow {
    let mut row = ScoreRow::from(&**entry.doc());
    row.as_of = entry.as_of();
    row.freshness = entry.freshness(now);
    row
}

fn midnight(date: NaiveDate) -> Instant {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// Log what failed; the page says no more than that it did.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unavailable(error: sea_orm::DbErr) -> PortError {
    tracing::error!(%error, "a page could not read the scores");
    PortError::Unavailable
}
