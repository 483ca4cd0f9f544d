//! The rows of a page, kept current without ever moving under the reader's hand.

use super::group::{Group, RowKey, arrange};
use super::text::{Told, is_news, sentences};
use crate::live::{Applied, News};
use crate::port::{Confirmed, ScoreRow, StatusFilter};
use entity::model::{Change, ChangeItem, Freshness};
use leptos::leptos_dom::helpers::set_timeout;
use leptos::prelude::*;
use std::time::Duration;

/// One row and what its line shows of it.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) row: RwSignal<ScoreRow>,
    /// A goal fell, or the score was news, within the last seconds.
    pub(super) lit: RwSignal<bool>,
}

impl Line {
    pub(super) fn new(row: ScoreRow) -> Self {
        Self { row: RwSignal::new(row), lit: RwSignal::new(false) }
    }

    fn key(self) -> RowKey {
        self.row.with_untracked(|row| (row.sport, row.id.clone()))
    }
}

/// The rows of a page.
///
/// Values change in place at once; places change only while nobody points at the list or has the
/// focus in it, and otherwise wait behind a pill.
#[derive(Clone, Copy)]
pub(super) struct ScoreListState {
    lines: RwSignal<Vec<Line>>,
    status: StatusFilter,
    limit: usize,
    /// The order on the page.
    pub(super) groups: RwSignal<Vec<Group>>,
    /// Pointed at or focused: nothing may move.
    pub(super) held: RwSignal<bool>,
    /// How many changes wait to move something.
    pub(super) waiting: RwSignal<u32>,
    /// Pinned leagues.
    pub(super) pins: RwSignal<Vec<String>>,
    /// The latest sentences read out.
    pub(super) spoken: RwSignal<Vec<(u32, String)>>,
    /// The rows ought to be read anew.
    pub(super) outdated: RwSignal<bool>,
}

impl ScoreListState {
    pub(super) fn new(rows: Vec<ScoreRow>, status: StatusFilter, limit: usize) -> Self {
        let groups = arrange(&rows, status, &[]);
        Self {
            lines: RwSignal::new(rows.into_iter().map(Line::new).collect()),
            status,
            limit,
            groups: RwSignal::new(groups),
            held: RwSignal::new(false),
            waiting: RwSignal::new(0),
            pins: RwSignal::new(Vec::new()),
            spoken: RwSignal::new(Vec::new()),
            outdated: RwSignal::new(false),
        }
    }

    /// The line of `key`.
    pub(super) fn line(self, key: &RowKey) -> Option<Line> {
        self.lines.with_untracked(|lines| lines.iter().copied().find(|line| line.key() == *key))
    }

    /// Take in what the feed says.
    pub(super) fn hear(self, news: &News) {
        match news {
            News::Change(change) => self.change(change),
            News::Snapshot(document) => self.merge(vec![ScoreRow::from(&**document)]),
            News::Lost => self.outdated.set(true),
        }
    }

    fn change(self, change: &Change) {
        let found = self.lines.with_untracked(|lines| {
            let is_it = |line: &&Line| {
                line.row.with_untracked(|row| {
                    row.id == change.match_id && row.channel == change.channel
                })
            };
            lines.iter().find(is_it).copied()
        });
        let Some(line) = found else {
            // A match that was not on the page may belong on it once it begins, ends or moves.
            let moves = |item: &ChangeItem| {
                matches!(item, ChangeItem::Status { .. } | ChangeItem::Schedule { .. })
            };
            if change.changes.iter().any(moves) {
                self.outdated.set(true);
            }
            return;
        };
        let mut row = line.row.get_untracked();
        match row.apply(change) {
            Applied::Seen => {}
            Applied::Gap => self.outdated.set(true),
            Applied::Taken => {
                let (sport, label) = (row.sport, row.status.label.as_str());
                let said = sentences(change, Told { sport, label, competitors: &row.competitors });
                let moved = line.row.with_untracked(|old| {
                    old.status.phase != row.status.phase || old.starts_at != row.starts_at
                });
                line.row.set(row);
                if is_news(change, sport) {
                    light(line.lit);
                }
                self.say(said);
                if moved {
                    self.settle();
                }
            }
        }
    }

    /// Take in rows read anew.
    pub(super) fn merge(self, rows: Vec<ScoreRow>) {
        let mut fresh = Vec::new();
        for row in rows {
            match self.line(&(row.sport, row.id.clone())) {
                Some(line) => {
                    let newer =
                        line.row.with_untracked(|held| held.version <= row.version && *held != row);
                    newer.then(|| line.row.set(row));
                }
                None if self.lines.with_untracked(Vec::len) + fresh.len() < self.limit => {
                    fresh.push(Line::new(row));
                }
                None => {}
            }
        }
        if !fresh.is_empty() {
            self.lines.update(|lines| lines.extend(fresh));
        }
        self.settle();
    }

    /// Take in when matches were confirmed; a version ahead of ours calls for reading anew.
    pub(super) fn confirm(self, confirmed: Vec<Confirmed>) {
        for one in confirmed {
            match self.line(&(one.sport, one.id)) {
                Some(line) => {
                    let (version, as_of) = line.row.with_untracked(|row| (row.version, row.as_of));
                    if one.version > version {
                        self.outdated.set(true);
                    } else if one.as_of > as_of {
                        line.row.update(|row| {
                            row.as_of = one.as_of;
                            row.freshness = Freshness::of(row.status.phase, 0);
                        });
                    }
                }
                None if self.lines.with_untracked(Vec::len) < self.limit => {
                    self.outdated.set(true);
                }
                None => {}
            }
        }
    }

    /// Hold the order still, or let it move again.
    ///
    /// A list that is being taken off the page loses the focus last of all, so this may come late.
    pub(super) fn hold(self, held: bool) {
        if self.held.try_set(held).is_none() && !held {
            self.settle();
        }
    }

    /// Bring the order up to date, or note that it waits.
    pub(super) fn settle(self) {
        if self.is_gone() {
            return;
        }
        let wanted = self.wanted();
        if self.groups.with_untracked(|groups| *groups == wanted) {
            // Told only when it differs: a list being taken down must not wake its own pill.
            if self.waiting.get_untracked() != 0 {
                self.waiting.set(0);
            }
        } else if self.held.get_untracked() {
            self.waiting.update(|waiting| *waiting += 1);
        } else {
            self.groups.set(wanted);
            self.waiting.set(0);
        }
    }

    /// Bring the order up to date, whoever points at it: the reader asked.
    pub(super) fn reorder(self) {
        if self.is_gone() {
            return;
        }
        self.groups.set(self.wanted());
        self.waiting.set(0);
    }

    /// Whether the page shows this list only until the next one arrives.
    ///
    /// Its signals are gone by then, but its elements still hear the pointer and the focus.
    pub(super) fn is_gone(self) -> bool {
        self.groups.is_disposed()
    }

    /// Whether the page shows no row at all.
    pub(super) fn is_empty(self) -> bool {
        self.groups.try_with(Vec::is_empty).unwrap_or(true)
    }

    fn wanted(self) -> Vec<Group> {
        let rows: Vec<ScoreRow> = self
            .lines
            .with_untracked(|lines| lines.iter().map(|line| line.row.get_untracked()).collect());
        self.pins.with_untracked(|pins| arrange(&rows, self.status, pins))
    }

    /// Put sentences into the region that is read out; the last few are enough.
    fn say(self, said: Vec<String>) {
        if said.is_empty() {
            return;
        }
        self.spoken.update(|spoken| {
            for text in said {
                let id = spoken.last().map_or(0, |(id, _)| id + 1);
                spoken.push((id, text));
            }
            let surplus = spoken.len().saturating_sub(6);
            spoken.drain(..surplus);
        });
    }
}

/// Tint for four seconds.
pub(crate) fn light(lit: RwSignal<bool>) {
    lit.set(true);
    let fade = move || {
        // The row may be gone by then.
        let _ = lit.try_set(false);
    };
    set_timeout(fade, Duration::from_secs(4));
}
