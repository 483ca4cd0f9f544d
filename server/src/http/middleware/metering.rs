//! Every request passes here: it is found out who asks, held against their limit, and counted.
//!
//! What every answer of the API carries is put on here as well, and a browser's question whether it
//! may ask is answered before anything is counted: each layer more is a copy and a box a request.

use super::cors;
use crate::{
    app::AppState,
    http::{
        ProblemCode,
        api::router::{NOTHING, ROOT, ROOT_SLASH},
        auth, body,
        problem::{Problem, QuotaExceeded},
        rate_limit_headers, response,
    },
    limits::{Access, LimitDecision},
    telemetry::request_id,
    usage::{Call, UNMETERED, Verb},
};
use axum::{
    body::HttpBody,
    extract::{MatchedPath, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use std::{
    convert::Infallible,
    net::IpAddr,
    task::{Context, Poll},
    time::Instant,
};
use tower::{Layer, Service};

/// Puts the meter before routes.
#[derive(Clone)]
pub struct RequestMeterLayer(pub AppState);

/// Routes behind the meter. As a middleware function it would cost two more boxes and a copy of
/// what it leads to, for each request.
#[derive(Clone)]
pub struct RequestMeter<S> {
    app: AppState,
    inner: S,
}

impl<S> Layer<S> for RequestMeterLayer {
    type Service = RequestMeter<S>;

    fn layer(&self, inner: S) -> RequestMeter<S> {
        RequestMeter { app: self.0.clone(), inner }
    }
}

impl<S> Service<Request> for RequestMeter<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if cors::is_preflight(&request) {
            return Box::pin(std::future::ready(Ok(cors::preflight())));
        }
        // The service that was found ready is the one that is called.
        let spare = self.inner.clone();
        let ready = std::mem::replace(&mut self.inner, spare);
        Box::pin(meter(self.app.clone(), request, ready))
    }
}

/// Look, charge, serve, count. A 304 is given back, and so is a refusal for a scope that the key lacks;
/// the answer says so already.
async fn meter<S>(app: AppState, mut request: Request, mut inner: S) -> Result<Response, Infallible>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    let started = Instant::now();
    let (access, address) = match authenticate(&app, &mut request).await {
        Ok(found) => found,
        Err(problem) => return Ok(with_cors(problem.into_response())),
    };
    let (account, key) = match access {
        Access::Anonymous { .. } => (0, 0),
        Access::Key { account_id, key_id, .. } => (*account_id, *key_id),
    };
    let keyed = key != 0;
    let claim = app.limits.charge_of(access);
    let template = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str)
        .filter(|path| ![ROOT, ROOT_SLASH, NOTHING].contains(path))
        .map_or("unknown", |path| path.strip_prefix(ROOT).unwrap_or(path));
    let verb = Verb::of(request.method());
    let endpoint = app.usage.recorder().endpoint(template);
    let free = UNMETERED.contains(&template);
    let mut reply = match claim {
        Some(claim) if free => Some(app.limits.peek(claim).await),
        Some(claim) => Some(app.limits.charge(claim).await),
        None => None,
    };
    let mut response = match reply.as_ref().filter(|reply| !reply.outcome.admitted) {
        Some(refusal) => refused(&app, &request, refusal).into_response(),
        None => inner.call(request).await?,
    };
    let code = response.extensions().get::<Problem>().map(Problem::code);
    let lacks_scope = keyed && code == Some(ProblemCode::ScopeMissing);
    if let Some(reply) = &mut reply {
        if (response.status() == StatusCode::NOT_MODIFIED || lacks_scope) && !free {
            app.limits.refund(reply).await;
        }
        // What is public tells nobody how somebody else stands.
        match keyed {
            true => rate_limit_headers::put(response.headers_mut(), reply),
            false => rate_limit_headers::put_wait(response.headers_mut(), reply),
        }
    }
    if keyed {
        response::keep_private(response.headers_mut());
    }
    // Told once: among the refusals, as those of keys that are not let in at all.
    if lacks_scope {
        app.usage.refusals().note(account, key, ProblemCode::ScopeMissing.as_str(), address);
        return Ok(with_cors(response));
    }
    // A problem is written further out, where the request's id is put on.
    let bytes = match response.extensions().get::<Problem>() {
        None => response.body().size_hint().lower(),
        Some(problem) => problem.length(request_id::current().as_deref()),
    };
    app.usage.recorder().call(Call {
        account,
        key,
        endpoint,
        verb,
        status: response.status().as_u16(),
        bytes,
        took: started.elapsed(),
    });
    Ok(with_cors(response))
}

/// Take the body in and find out who asks.
async fn authenticate<'a>(
    app: &AppState,
    request: &'a mut Request,
) -> Result<(&'a Access, IpAddr), Problem> {
    if !request.body().is_end_stream() {
        *request = Box::pin(body::buffer_body(std::mem::take(request))).await?;
    }
    auth::authenticate(app, request).await
}

fn with_cors(mut response: Response) -> Response {
    cors::open(response.headers_mut());
    response
}

fn refused(app: &AppState, request: &Request, reply: &LimitDecision) -> Problem {
    let plan = request.extensions().get::<Access>().map(|access| access.plan().name.clone());
    let plan = plan.unwrap_or_default();
    let wait = reply.wait;
    let policies = reply.outcome.violated();
    let quota = &reply.claim.quota;
    let what = match policies.as_slice() {
        ["minute"] => format!("{} requests in {} s", quota.per_window, quota.window),
        _ => format!("{} requests a day", quota.per_day.unwrap_or_default()),
    };
    let retry_at =
        chrono::Utc::now() + chrono::TimeDelta::seconds(i64::try_from(wait).unwrap_or(0));
    let upgrade = format!("{}/dashboard/plan", app.config.bind.app_url.trim_end_matches('/'));
    let detail = format!(
        "the plan {plan} allows {what} and they are used up; try again in {wait} s, or see {upgrade} for more"
    );
    let retry_at = retry_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    Problem::too_many(
        detail,
        QuotaExceeded { violated_policies: policies, plan, retry_at, upgrade },
    )
}
