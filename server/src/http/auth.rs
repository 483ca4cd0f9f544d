//! Who asks.
//!
//! A handler's signature is its authorisation: one that names [`Requires`] runs for those who have
//! the scope, one that names [`ApiKey`] for holders of a key that has it, one that names
//! [`StreamCaller`] for those who may open a stream, and one that names [`Caller`] for anybody.

use super::problem::Problem;
use crate::{
    accounts::keys::{self, AuthError, ClientInfo, TokenError},
    app::AppState,
    http::{ProblemCode, client_ip, query::Params},
    limits::{Access, PlanLimits},
    store::timeout::RETRY_AFTER_SECONDS,
};
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
};
use entity::model::{AccountId, KeyId, Scope};
use std::{marker::PhantomData, net::IpAddr, sync::Arc};

/// Anybody, with or without a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller(pub Access);

/// A scope as a type, for [`Requires`] and [`ApiKey`].
pub trait RequiredScope: Send + Sync + 'static {
    /// The scope; `None` where any key does.
    const SCOPE: Option<Scope>;
}

macro_rules! grants {
    ($($name:ident = $scope:expr, $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl RequiredScope for $name {
            const SCOPE: Option<Scope> = $scope;
        }
    )*};
}

grants! {
    AnyKey = None, "No scope: any key that is good.";
    MatchesRead = Some(Scope::MatchesRead), "The scope `matches:read`.";
    ProxyRead = Some(Scope::ProxyRead), "The scope `proxy:read`.";
    StreamConnect = Some(Scope::StreamConnect), "The scope `stream:connect`.";
    UsageRead = Some(Scope::UsageRead), "The scope `usage:read`.";
    KeysWrite = Some(Scope::KeysWrite), "The scope `keys:write`.";
}

/// One who has the scope; without a key where the scope needs none. [`Caller`] says who it is.
#[derive(Clone, Copy, Debug)]
pub struct Requires<G: RequiredScope>(PhantomData<G>);

/// The holder of a key that has the scope.
#[derive(Clone, Debug)]
pub struct ApiKey<G: RequiredScope> {
    /// Whose key.
    pub account: AccountId,
    pub key: KeyId,
    pub public_id: Arc<str>,
    /// The owner's plan.
    pub plan: Arc<PlanLimits>,
    /// What the key may do.
    pub scopes: Arc<[Scope]>,
    /// It was presented by a token that a rotation has replaced.
    pub replaced: bool,
    grant: PhantomData<G>,
}

/// Where a request says it comes from.
pub fn client_info(headers: &HeaderMap, address: IpAddr) -> ClientInfo<'_> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // An Origin that is no text is one that is not allowed, rather than none.
    let origin = headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or("null"));
    ClientInfo { address, origin, agent: text(header::USER_AGENT) }
}

/// Find out who asks, once for every request, and from which address; a key that is not good is a
/// refusal. What is found out lies in the request's extensions for the extractors of this module.
pub async fn authenticate<'a>(
    app: &AppState,
    request: &'a mut Request,
) -> Result<(&'a Access, IpAddr), Problem> {
    let trusted = &app.config.bind.trusted_proxies;
    let address = client_ip::client(request.extensions(), request.headers(), trusted);
    let access = match bearer(request.headers())? {
        None => Access::Anonymous { address, plan: app.plans.anonymous() },
        Some(token) => app.keys.check(token, &client_info(request.headers(), address)).await?,
    };
    Ok((request.extensions_mut().get_or_insert_with(|| access), address))
}

/// Whoever opens a stream. Browsers cannot send a header with one, so it may name a key by its public
/// id as a socket does; that is no secret, and gives `stream:connect` and nothing else.
#[derive(Clone, Debug)]
pub struct StreamCaller(pub Access);

impl FromRequestParts<AppState> for StreamCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let access = access(parts)?;
        let query = Params::parse(parts.uri.query().unwrap_or_default());
        let named = query.text("key").filter(|key| *key != app.config.realtime.app_key);
        match (access, named) {
            (Access::Anonymous { address, .. }, Some(key)) => {
                let from = client_info(&parts.headers, *address);
                Ok(Self(app.keys.admit(key, &from).await?))
            }
            (access, _) => {
                granted(access, StreamConnect::SCOPE)?;
                Ok(Self(access.clone()))
            }
        }
    }
}

/// The token of the header `Authorization`, if there is one.
pub fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let fault = |detail| Err(Problem::unauthorized(ProblemCode::MalformedKey, detail));
    if values.next().is_some() {
        return fault("send one Authorization header, not several");
    }
    let Ok(text) = value.to_str() else {
        return fault("the Authorization header holds characters that no key has");
    };
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        Some(_) | None => fault(
            "send the key as Authorization: Bearer bts_live_…, or leave the header out to read without one",
        ),
    }
}

impl From<&AuthError> for ProblemCode {
    fn from(refusal: &AuthError) -> Self {
        match refusal {
            AuthError::Token(TokenError::Malformed) => Self::MalformedKey,
            AuthError::Token(TokenError::Mistyped) => Self::MistypedKey,
            AuthError::Unknown => Self::UnknownKey,
            AuthError::Replaced => Self::ReplacedKey,
            AuthError::Revoked => Self::RevokedKey,
            AuthError::Disabled => Self::DisabledKey,
            AuthError::Expired(_) => Self::ExpiredKey,
            AuthError::AccountClosed => Self::AccountClosed,
            AuthError::Address(_) => Self::AddressDenied,
            AuthError::Origin(_) => Self::OriginDenied,
            AuthError::Scope(_) => Self::ScopeMissing,
            AuthError::TooMany(_) => Self::TooManyWrongKeys,
            AuthError::Database => Self::Unavailable,
        }
    }
}

impl From<AuthError> for Problem {
    fn from(refusal: AuthError) -> Self {
        let detail = refusal.to_string();
        match &refusal {
            AuthError::Database => Problem::unavailable(detail).retry_after(RETRY_AFTER_SECONDS),
            AuthError::TooMany(wait) => {
                Problem::too_often(ProblemCode::from(&refusal), detail, keys::verify::whole(wait))
            }
            _ if refusal.is_forbidden() => Problem::forbidden(ProblemCode::from(&refusal), detail),
            _ => Problem::unauthorized(ProblemCode::from(&refusal), detail),
        }
    }
}

fn access(parts: &Parts) -> Result<&Access, Problem> {
    parts.extensions.get::<Access>().ok_or_else(no_key)
}

fn no_key() -> Problem {
    let detail =
        "this needs a key: send Authorization: Bearer bts_live_…; /dashboard/keys makes one";
    Problem::unauthorized(ProblemCode::KeyRequired, detail)
}

/// Whether the scope is granted, and if not, why.
fn granted(access: &Access, scope: Option<Scope>) -> Result<(), Problem> {
    match (access, scope) {
        (_, None) => Ok(()),
        (access, Some(scope)) if access.may(scope) => Ok(()),
        (Access::Anonymous { .. }, Some(_)) => Err(no_key()),
        (Access::Key { .. }, Some(scope)) => Err(AuthError::Scope(scope).into()),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        access(parts).cloned().map(Self)
    }
}

impl<S: Send + Sync, G: RequiredScope> FromRequestParts<S> for Requires<G> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        granted(access(parts)?, G::SCOPE)?;
        Ok(Self(PhantomData))
    }
}

impl<S: Send + Sync, G: RequiredScope> FromRequestParts<S> for ApiKey<G> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let access = access(parts)?;
        let Access::Key { key_id, public_id, account_id, plan, scopes, rotated } = access else {
            return Err(no_key());
        };
        granted(access, G::SCOPE)?;
        Ok(Self {
            account: AccountId(*account_id),
            key: KeyId(*key_id),
            public_id: public_id.clone(),
            plan: plan.clone(),
            scopes: scopes.clone(),
            replaced: *rotated,
            grant: PhantomData,
        })
    }
}
