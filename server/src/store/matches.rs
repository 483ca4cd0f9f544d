//! Matches in the database: read by key, by list, and written together with their changes.

use super::{Database, readable::readable};
use entity::model::{Change, Instant, LeagueId, Match, MatchId, Phase, Seq, Sport};
use entity::table::{change, instant, matches, millis};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// What names a match: ids are unique within a sport.
pub type MatchKey = (Sport, MatchId);

/// Rows written in one statement; fixed, so that few distinct statements are ever prepared.
const CHUNK: usize = 100;

/// A match that some process wrote: its key, its version, and when it was last confirmed.
pub type Touched = (MatchKey, u64, Instant);

/// What a list of matches is filtered by. Empty members do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub sport: Option<Sport>,
    /// Of this league, by the upstream's number.
    pub league: Option<LeagueId>,
    /// In one of these phases.
    pub phases: Vec<Phase>,
    /// Starting at this instant or later.
    pub from: Option<Instant>,
    /// Starting before this instant.
    pub to: Option<Instant>,
    /// Changed at this instant or later.
    pub updated_since: Option<Instant>,
    /// One of these.
    pub ids: Vec<MatchId>,
    /// After this place in the order of lists: kick-off, sport, number.
    pub after: Option<(Instant, Sport, MatchId)>,
}

impl Selection {
    /// Whether a match passes; the same question the database is asked by [`Matches::list`].
    pub fn admits(&self, m: &Match) -> bool {
        self.sport.is_none_or(|sport| m.sport == sport)
            && self.league.as_ref().is_none_or(|league| m.league.id == *league)
            && (self.phases.is_empty() || self.phases.contains(&m.status.phase))
            && self.from.is_none_or(|from| m.starts_at >= from)
            && self.to.is_none_or(|to| m.starts_at < to)
            && self.updated_since.is_none_or(|since| m.updated_at >= since)
            && (self.ids.is_empty() || self.ids.contains(&m.id))
            && self.after.as_ref().is_none_or(|(at, sport, id)| {
                super::match_cache::order(m) > (at.timestamp_millis(), sport.slug(), &id.0)
            })
    }

    fn condition(&self) -> Condition {
        use matches::Column::{
            LeagueUpstreamId, Phase as InPhase, Sport, StartsAt, UpdatedAt, UpstreamId,
        };
        let after = self.after.as_ref().map(|(at, sport, id)| {
            let (at, sport) = (millis(*at), sport.slug());
            Condition::any().add(StartsAt.gt(at)).add(
                Condition::all().add(StartsAt.eq(at)).add(
                    Condition::any()
                        .add(Sport.gt(sport))
                        .add(Condition::all().add(Sport.eq(sport)).add(UpstreamId.gt(&*id.0))),
                ),
            )
        });
        let phases = self.phases.iter().map(|phase| phase.as_str());
        let ids = self.ids.iter().map(|id| &*id.0);
        Condition::all()
            .add_option(self.sport.map(|sport| Sport.eq(sport.slug())))
            .add_option(self.league.as_ref().map(|league| LeagueUpstreamId.eq(&*league.0)))
            .add_option((!self.phases.is_empty()).then(|| InPhase.is_in(phases)))
            .add_option(self.from.map(|from| StartsAt.gte(millis(from))))
            .add_option(self.to.map(|to| StartsAt.lt(millis(to))))
            .add_option(self.updated_since.map(|since| UpdatedAt.gte(millis(since))))
            .add_option((!self.ids.is_empty()).then(|| UpstreamId.is_in(ids)))
            .add_option(after)
    }
}

/// What a selection found.
#[derive(Debug, Default)]
pub struct Found {
    /// The matches.
    pub docs: Vec<Match>,
    /// Rows this build cannot read, with their versions.
    pub unreadable: Vec<(MatchId, u64)>,
}

/// Matches or changes could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// One of them cannot be put into JSON.
    #[error("a match or change cannot be encoded: {0}")]
    Encode(#[from] serde_json::Error),
    /// The database did not answer as it should.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Reads and writes `matches` and `change`.
#[derive(Clone, Debug)]
pub struct Matches {
    database: Database,
}

impl Matches {
    /// On this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// Remove matches that began before `before`; returns how many.
    pub async fn prune(&self, before: Instant) -> Result<u64, DbErr> {
        let old =
            matches::Entity::delete_many().filter(matches::Column::StartsAt.lt(millis(before)));
        Ok(old.exec(self.database.pool()).await?.rows_affected)
    }

    /// One match.
    pub async fn one(&self, (sport, id): &MatchKey) -> Result<Option<Match>, DbErr> {
        use matches::Column::{Sport, UpstreamId};
        let row = matches::Entity::find()
            .filter(Sport.eq(sport.slug()))
            .filter(UpstreamId.eq(&*id.0))
            .one(self.database.pool())
            .await?;
        Ok(row.and_then(document))
    }

    /// The first `limit` matches of a selection, in the order of lists.
    pub async fn list(&self, selection: &Selection, limit: u64) -> Result<Vec<Match>, DbErr> {
        self.read(selection, limit).await.map(|found| found.docs)
    }

    /// The same, and which rows are there that this build cannot read.
    pub async fn read(&self, selection: &Selection, limit: u64) -> Result<Found, DbErr> {
        use matches::Column::{Sport, StartsAt, UpstreamId};
        let rows = matches::Entity::find()
            .filter(selection.condition())
            .order_by_asc(StartsAt)
            .order_by_asc(Sport)
            .order_by_asc(UpstreamId)
            .limit(limit)
            .all(self.database.pool())
            .await?;
        let mut found = Found::default();
        for row in rows {
            let (id, version) = (row.upstream_id.clone(), unsigned(row.version));
            match document(row) {
                Some(doc) => found.docs.push(doc),
                None => found.unreadable.push((MatchId(id), version)),
            }
        }
        Ok(found)
    }

    /// Matches that belong in the match cache: starting in `[from, to)`, or in play whenever they began.
    pub async fn current(&self, from: Instant, to: Instant) -> Result<Vec<Match>, DbErr> {
        use matches::Column::{Phase as InPhase, StartsAt};
        let in_play = Phase::ALL.into_iter().filter(|phase| phase.in_play()).map(Phase::as_str);
        let near = Condition::all().add(StartsAt.gte(millis(from))).add(StartsAt.lt(millis(to)));
        let rows = matches::Entity::find()
            .filter(Condition::any().add(near).add(InPhase.is_in(in_play)))
            .all(self.database.pool())
            .await?;
        Ok(rows.into_iter().filter_map(document).collect())
    }

    /// Changes of a match after `version`, oldest first.
    pub async fn changes(
        &self,
        (sport, id): &MatchKey,
        after: u64,
        limit: u64,
    ) -> Result<Vec<Change>, DbErr> {
        use change::Column::{MatchUpstreamId, Sport, Version};
        let rows = change::Entity::find()
            .filter(Sport.eq(sport.slug()))
            .filter(MatchUpstreamId.eq(&*id.0))
            .filter(Version.gt(signed(after)))
            .order_by_asc(Version)
            .limit(limit)
            .all(self.database.pool())
            .await?;
        Ok(rows.into_iter().filter_map(change_of).collect())
    }

    /// Matches that were written after turn `turn`.
    pub async fn touched(&self, turn: u64) -> Result<Vec<Touched>, DbErr> {
        use matches::Column::{AsOf, Sport as InSport, Turn, UpstreamId, Version};
        let rows: Vec<(String, String, i64, i64)> = matches::Entity::find()
            .select_only()
            .columns([InSport, UpstreamId, Version, AsOf])
            .filter(Turn.gt(signed(turn)))
            .into_tuple()
            .all(self.database.pool())
            .await?;
        let touched = rows.into_iter().filter_map(|(sport, id, version, as_of)| {
            let sport: Sport = sport.parse().ok()?;
            Some(((sport, MatchId(id)), unsigned(version), instant(as_of)))
        });
        Ok(touched.collect())
    }

    /// The upstream confirmed these matches at `as_of`; in the caller's transaction and turn.
    pub async fn confirm(
        &self,
        transaction: &DatabaseTransaction,
        sport: Sport,
        ids: &[MatchId],
        as_of: Instant,
        turn: u64,
    ) -> Result<(), DbErr> {
        use matches::Column::{AsOf, Sport as InSport, Turn, UpstreamId};
        for chunk in ids.chunks(CHUNK) {
            // The last one over and over fills the statement up to its fixed length.
            let all = chunk.iter().chain(std::iter::repeat(&chunk[chunk.len() - 1])).take(CHUNK);
            matches::Entity::update_many()
                .col_expr(AsOf, Expr::value(millis(as_of)))
                .col_expr(Turn, Expr::value(signed(turn)))
                .filter(InSport.eq(sport.slug()))
                .filter(UpstreamId.is_in(all.map(|id| &*id.0)))
                .filter(AsOf.lt(millis(as_of)))
                .exec(transaction)
                .await?;
        }
        Ok(())
    }

    /// Write matches and the changes that made them, in the caller's transaction and turn.
    pub async fn write(
        &self,
        transaction: &DatabaseTransaction,
        docs: &[Match],
        changes: &[(Sport, Change)],
        turn: u64,
    ) -> Result<(), WriteError> {
        use matches::Column as C;
        for chunk in docs.chunks(CHUNK) {
            let rows = chunk.iter().map(|m| row(m, turn)).collect::<Result<Vec<_>, _>>()?;
            matches::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::columns([C::Sport, C::UpstreamId])
                        .update_columns([
                            C::LeagueUpstreamId,
                            C::StartsAt,
                            C::Phase,
                            C::Version,
                            C::Seq,
                            C::UpdatedAt,
                            C::AsOf,
                            C::Turn,
                            C::Doc,
                        ])
                        .to_owned(),
                )
                .exec_without_returning(transaction)
                .await?;
        }
        for chunk in changes.chunks(CHUNK) {
            let rows = chunk.iter().map(log_row).collect::<Result<Vec<_>, _>>()?;
            change::Entity::insert_many(rows).exec_without_returning(transaction).await?;
        }
        Ok(())
    }
}

/// The match of a row, as lately confirmed as the row says; `None` where this build cannot read it.
fn document(row: matches::Model) -> Option<Match> {
    let matches::Model { sport, upstream_id, doc, as_of, .. } = row;
    let mut found: Match = readable("matches", || format!("{sport}/{upstream_id}"), doc)?;
    found.as_of = found.as_of.max(instant(as_of));
    Some(found)
}

/// The change of a row; `None` where this build cannot read it.
pub(super) fn change_of(row: change::Model) -> Option<Change> {
    readable("change", || row.seq.to_string(), row.doc)
}

fn row(m: &Match, turn: u64) -> serde_json::Result<matches::ActiveModel> {
    Ok(matches::ActiveModel {
        sport: Set(m.sport.slug().to_owned()),
        upstream_id: Set(m.id.0.clone()),
        league_upstream_id: Set(m.league.id.0.clone()),
        starts_at: Set(millis(m.starts_at)),
        phase: Set(m.status.phase.as_str().to_owned()),
        version: Set(signed(m.version)),
        seq: Set(signed(m.seq.0)),
        updated_at: Set(millis(m.updated_at)),
        as_of: Set(millis(m.as_of)),
        turn: Set(signed(turn)),
        doc: Set(serde_json::to_value(m)?),
        ..Default::default()
    })
}

fn log_row((sport, change): &(Sport, Change)) -> serde_json::Result<change::ActiveModel> {
    Ok(change::ActiveModel {
        seq: Set(signed(change.seq.0)),
        sport: Set(sport.slug().to_owned()),
        match_upstream_id: Set(change.match_id.0.clone()),
        version: Set(signed(change.version)),
        at: Set(millis(change.at)),
        announced: Set(false),
        doc: Set(serde_json::to_value(change)?),
    })
}

/// A number that counts up from one, as a signed column holds it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Out of a signed column.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The log position in a column.
pub(super) fn seq(number: i64) -> Seq {
    Seq(unsigned(number))
}

/// When a change row was written.
pub fn written_at(row: &change::Model) -> Instant {
    instant(row.at)
}
