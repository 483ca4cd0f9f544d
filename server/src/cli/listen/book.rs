//! What is known of each match: the version that was told last, and who plays.

use entity::model::{Epoch, Instant, Seq, apply_patch};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Matches remembered at most; the one that was quiet longest is forgotten first.
const MAX_MATCHES: usize = 10_000;

/// What a line for people needs of a match.
const KEPT_MEMBERS: [&str; 2] = ["competitors", "status"];

/// The data of a change, as far as it is looked at here.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Change {
    #[serde(rename = "match")]
    pub(super) match_id: String,
    /// The match's own channel.
    pub(super) channel: String,
    pub(super) version: u64,
    pub(super) seq: Seq,
    pub(super) epoch: Epoch,
    pub(super) at: Instant,
    /// A later service may say more than we have words for.
    pub(super) changes: Vec<Value>,
    patch: Value,
}

/// The data of a snapshot, as far as it is looked at here.
#[derive(Debug, Deserialize)]
pub(super) struct Snapshot {
    /// The match's own channel.
    pub(super) channel: String,
    version: u64,
    seq: Seq,
    #[serde(flatten)]
    document: Map<String, Value>,
}

/// What a change is to us.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Told before.
    Before,
    /// New; so many before it never came.
    New { missed: u64 },
}

#[derive(Debug)]
struct Known {
    /// Versions of another life of the log do not compare.
    epoch: Option<Epoch>,
    version: u64,
    seq: Seq,
    document: Value,
}

/// All matches heard of, by their own channels.
#[derive(Debug, Default)]
pub(super) struct Book(HashMap<String, Known>);

impl Book {
    /// Take a change in.
    pub(super) fn change(&mut self, change: &Change) -> Seen {
        let patch = kept(change.patch.as_object());
        let Some(known) = self.0.get_mut(&change.channel) else {
            let mut document = Value::Null;
            apply_patch(&mut document, &patch);
            self.remember(
                &change.channel,
                Some(&change.epoch),
                change.version,
                change.seq,
                document,
            );
            return Seen::New { missed: 0 };
        };
        let comparable = known.epoch.as_ref() == Some(&change.epoch);
        if comparable && change.version <= known.version {
            return Seen::Before;
        }
        let missed = if comparable { change.version - known.version - 1 } else { 0 };
        known.epoch = Some(change.epoch.clone());
        (known.version, known.seq) = (change.version, change.seq);
        apply_patch(&mut known.document, &patch);
        Seen::New { missed }
    }

    /// Take a snapshot in; answers how many changes it stands for that were not told.
    pub(super) fn show(&mut self, snapshot: &Snapshot, epoch: Option<&Epoch>) -> u64 {
        let mut passed_over = 0;
        if let Some(known) = self.0.get(&snapshot.channel)
            && known.epoch.as_ref() == epoch
        {
            if snapshot.version < known.version {
                return 0;
            }
            passed_over = snapshot.version - known.version;
        }
        let document = kept(Some(&snapshot.document));
        self.remember(&snapshot.channel, epoch, snapshot.version, snapshot.seq, document);
        passed_over
    }

    /// Who plays, and how it stands; null where nothing is known.
    pub(super) fn document(&self, channel: &str) -> &Value {
        self.0.get(channel).map_or(&Value::Null, |known| &known.document)
    }

    fn remember(
        &mut self,
        channel: &str,
        epoch: Option<&Epoch>,
        version: u64,
        seq: Seq,
        document: Value,
    ) {
        if self.0.len() >= MAX_MATCHES
            && !self.0.contains_key(channel)
            && let Some(quiet) = self.0.iter().min_by_key(|(_, known)| known.seq)
        {
            let quiet = quiet.0.clone();
            self.0.remove(&quiet);
        }
        let known = Known { epoch: epoch.cloned(), version, seq, document };
        self.0.insert(channel.to_owned(), known);
    }
}

fn kept(document: Option<&Map<String, Value>>) -> Value {
    let members = document.into_iter().flatten();
    members
        .filter(|(name, _)| KEPT_MEMBERS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}
