//! `GET /proxy/{sport}/{endpoint}`

use crate::{
    app::AppState,
    gateway::{Source, endpoint, ttl},
    http::{
        Caller, Problem,
        auth::{ApiKey, ProxyRead},
        path::Path,
        query,
        response::{IfNoneMatch, JsonResponse},
        upstream_problem::{self, BadGateway, GatewayTimeout},
    },
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use entity::model::Sport;
use serde_json::Value;
use utoipa::ToSchema;

/// The upstream's envelope. What `response` holds is the upstream's own affair.
#[derive(ToSchema)]
#[expect(dead_code, reason = "passed on byte for byte, as the upstream wrote it")]
struct Envelope {
    /// The endpoint that was asked.
    get: String,
    /// The parameters as understood: an object, or an empty list where there are none.
    parameters: Value,
    /// Always empty here: an answer with errors becomes a problem.
    errors: Value,
    /// The upstream's count.
    results: Value,
    /// The data.
    response: Value,
}

/// How an answer came about.
const X_CACHE: HeaderName = HeaderName::from_static("x-cache");

/// The upstream's own JSON.
///
/// For clients already written against API-Sports: change the address and the key, and the same
/// answers come, fetched once for everybody. `X-Cache` says whether the answer was at hand (`HIT`),
/// fetched for this request (`MISS`) or given past its time while a new one is fetched or because
/// the upstream fails (`STALE`); `Age` is its age in seconds. An error of the upstream is never
/// given as data: it becomes a problem.
#[utoipa::path(
    get, path = "/api/v1/proxy/{sport}/{*endpoint}", tag = "Proxy", operation_id = "proxy",
    params(
        ("sport" = Sport, Path, description = "The sport", example = "football"),
        ("endpoint" = String, Path, description = "An allowed endpoint of the upstream, slashes included; see the list below", example = "standings"),
        ("league" = Option<String>, Query, description = "As the upstream takes it; so are all other parameters of the endpoint", example = "2032"),
        ("season" = Option<String>, Query, description = "As the upstream takes it", example = "2026"),
    ),
    responses(
        (status = 200, description = "The upstream's JSON, byte for byte", body = Envelope, headers(
            ("X-Cache" = inline(Source), description = "`HIT`, `MISS` or `STALE`"),
            ("Age" = u64, description = "Seconds since the upstream gave it"),
            ("X-Data-As-Of"),
        )),
        (status = 502, response = BadGateway),
        (status = 504, response = GatewayTimeout),
    ),
    security(("key" = ["proxy:read"])),
)]
pub async fn one(
    _: ApiKey<ProxyRead>,
    Caller(access): Caller,
    State(app): State<AppState>,
    Path((sport, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let sport = query::sport(&sport)?;
    let allowed = endpoint::of(sport);
    let name = name.trim_matches('/');
    let Some(endpoint) = allowed.iter().find(|endpoint| endpoint.name == name) else {
        return Err(Problem::not_found(no_endpoint(sport, allowed)));
    };
    let query = endpoint
        .query(query.as_deref().unwrap_or_default())
        .map_err(upstream_problem::bad_parameters)?;
    let policy = ttl::policy(sport, endpoint, &query, &app.match_cache, app.config.cache);
    let fetched = app
        .fetcher
        .get(sport, &query, policy, &app.misses.of(&access))
        .await
        .map_err(|fault| upstream_problem::of(fault, app.clock.now()))?;
    let age = (app.clock.now() - fetched.as_of).num_seconds().max(0);
    let fresh = match fetched.source {
        Source::Hit | Source::Miss => policy.fresh.num_seconds(),
        Source::Stale => 0,
    };
    // Counted from when the upstream said it: a cache takes `Age` off by itself.
    let fresh = u32::try_from(fresh).unwrap_or(0);
    let body = fetched.answer.body().clone();
    let mut response =
        JsonResponse::new(body, Some(fetched.as_of), fresh).to(&IfNoneMatch::of(&headers));
    let headers = response.headers_mut();
    headers.insert(X_CACHE, HeaderValue::from_static(fetched.source.as_str()));
    headers.insert(header::AGE, HeaderValue::from(age));
    if let Ok(cache) = HeaderValue::from_str(&format!("private, max-age={fresh}")) {
        headers.insert(header::CACHE_CONTROL, cache);
    }
    Ok(response.into_response())
}

fn no_endpoint(sport: Sport, allowed: &[endpoint::Endpoint]) -> String {
    if allowed.is_empty() {
        return format!("nothing of {} can be asked through the proxy yet", sport.name());
    }
    let names: Vec<&str> = allowed.iter().map(|endpoint| endpoint.name).collect();
    format!("the proxy passes on {}", names.join(", "))
}
