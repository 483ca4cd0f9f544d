//! One answer's observations taken in: merged, judged, committed, shown, announced.

use super::{
    IngestError,
    announce::Announce,
    commit::{Accepted, Committed},
    merge,
    regression::{FilterDecision, RegressionFilter},
    sound, stuck,
};
use crate::{
    clock::Clock,
    store::{
        Database, Leagues, Lease, MatchCache,
        log::{Log, LogCursor},
        matches::{Matches, Selection},
    },
};
use entity::model::{
    Change, Instant, LeagueId, Match, MatchId, ObservedLeague, ObservedMatch, Seq, Sport,
};
use sea_orm::DbErr;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use tokio::sync::Mutex;
use upstream::adapter::Particulars;

/// Days before and after today whose matches stand in the match cache.
const CACHED_DAYS: i64 = 3;

/// The way in. One answer at a time passes, so that versions and positions have one order.
pub struct Ingest {
    pub(super) database: Database,
    pub(super) matches: Matches,
    pub(super) log: Log,
    pub(super) lease: Lease,
    pub(super) leagues: Leagues,
    pub(super) match_cache: MatchCache,
    pub(super) clock: Clock,
    pub(super) announcer: Arc<dyn Announce>,
    pub(super) state: Mutex<IngestState>,
    pub(super) left_out: sound::LeftOut,
}

/// What is remembered from one answer to the next.
#[derive(Default)]
pub(super) struct IngestState {
    /// How far this process has shown and announced what was taken in, by whichever process.
    pub(super) cursor: LogCursor,
    filter: RegressionFilter,
    /// When the question was asked whose answer a match was last seen in.
    asked: HashMap<MatchId, std::time::Instant>,
}

/// What the database and the match cache know of an answer's matches.
struct CurrentMatches {
    known: HashMap<MatchId, Arc<Match>>,
    /// Stored, but not in words this build has: in which version.
    unreadable: HashMap<MatchId, u64>,
}

/// What came of an answer.
#[derive(Debug, Default)]
pub struct ApplyReport {
    /// Rows in the answer.
    pub seen: usize,
    /// Matches never seen before.
    pub first: usize,
    /// Observations that were doubted and left for the next answer.
    pub held: usize,
    /// Observations older than what is known.
    pub late: usize,
    /// Rows that could not be taken.
    pub left_out: usize,
    /// What changed.
    pub changes: Vec<(Sport, Change)>,
}

impl Ingest {
    /// Everything the way in leads to.
    pub fn new(
        database: Database,
        log: Log,
        lease: Lease,
        leagues: Leagues,
        match_cache: MatchCache,
        clock: Clock,
        announcer: Arc<dyn Announce>,
    ) -> Self {
        let matches = Matches::new(database.clone());
        let state = Mutex::default();
        let left_out = sound::LeftOut::default();
        Self {
            database,
            matches,
            log,
            lease,
            leagues,
            match_cache,
            clock,
            announcer,
            state,
            left_out,
        }
    }

    /// Fill the match cache from the database and settle the outbox: what was committed before a crash
    /// and not announced is in the history that clients resume from, so it counts as announced now.
    /// The history must be read after this, so that it holds all that is not followed from here on.
    pub async fn recover(&self) -> Result<u64, DbErr> {
        self.state.lock().await.cursor = self.log.cursor().await?;
        let now = self.clock.now();
        let days = chrono::TimeDelta::days(CACHED_DAYS);
        for doc in self.matches.current(now - days, now + days).await? {
            self.match_cache.put(Arc::new(doc));
        }
        let left = self.log.unannounced().await?;
        if left > 0 {
            self.log.announced(self.log.head().await?).await?;
        }
        Ok(left)
    }

    /// Matches whose day is long past leave the match cache; they stay in the database.
    pub fn tidy(&self) {
        let now = self.clock.now();
        let days = chrono::TimeDelta::days(CACHED_DAYS);
        self.match_cache.clear(|m| {
            let recent = now - days..now + days;
            !m.status.phase.in_play()
                && !recent.contains(&m.starts_at)
                && m.updated_at < now - chrono::TimeDelta::days(1)
        });
    }

    /// Whether no league of a sport has ever been met.
    pub fn knows_no_league(&self, sport: Sport) -> bool {
        self.leagues.of(sport).is_empty()
    }

    /// The leagues of a sport, as the upstream lists them.
    pub async fn apply_leagues(
        &self,
        sport: Sport,
        leagues: &[ObservedLeague],
    ) -> Result<(), DbErr> {
        let (sound, skipped) = sound::sift_leagues(leagues);
        self.leave_out(sport, &skipped);
        let mut state = self.state.lock().await;
        self.upsert(&mut state, sport, &sound).await
    }

    async fn upsert(
        &self,
        state: &mut IngestState,
        sport: Sport,
        leagues: &[ObservedLeague],
    ) -> Result<(), DbErr> {
        if self.leagues.admit(sport, leagues).await? {
            let cursor = self.log.take_leagues().await?;
            self.announcer.moved();
            self.advance(state, cursor).await?;
        }
        Ok(())
    }

    /// This process shows what it took in to reach `stand`. What others took in before that is
    /// shown and announced as well.
    async fn advance(&self, state: &mut IngestState, cursor: LogCursor) -> Result<(), DbErr> {
        if state.cursor.precedes(&cursor) {
            state.cursor = cursor;
            return Ok(());
        }
        self.catch_up(state, cursor).await
    }

    /// Take in what one answer says. `asked` is when the question was put, `as_of` when it was
    /// answered, by the service's clock.
    pub async fn apply(
        &self,
        sport: Sport,
        observations: Vec<ObservedMatch>,
        asked: std::time::Instant,
        as_of: Instant,
    ) -> Result<ApplyReport, IngestError> {
        let seen = observations.len();
        let (observations, skipped) = sound::sift(observations);
        self.leave_out(sport, &skipped);
        let mut state = self.state.lock().await;
        let mut taken = ApplyReport { seen, left_out: skipped.len(), ..ApplyReport::default() };
        self.register_leagues(&mut state, sport, &observations).await?;
        let CurrentMatches { known, unreadable } = self.load_current(sport, &observations).await?;
        let now = self.clock.now();
        let mut accepted = Vec::new();
        let mut agreed: Vec<MatchId> = Vec::new();
        let mut met: HashSet<MatchId> = HashSet::new();
        for mut observation in observations {
            // A row given twice in one answer counts once.
            if !met.insert(observation.id.clone()) {
                continue;
            }
            if state.asked.get(&observation.id).is_some_and(|before| *before > asked) {
                taken.late += 1;
                continue;
            }
            let id = observation.id.clone();
            match known.get(&id) {
                None => {
                    taken.first += 1;
                    let mut first = self.new_match(observation, as_of);
                    // What is stored cannot be read, and is written anew over it.
                    if let Some(version) = unreadable.get(&id) {
                        first.new.version = version + 1;
                    }
                    accepted.push(first);
                }
                Some(old) => {
                    match merge::merged(old, settle_substitutions(old, &mut observation, now)) {
                        None => {
                            state.filter.confirmed(&id);
                            agreed.push(id.clone());
                        }
                        Some(new) => match state.filter.check(old, &new) {
                            FilterDecision::Accept => {
                                accepted.push(Accepted { old: Some(old.clone()), new });
                            }
                            FilterDecision::Defer => taken.held += 1,
                        },
                    }
                }
            }
            state.asked.insert(id, asked);
        }
        if !accepted.is_empty() {
            taken.changes = self.bring_in(&mut state, accepted, as_of).await?;
        }
        if !agreed.is_empty() {
            for id in &agreed {
                self.match_cache.confirm(&(sport, id.clone()), as_of);
            }
            let cursor = self.commit_agreed(sport, &agreed, as_of).await?;
            self.announcer.moved();
            self.advance(&mut state, cursor).await?;
        }
        Ok(taken)
    }

    /// Take in what an endpoint of its own says of one match. It confirms nothing that rows tell.
    pub async fn take_particulars(
        &self,
        sport: Sport,
        id: &MatchId,
        particulars: Particulars,
    ) -> Result<ApplyReport, IngestError> {
        let mut state = self.state.lock().await;
        let mut taken = ApplyReport { seen: 1, ..ApplyReport::default() };
        let Some(entry) = self.match_cache.get(&(sport, id.clone())) else { return Ok(taken) };
        let old = entry.doc().clone();
        let (mut sound, skipped) = sound::sift(vec![particulars.observation(&old)]);
        self.leave_out(sport, &skipped);
        taken.left_out = skipped.len();
        let Some(mut observation) = sound.pop() else { return Ok(taken) };
        let (now, as_of) = (self.clock.now(), old.as_of);
        let Some(new) = merge::merged(&old, settle_substitutions(&old, &mut observation, now))
        else {
            return Ok(taken);
        };
        let accepted = vec![Accepted { old: Some(old), new }];
        taken.changes = self.bring_in(&mut state, accepted, as_of).await?;
        Ok(taken)
    }

    /// Commit, show, announce.
    async fn bring_in(
        &self,
        state: &mut IngestState,
        accepted: Vec<Accepted>,
        as_of: Instant,
    ) -> Result<Vec<(Sport, Change)>, IngestError> {
        let Committed { docs, changes, cursor } =
            self.commit(accepted, self.clock.now(), as_of).await?;
        self.announcer.moved();
        docs.into_iter().for_each(|doc| self.match_cache.put(Arc::new(doc)));
        if state.cursor.precedes(&cursor) {
            for (_, change) in &changes {
                self.announcer.announce(change).await;
            }
        }
        // Else others' changes come first, and these after them, out of the log.
        self.advance(state, cursor).await?;
        if let Some((_, last)) = changes.last() {
            self.log.announced(last.seq).await?;
        }
        Ok(changes)
    }

    /// Give leagues met for the first time their slugs.
    async fn register_leagues(
        &self,
        state: &mut IngestState,
        sport: Sport,
        observations: &[ObservedMatch],
    ) -> Result<(), DbErr> {
        let mut needs_leagues: HashMap<&LeagueId, &ObservedLeague> = HashMap::new();
        for observation in observations {
            if self.leagues.slug(sport, &observation.league.id).is_none() {
                needs_leagues.entry(&observation.league.id).or_insert(&observation.league);
            }
        }
        let needs_leagues: Vec<ObservedLeague> = needs_leagues.into_values().cloned().collect();
        self.upsert(state, sport, &needs_leagues).await
    }

    /// What is known of the sighted matches, from the match cache and else from the database.
    async fn load_current(
        &self,
        sport: Sport,
        observations: &[ObservedMatch],
    ) -> Result<CurrentMatches, DbErr> {
        let mut known = HashMap::with_capacity(observations.len());
        let mut unreadable = HashMap::new();
        let mut elsewhere = Vec::new();
        for observation in observations {
            match self.match_cache.get(&(sport, observation.id.clone())) {
                Some(entry) => {
                    known.insert(observation.id.clone(), entry.doc().clone());
                }
                None => elsewhere.push(observation.id.clone()),
            }
        }
        for ids in elsewhere.chunks(200) {
            let selection =
                Selection { sport: Some(sport), ids: ids.to_vec(), ..Selection::default() };
            let found = self.matches.read(&selection, ids.len() as u64).await?;
            for doc in found.docs {
                let doc = Arc::new(doc);
                self.match_cache.put(doc.clone());
                known.insert(doc.id.clone(), doc);
            }
            unreadable.extend(found.unreadable);
        }
        Ok(CurrentMatches { known, unreadable })
    }

    fn new_match(&self, observation: ObservedMatch, as_of: Instant) -> Accepted {
        let slug = self
            .leagues
            .slug(observation.sport, &observation.league.id)
            .expect("every league of the answer was admitted before its matches");
        Accepted { old: None, new: merge::first(observation, slug, Seq(0), as_of, as_of) }
    }
}

/// What an answer does not tell of, and what is known, fit together: a row keeps what particulars
/// told, and who goes on and who goes off is told by line-ups, which not every answer carries.
fn settle_substitutions<'a>(
    old: &Match,
    observation: &'a mut ObservedMatch,
    now: Instant,
) -> &'a ObservedMatch {
    upstream::sport::keep(observation, old);
    stuck::let_go(old, observation, now);
    if let (Sport::Football, None, Some(incidents), Some(lineups)) =
        (observation.sport, &observation.lineups, &mut observation.incidents, &old.lineups)
    {
        upstream::football::settle_substitutions(incidents, lineups);
    }
    observation
}

/// In a debug build, `CRASH_AFTER_COMMITS=n` stops the service dead after the n-th commit that
/// holds a change and before its announcement, so that a test can kill it there.
pub(super) async fn pause_for_a_crash(changes: &[(Sport, Change)]) {
    #[cfg(debug_assertions)]
    {
        use std::sync::atomic::{AtomicU64, Ordering};
        static COMMITS: AtomicU64 = AtomicU64::new(0);
        let limit = std::env::var("CRASH_AFTER_COMMITS").ok().and_then(|n| n.parse::<u64>().ok());
        if let Some(limit) = limit.filter(|_| !changes.is_empty())
            && COMMITS.fetch_add(1, Ordering::Relaxed) + 1 == limit
        {
            tracing::warn!(seq = changes[0].1.seq.0, "committed and waiting to be killed");
            std::future::pending::<()>().await;
        }
    }
    #[cfg(not(debug_assertions))]
    let _ = changes;
    #[cfg(not(debug_assertions))]
    std::future::ready(()).await;
}
