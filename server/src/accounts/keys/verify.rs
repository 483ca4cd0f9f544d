//! Checking what a caller presents, from memory where it can be.

use super::{Agent, Keys, Origins, Token, TokenError, rules, token::TokenHash};
use crate::{limits::Access, net::ip_net, store::with_timeout};
use entity::{
    model::{Instant, Scope, key_origin},
    table::{api_key, instant, user},
};
use ipnet::IpNet;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use std::{
    net::IpAddr,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct ClientInfo<'a> {
    /// The client's address.
    pub address: IpAddr,
    /// The header `Origin`.
    pub origin: Option<&'a str>,
    /// The header `User-Agent`.
    pub agent: Option<&'a str>,
}

/// Why a key is not let in.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AuthError {
    /// No token, or one with a typing error; nobody was asked.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No key has this id and secret.
    #[error("this key is not known; it may belong to another installation")]
    Unknown,
    /// A rotation replaced this token, and its time is over.
    #[error("this token was replaced by a new one and its time is over; use the new one")]
    Replaced,
    /// Its owner revoked it.
    #[error("this key was revoked; make a new one at /dashboard/keys")]
    Revoked,
    /// Its owner switched it off.
    #[error("this key is switched off; its owner can switch it on at /dashboard/keys")]
    Disabled,
    /// Its time is over.
    #[error("this key expired at {}; make a new one at /dashboard/keys", .0.to_rfc3339())]
    Expired(Instant),
    /// The account may not be used.
    #[error(
        "the account this key belongs to is closed or disabled; sign in to keep a closed account, \
         or ask the operator"
    )]
    AccountClosed,
    /// Not from this address.
    #[error("this key may not be used from {0}; its owner can add the address at /dashboard/keys")]
    Address(IpAddr),
    /// Not from this web page, or from none.
    #[error(
        "this key may be used from certain web pages only, and this request {}",
        match .0 { true => "comes from another", false => "names none by its Origin header" }
    )]
    Origin(bool),
    /// It lacks a scope.
    #[error("this key lacks the scope {}; its owner can grant it at /dashboard/keys", .0.as_str())]
    Scope(Scope),
    /// It is one wrong key too many from there; how long to wait.
    #[error(
        "too many wrong keys came from your address; correct the key and try again in {} s",
        whole(.0)
    )]
    TooMany(Duration),
    /// The database does not answer.
    #[error("keys cannot be checked at this moment; try again soon")]
    Database,
}

impl AuthError {
    /// The problem's code.
    pub const fn code(&self) -> &'static str {
        match self {
            AuthError::Token(TokenError::Malformed) => "malformed_key",
            AuthError::Token(TokenError::Mistyped) => "mistyped_key",
            AuthError::Unknown => "unknown_key",
            AuthError::Replaced => "replaced_key",
            AuthError::Revoked => "revoked_key",
            AuthError::Disabled => "disabled_key",
            AuthError::Expired(_) => "expired_key",
            AuthError::AccountClosed => "account_closed",
            AuthError::Address(_) => "address_denied",
            AuthError::Origin(_) => "origin_denied",
            AuthError::Scope(_) => "scope_missing",
            AuthError::TooMany(_) => "too_many_wrong_keys",
            AuthError::Database => "unavailable",
        }
    }

    /// Whether the caller is known and may not, rather than not known.
    pub const fn is_forbidden(&self) -> bool {
        match self {
            AuthError::Address(_)
            | AuthError::Origin(_)
            | AuthError::Scope(_)
            | AuthError::AccountClosed => true,
            AuthError::Token(_)
            | AuthError::Unknown
            | AuthError::Replaced
            | AuthError::Revoked
            | AuthError::Disabled
            | AuthError::Expired(_)
            | AuthError::TooMany(_)
            | AuthError::Database => false,
        }
    }
}

/// Seconds to wait, never too few.
pub(crate) fn whole(wait: &Duration) -> u64 {
    u64::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u64::MAX).max(1)
}

/// Why a key was not found.
#[derive(Debug)]
enum Miss {
    Unknown,
    Database(DbErr),
}

/// A key as it is remembered: its row, read for use.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) row: api_key::Model,
    /// The hashes of the token and of the one before it.
    hashes: [Option<TokenHash>; 2],
    public_id: Arc<str>,
    pub(super) scopes: Arc<[Scope]>,
    networks: Option<Vec<IpNet>>,
    plan: String,
    closed: bool,
}

impl Record {
    pub(super) fn new(row: api_key::Model, account: Option<user::Model>) -> Self {
        let (public_id, scopes) =
            (row.public_id.as_str().into(), rules::scopes(&row.scopes).into());
        let networks = row
            .addresses
            .as_deref()
            .map(|text| text.split_ascii_whitespace().filter_map(ip_net).collect());
        let closed = account
            .as_ref()
            .is_none_or(|account| account.disabled_at.is_some() || account.closed_at.is_some());
        let plan = account.map(|account| account.plan).unwrap_or_default();
        let texts = [Some(row.token_hash.as_str()), row.old_token_hash.as_deref()];
        let hashes = texts.map(|text| text.and_then(TokenHash::read));
        Self { row, hashes, public_id, scopes, networks, plan, closed }
    }

    /// Whether it may be used by anyone at all.
    pub(super) fn usable(&self, now: Instant) -> Result<(), AuthError> {
        let row = &self.row;
        if row.revoked_at.is_some() {
            return Err(AuthError::Revoked);
        }
        if self.closed {
            return Err(AuthError::AccountClosed);
        }
        if row.disabled_at.is_some() {
            return Err(AuthError::Disabled);
        }
        match row.expires_at.map(instant) {
            Some(at) if at <= now => Err(AuthError::Expired(at)),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether it may be used from there.
    fn from(&self, presented: &ClientInfo<'_>) -> Result<(), AuthError> {
        let address = presented.address.to_canonical();
        if self.networks.as_ref().is_some_and(|nets| !nets.iter().any(|n| n.contains(&address))) {
            return Err(AuthError::Address(address));
        }
        let Some(allowed) = self.row.origins.as_deref() else { return Ok(()) };
        let Some(origin) = presented.origin else { return Err(AuthError::Origin(false)) };
        match key_origin(origin) {
            Some(origin) if Origins(allowed).has(&origin) => Ok(()),
            Some(_) | None => Err(AuthError::Origin(true)),
        }
    }

    /// Until when the token before a rotation is good, if it is.
    pub(super) fn grace(&self, now: Instant) -> Option<Instant> {
        self.row.old_token_until.map(instant).filter(|until| *until > now)
    }
}

impl Keys {
    /// Who presents this token, and what they may use. Counts as a use of the key. A refusal is
    /// counted for where it came from, and that of a known key for its owner.
    pub async fn check(&self, text: &str, from: &ClientInfo<'_>) -> Result<Access, AuthError> {
        match self.checked(text, from).await {
            Ok(access) => Ok(access),
            Err(refusal) => Err(self.wrong.count(refusal, from.address)),
        }
    }

    async fn checked(&self, text: &str, from: &ClientInfo<'_>) -> Result<Access, AuthError> {
        let token = Token::parse(text)?;
        let record = self.record(token.public_id(), from.address).await?;
        let (now, hash) = (self.now(), token.hash());
        // Both comparisons are made, and each takes as long whatever it finds.
        let [current, old] = record.hashes.map(|kept| kept.is_some_and(|kept| kept.is(&hash)));
        if !current && !old {
            return Err(AuthError::Unknown);
        }
        let good = || {
            record.usable(now)?;
            if !current && record.grace(now).is_none() {
                return Err(AuthError::Replaced);
            }
            record.from(from)
        };
        good().inspect_err(|refusal| self.note(&record, refusal, from.address))?;
        self.meters.note(
            record.row.id,
            entity::table::millis(now),
            from.address.to_canonical(),
            Agent::of(from.agent),
            !current,
        );
        Ok(self.access(&record, record.scopes.clone(), !current))
    }

    /// Who a socket or stream that names this public id belongs to: it needs the scope
    /// `stream:connect`, gets no other, and nothing secret. Refusals are counted as those of tokens.
    pub async fn admit(&self, public_id: &str, from: &ClientInfo<'_>) -> Result<Access, AuthError> {
        match self.admitted(public_id, from).await {
            Ok(access) => Ok(access),
            Err(refusal) => Err(self.wrong.count(refusal, from.address)),
        }
    }

    async fn admitted(&self, public_id: &str, from: &ClientInfo<'_>) -> Result<Access, AuthError> {
        let plain = public_id.bytes().all(|b| b.is_ascii_alphanumeric());
        if public_id.len() != super::PUBLIC_ID_CHARS || !plain {
            return Err(AuthError::Unknown);
        }
        let record = self.record(public_id, from.address).await?;
        let now = self.now();
        let good = || {
            record.usable(now)?;
            record.from(from)?;
            let may = record.scopes.contains(&Scope::StreamConnect);
            if may { Ok(()) } else { Err(AuthError::Scope(Scope::StreamConnect)) }
        };
        good().inspect_err(|refusal| self.note(&record, refusal, from.address))?;
        let (at, address) = (entity::table::millis(now), from.address.to_canonical());
        self.meters.note(record.row.id, at, address, Agent::of(from.agent), false);
        self.watched.add(&record, now);
        Ok(self.access(&record, Arc::from([Scope::StreamConnect]), false))
    }

    /// Count the refusal of a known key for its owner.
    fn note(&self, record: &Record, refusal: &AuthError, from: IpAddr) {
        let (account, key) = (record.row.account_id, record.row.id);
        self.refusals.note(account, key, refusal.code(), from.to_canonical());
    }

    /// From now on close what this caller opens as soon as its key no longer allows it.
    pub async fn watch(&self, access: &Access) -> Result<(), AuthError> {
        let Access::Key { public_id, .. } = access else { return Ok(()) };
        let record = self.find_record(public_id).await?;
        self.watched.add(&record, self.now());
        Ok(())
    }

    fn access(&self, record: &Record, scopes: Arc<[Scope]>, rotated: bool) -> Access {
        Access::Key {
            key_id: record.row.id,
            public_id: record.public_id.clone(),
            account_id: record.row.account_id,
            plan: self.plans.get(&record.plan),
            scopes,
            rotated,
        }
    }

    /// Whether a public id is known to be a key's without asking the database.
    pub async fn is_remembered(&self, public_id: &str) -> bool {
        self.records.get(public_id).await.is_some()
    }

    /// The key of a public id: remembered, or else read. That there is none is remembered apart, so
    /// that what nobody has takes no place of what somebody has.
    async fn record(&self, public_id: &str, from: IpAddr) -> Result<Arc<Record>, AuthError> {
        if let Some(known) = self.records.get(public_id).await {
            return Ok(known);
        }
        if self.unknown.contains_key(public_id) {
            return Err(AuthError::Unknown);
        }
        // Boxed: what is seldom awaited must not make the future of every request large.
        Box::pin(async {
            let _turn = self.wrong.turn(from).await?;
            self.find_record(public_id).await
        })
        .await
    }

    async fn find_record(&self, public_id: &str) -> Result<Arc<Record>, AuthError> {
        // One look-up for all who ask, as a task of its own: it is the database that is waited for so
        // long and no longer, not a turn among those who ask.
        let (keys, id) = (self.clone(), public_id.to_owned());
        let read = async move {
            let read = tokio::spawn(async move {
                with_timeout(keys.database.pool(), keys.read_record(&id)).await
            });
            match read.await {
                Ok(Ok(record)) => record.map(Arc::new).ok_or(Miss::Unknown),
                Ok(Err(error)) => Err(Miss::Database(error)),
                Err(failed) => Err(Miss::Database(DbErr::Custom(failed.to_string()))),
            }
        };
        let looked_up = self.records.try_get_with(public_id.to_owned(), read).await;
        looked_up.map_err(|miss| match &*miss {
            Miss::Unknown => {
                self.unknown.insert(public_id.to_owned(), ());
                AuthError::Unknown
            }
            Miss::Database(error) => {
                tracing::error!(%error, "API key lookup failed");
                AuthError::Database
            }
        })
    }

    /// The key of a public id as the database has it.
    async fn read_record(&self, public_id: &str) -> Result<Option<Record>, DbErr> {
        self.lookups.fetch_add(1, Relaxed);
        let found = api_key::Entity::find().filter(api_key::Column::PublicId.eq(public_id));
        match found.one(self.database.pool()).await? {
            Some(row) => self.record_of(row).await.map(Some),
            None => Ok(None),
        }
    }
}
