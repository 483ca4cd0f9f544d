//! The pages' port to keys.

use super::common::{HOURS, bucket_index, day_ago, keys_of, unavailable, used};
use crate::{
    accounts::{
        factor::Proof,
        keys as own,
        keys::{Asked, ChangedBy, KeySummary, Minted},
        trusted_address,
    },
    app::AppState,
    audit::{self, Action, Actor, Entry, Origin, Outcome},
    usage::{self, Bucket, Query},
};
use app::port::{FieldProblem, Grace, KeyDraft, KeyError, KeyRow, NewKey, PortError, Rotation};
use async_trait::async_trait;
use chrono::TimeDelta;
use entity::model::{AccountId, KeyId, Scope};
use std::{collections::HashMap, net::IpAddr};

/// How long a revoked key stays in the list.
const SHOWN: TimeDelta = TimeDelta::days(30);

/// The keys of one's own, and where whoever asks for them comes from.
pub struct KeysPort {
    app: AppState,
    origin: Origin,
    /// The same as accounts remember it.
    place: String,
}

impl KeysPort {
    /// Of `app`, for somebody at this address; of nobody where there is no request.
    pub fn new(app: &AppState, from: Option<(IpAddr, Origin)>) -> Self {
        let (place, origin) = match from {
            Some((address, origin)) => (trusted_address::address_key(address), origin),
            None => (String::new(), Origin::default()),
        };
        Self { app: app.clone(), origin, place }
    }

    /// Requests of the last 24 hours by hour, by the key's public id.
    async fn sparks(&self, account: i64) -> Result<HashMap<String, Vec<u64>>, PortError> {
        let now = self.app.clock.now();
        let from = day_ago(now);
        let query = Query::between(from, now + TimeDelta::minutes(1));
        let query = query.by(&[usage::Dimension::Key], Some(Bucket::Hour));
        let mut sparks: HashMap<String, Vec<u64>> = HashMap::new();
        for row in used(&self.app, account, &query).await?.data {
            let Some(key) = row.key_id else { continue };
            let spark = sparks.entry(key).or_insert_with(|| vec![0; HOURS]);
            let hour = bucket_index(row.at.as_deref(), from, 3_600);
            if let Some(hour) = hour.and_then(|hour| spark.get_mut(hour)) {
                *hour += row.numbers.requests;
            }
        }
        Ok(sparks)
    }

    fn asked(&self) -> Asked {
        ChangedBy::Owner.at(self.origin.clone())
    }

    async fn find(&self, account: i64, key: &str) -> Result<KeyId, KeyError> {
        Ok(self.view(account, key).await?.key)
    }

    async fn view(&self, account: i64, key: &str) -> Result<KeySummary, KeyError> {
        self.app.keys.find(AccountId(account), key).await.map_err(key_error)
    }

    /// Ask for the second factor before somebody has a key with these scopes in their hands: one that
    /// makes keys outlives the browser it was made in.
    async fn prove(
        &self,
        action: Action,
        account: i64,
        scopes: &[Scope],
        code: &str,
    ) -> Result<(), KeyError> {
        if !scopes.contains(&Scope::KeysWrite) {
            return Ok(());
        }
        let accounts = &self.app.accounts;
        let row = accounts.users.by_id(account).await.map_err(unavailable)?;
        if row.is_none_or(|row| row.totp_seed.is_none()) {
            return Ok(());
        }
        let ask_again = |text: &str| Err(KeyError::Invalid(vec![FieldProblem::new("code", text)]));
        if code.is_empty() {
            return ask_again("Write the code your device shows: this key may make keys.");
        }
        let proof = accounts.prove(account, code, &self.place).await;
        let (outcome, text) = match proof.map_err(|error| unavailable(format!("{error:?}")))? {
            Proof::Right => return Ok(()),
            Proof::Wrong => (
                Outcome::Refused,
                "This code is wrong, too old, or was used before. Write the next one.".to_owned(),
            ),
            Proof::Wait(wait) => {
                let seconds = wait.as_secs() + 1;
                let text = format!("Too many wrong codes were tried. Wait {seconds} seconds.");
                (Outcome::Throttled, text)
            }
        };
        let kind = format!("{}|{account}", action.as_str());
        if outcome == Outcome::Refused || accounts.throttle.may_note(kind).await.is_some() {
            let entry = Entry::new(action, Actor::Account(AccountId(account)));
            let entry = entry.from(self.origin.clone()).outcome(outcome).detail("a wrong code");
            audit::write_or_log(self.app.database.pool(), entry).await;
        }
        ask_again(&text)
    }
}

#[async_trait]
impl app::port::Keys for KeysPort {
    async fn list(&self, account: i64) -> Result<Vec<KeyRow>, PortError> {
        let mut keys = keys_of(&self.app, account).await.map_err(unavailable)?;
        let gone = self.app.clock.now() - SHOWN;
        keys.retain(|key| key.revoked_at.is_none_or(|at| at > gone));
        let mut sparks = self.sparks(account).await?;
        let row = |key: KeySummary| {
            let spark = sparks.remove(&key.public_id).unwrap_or_else(|| vec![0; HOURS]);
            shown(key, spark)
        };
        Ok(keys.into_iter().map(row).collect())
    }

    async fn create(&self, account: i64, draft: KeyDraft) -> Result<NewKey, KeyError> {
        let KeyDraft { name, scopes, expires_at, addresses, origins, code } = draft;
        self.prove(Action::KeyCreate, account, &scopes, &code).await?;
        let draft = own::KeyDraft { name, scopes, expires_at, addresses, origins };
        let made = self.app.keys.create(AccountId(account), self.asked(), &draft).await;
        made.map(new).map_err(key_error)
    }

    async fn update(&self, account: i64, key: &str, draft: KeyDraft) -> Result<(), KeyError> {
        let id = self.find(account, key).await?;
        self.prove(Action::KeyUpdate, account, &draft.scopes, &draft.code).await?;
        let edit = own::KeyEdit {
            name: Some(draft.name),
            scopes: Some(draft.scopes),
            expires_at: Some(draft.expires_at),
            addresses: Some(draft.addresses),
            origins: Some(draft.origins),
        };
        let done = self.app.keys.update(AccountId(account), id, self.asked(), &edit).await;
        done.map(drop).map_err(key_error)
    }

    async fn rotate(
        &self,
        account: i64,
        key: &str,
        grace: Grace,
        code: &str,
    ) -> Result<NewKey, KeyError> {
        let KeySummary { key: id, scopes, .. } = self.view(account, key).await?;
        self.prove(Action::KeyRotate, account, &scopes, code).await?;
        let made = self.app.keys.rotate(AccountId(account), id, self.asked(), grace).await;
        made.map(new).map_err(key_error)
    }

    async fn finish_rotation(&self, account: i64, key: &str) -> Result<(), KeyError> {
        let id = self.find(account, key).await?;
        let done = self.app.keys.finish_rotation(AccountId(account), id, self.asked()).await;
        done.map(drop).map_err(key_error)
    }

    async fn set_enabled(&self, account: i64, key: &str, enabled: bool) -> Result<(), KeyError> {
        let id = self.find(account, key).await?;
        let done = match enabled {
            true => self.app.keys.enable(AccountId(account), id, self.asked()).await,
            false => self.app.keys.disable(AccountId(account), id, self.asked()).await,
        };
        done.map(drop).map_err(key_error)
    }

    async fn revoke(&self, account: i64, key: &str) -> Result<(), KeyError> {
        let id = self.find(account, key).await?;
        let done = self.app.keys.revoke(AccountId(account), id, self.asked()).await;
        done.map(drop).map_err(key_error)
    }
}

fn shown(key: KeySummary, spark: Vec<u64>) -> KeyRow {
    KeyRow {
        rotation: key.rotation.map(|rotation| Rotation {
            until: rotation.until,
            old_calls: rotation.calls,
            old_last_used_at: rotation.last_call_at,
            settled: rotation.settled,
        }),
        public_id: key.public_id,
        hint: key.hint,
        name: key.name,
        scopes: key.scopes,
        addresses: key.addresses,
        origins: key.origins,
        created_at: key.created_at,
        expires_at: key.expires_at,
        last_used_at: key.last_used_at,
        disabled_at: key.disabled_at,
        revoked_at: key.revoked_at,
        spark,
    }
}

fn new(minted: Minted) -> NewKey {
    NewKey {
        token: minted.token.reveal().to_owned(),
        public_id: minted.key.public_id,
        name: minted.key.name,
        scopes: minted.key.scopes,
    }
}

/// A refusal as a page tells it.
fn key_error(error: own::KeyError) -> KeyError {
    match error {
        own::KeyError::NotFound => {
            KeyError::Port(PortError::NotFound { what: "such key of yours".to_owned() })
        }
        own::KeyError::Bad(fields) => KeyError::Invalid(fields.iter().map(problem).collect()),
        own::KeyError::Database(error) => KeyError::Port(unavailable(error)),
        rule @ (own::KeyError::MoreThanOwn(_)
        | own::KeyError::WiderThanOwn(_)
        | own::KeyError::Itself
        | own::KeyError::NoLongerAllowed
        | own::KeyError::TooMany(_)
        | own::KeyError::Revoked
        | own::KeyError::Unconfirmed) => KeyError::Refused(sentence(&rule.to_string())),
    }
}

fn problem(bad: &own::BadField) -> FieldProblem {
    // The form calls the end of a key by another name.
    let field = if bad.field == "expires_at" { "expires" } else { &bad.field };
    FieldProblem::new(field, sentence(&bad.message))
}

/// The same words with a capital in front and a full stop behind.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_a_sentence_at_the_field_of_the_form() {
        let bad = own::BadField::new("expires_at", "expires_at has passed");
        let told = key_error(own::KeyError::Bad(vec![bad]));
        let wanted = vec![FieldProblem::new("expires", "Expires_at has passed.")];
        assert_eq!(told, KeyError::Invalid(wanted));
    }

    #[test]
    fn a_rule_is_told_and_a_missing_key_is_not_found() {
        let KeyError::Refused(text) = key_error(own::KeyError::TooMany(100)) else {
            panic!("is a rule");
        };
        assert!(text.starts_with("You have 100 keys") && text.ends_with('.'), "{text}");
        assert!(matches!(
            key_error(own::KeyError::NotFound),
            KeyError::Port(PortError::NotFound { .. })
        ));
    }
}
