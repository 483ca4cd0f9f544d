//! Every request passes here: it is found out who asks, held against their limit, and counted.

use super::{
    body, caller,
    problem::{Problem, QuotaExceeded},
    router::{NOTHING, ROOT},
};
use crate::{
    accounts::Access,
    limit::{Reply, headers},
    service::App,
    usage::{Call, Verb},
};
use axum::{
    body::HttpBody,
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::Instant;

/// What nobody is ever refused, below `/api/v1`: how else could one find out why.
pub(crate) const FREE: [&str; 2] = ["/account", "/usage"];

/// Look, charge, serve, count. A 304 is given back; its answer says so already.
pub async fn meter(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let known = async {
        let mut request = body::take_in(request).await?;
        let access = caller::identify(&app, &mut request).await?;
        Ok((request, access))
    };
    let (request, access) = match known.await {
        Ok(known) => known,
        Err::<_, Problem>(problem) => return problem.into_response(),
    };
    let template = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str)
        .filter(|path| ![ROOT, NOTHING].contains(path))
        .map_or("unknown", |path| path.strip_prefix(ROOT).unwrap_or(path));
    let verb = Verb::of(request.method());
    let endpoint = app.usage.recorder().endpoint(template);
    let (account, key) = match &access {
        Access::Anonymous { .. } => (0, 0),
        Access::Key { account_id, key_id, .. } => (*account_id, *key_id),
    };
    let claim = if FREE.contains(&template) { None } else { app.limits.claim(&access) };
    let mut reply = match claim {
        None => None,
        Some(claim) => Some(app.limits.charge(claim).await),
    };
    let mut response = match reply.as_ref().filter(|reply| !reply.outcome.admitted) {
        Some(refusal) => refused(&app, &access.plan().name, refusal).into_response(),
        None => next.run(request).await,
    };
    if let Some(reply) = &mut reply {
        if response.status() == StatusCode::NOT_MODIFIED {
            app.limits.refund(reply).await;
        }
        headers::put(response.headers_mut(), reply, crate::limit::unix_seconds());
    }
    app.usage.recorder().call(Call {
        account,
        key,
        endpoint,
        verb,
        status: response.status().as_u16(),
        bytes: response.body().size_hint().lower(),
        took: started.elapsed(),
    });
    response
}

fn refused(app: &App, plan: &str, reply: &Reply) -> Problem {
    let wait = headers::seconds(reply.outcome.wait());
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
    let plan = plan.to_owned();
    Problem::too_many(
        detail,
        QuotaExceeded { violated_policies: policies, plan, retry_at, upgrade },
    )
}
