//! `Idempotency-Key`: a POST sent twice is done once, and answered twice.
//!
//! An answer may hold a token, and tokens are kept nowhere. So what is stored is sealed with a key
//! made of the caller's own token and the name they gave: without these two, which the database does
//! not have, it cannot be read.

use crate::{
    app::AppState,
    http::{ProblemCode, auth::bearer, body, problem::Problem},
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use data_encoding::{BASE64, HEXLOWER};
use entity::{model::Kept, table::idempotency_key as table};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr,
};
use sha2::{Digest, Sha256};

const NAME: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Milliseconds for which an answer is kept.
const TTL_MILLIS: i64 = Kept::Idempotency.millis();
/// Milliseconds after which a request without an answer is taken to have died with its process.
const STALE_AFTER_MILLIS: i64 = 60_000;
/// Bytes of an answer that are stored.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Do a POST that names itself once only.
pub async fn layer(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match handle(&app, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn handle(app: &AppState, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(name) = name(request.headers())? else { return Ok(next.run(request).await) };
    let Some(token) = bearer(request.headers())?.map(str::to_owned) else {
        return Ok(next.run(request).await);
    };
    let (parts, sent) = request.into_parts();
    let sent = to_bytes(sent, body::MAX_BODY_BYTES)
        .await
        .map_err(|_| Problem::too_large(body::MAX_BODY_BYTES))?;
    let seal = RequestSeal::new(&token, &name);
    let path = parts.uri.path();
    let asked = digest(&[parts.method.as_str().as_bytes(), path.as_bytes(), &sent]);
    if let Some(answer) = begin(app, &seal, &asked).await? {
        return Ok(answer);
    }
    // What is given back on the way out, also when the caller leaves and this is dropped.
    let place = Reservation { app: app.clone(), id: seal.id.clone(), held: true };
    let response = next.run(Request::from_parts(parts, Body::from(sent))).await;
    place.end(&seal, response).await
}

/// The name a request gave itself.
fn name(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(NAME).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let plain = value.to_str().ok().filter(|text| !text.is_empty() && text.len() <= 255);
    match (plain, values.next()) {
        (Some(name), None) => Ok(Some(name.to_owned())),
        _ => {
            let mend = "send one Idempotency-Key of 1 to 255 plain characters, such as a UUID";
            Err(Problem::bad_field("Idempotency-Key", mend))
        }
    }
}

/// Take the name for this request, or find what it was answered before.
async fn begin(
    app: &AppState,
    seal: &RequestSeal,
    asked: &str,
) -> Result<Option<Response>, Problem> {
    let now = chrono::Utc::now().timestamp_millis();
    let pool = app.database.pool();
    let old = Expr::col(table::Column::CreatedAt).lt(now - TTL_MILLIS);
    let dead = Expr::col(table::Column::Status)
        .is_null()
        .and(Expr::col(table::Column::CreatedAt).lt(now - STALE_AFTER_MILLIS));
    table::Entity::delete_many()
        .filter(table::Column::Id.eq(&seal.id))
        .filter(old.or(dead))
        .exec(pool)
        .await?;
    let row = table::ActiveModel {
        id: Set(seal.id.clone()),
        request_hash: Set(asked.to_owned()),
        status: Set(None),
        body: Set(None),
        created_at: Set(now),
    };
    let Err(error) = table::Entity::insert(row).exec_without_returning(pool).await else {
        return Ok(None);
    };
    let Some(known) = table::Entity::find_by_id(&seal.id).one(pool).await? else {
        // It was not the name that stood in the way, or it was given back this very moment.
        return Err(Problem::internal(error));
    };
    if known.request_hash != asked {
        let detail = "this Idempotency-Key was used for another request; use a new one for this";
        return Err(Problem::unprocessable(ProblemCode::IdempotencyMismatch, detail));
    }
    let (Some(status), Some(body)) = (known.status, known.body) else {
        let detail = "the first request of this Idempotency-Key is still under way; ask again soon";
        return Err(Problem::conflict(ProblemCode::IdempotencyInFlight, detail));
    };
    Ok(Some(replay(seal, status, &body)?))
}

fn replay(seal: &RequestSeal, status: i32, body: &str) -> Result<Response, Problem> {
    let unreadable = || {
        let detail = "the stored answer to this Idempotency-Key cannot be read; use a new one";
        Problem::conflict(ProblemCode::IdempotencyUnreadable, detail)
    };
    let body = seal.open(body).ok_or_else(unreadable)?;
    let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let mut response = (status.ok_or_else(unreadable)?, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// A name taken for a request under way.
struct Reservation {
    app: AppState,
    id: String,
    held: bool,
}

impl Reservation {
    /// Keep a good answer; give the name back for any other, for nothing was done then.
    async fn end(mut self, seal: &RequestSeal, response: Response) -> Result<Response, Problem> {
        if !response.status().is_success() {
            self.held = give_back(&self.app, &self.id).await.is_err();
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body: Bytes = to_bytes(body, MAX_ANSWER_BYTES).await.map_err(Problem::internal)?;
        let kept = table::Entity::update_many()
            .col_expr(table::Column::Status, Expr::value(i32::from(parts.status.as_u16())))
            .col_expr(table::Column::Body, Expr::value(seal.close(&body)))
            .filter(table::Column::Id.eq(&self.id))
            .exec(self.app.database.pool())
            .await;
        match kept {
            Ok(_) => {}
            // It was done, so the answer is given; the name stays taken for a minute.
            Err(error) => tracing::error!(%error, "idempotent answer not stored"),
        }
        self.held = false;
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}

async fn give_back(app: &AppState, id: &str) -> Result<(), DbErr> {
    table::Entity::delete_many()
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::Status.is_null())
        .exec(app.database.pool())
        .await
        .map(|_| ())
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if !self.held {
            return;
        }
        let (app, id) = (self.app.clone(), self.id.clone());
        tokio::spawn(async move {
            if let Err(error) = give_back(&app, &id).await {
                tracing::warn!(%error, "idempotency key not released; it is free in a minute");
            }
        });
    }
}

/// What a caller's token and the name of a request make together.
struct RequestSeal {
    /// The row's id, scoped to the caller.
    id: String,
    key: LessSafeKey,
}

impl RequestSeal {
    fn new(token: &str, name: &str) -> Self {
        let id = digest(&[b"id", token.as_bytes(), name.as_bytes()]);
        let key = hash(&[b"seal", token.as_bytes(), name.as_bytes()]);
        let key =
            UnboundKey::new(&CHACHA20_POLY1305, &key).expect("a SHA-256 is a key of its size");
        Self { id, key: LessSafeKey::new(key) }
    }

    fn close(&self, body: &[u8]) -> String {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut sealed = body.to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed,
            )
            .expect("an answer is shorter than the cipher's most");
        BASE64.encode(&[&nonce[..], &sealed].concat())
    }

    fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let sealed = BASE64.decode(sealed.as_bytes()).ok()?;
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        self.key.open_in_place(nonce, Aad::empty(), &mut rest).ok().map(|body| body.to_vec())
    }
}

/// SHA-256 of some parts, each with its length before it.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn digest(parts: &[&[u8]]) -> String {
    HEXLOWER.encode(&hash(parts))
}
