//! The HTTP side: quota, faults, headers.

use super::answer::{self, Order};
use super::dice::Dice;
use super::engine::Simulator;
use super::envelope::envelope;
use super::faults::Fault;
use super::query::Query;
use super::quota::{Left, Refusal};
use axum::Router;
use axum::body::Body;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header,
};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// An answer before it is sent.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// Content type, and what is left of the quota.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// How long it is held back.
    pub held: Duration,
}

/// Older answers kept to each question while the fault `stale` may show.
const EARLIER: usize = 4;
/// Questions whose older answers are kept.
const QUESTIONS: usize = 200;

impl Simulator {
    /// Everything, below any prefix such as `/v3`.
    pub fn router(&self) -> Router {
        let simulator = self.clone();
        Router::new().fallback(move |request: Request<Body>| {
            let simulator = simulator.clone();
            async move {
                let question =
                    request.uri().path_and_query().map_or("/", |question| question.as_str());
                let reply = if request.method() == Method::GET {
                    simulator.respond(question)
                } else {
                    refused(StatusCode::METHOD_NOT_ALLOWED, "The API works only with GET requests.")
                };
                if !reply.held.is_zero() {
                    tokio::time::sleep(reply.held).await;
                }
                let mut response = Response::new(Body::from(reply.body));
                *response.status_mut() = reply.status;
                *response.headers_mut() = reply.headers;
                response
            }
        })
    }

    /// The answer to `GET path?query` now, quota and faults included.
    pub fn respond(&self, path_and_query: &str) -> Reply {
        let inner = &*self.inner;
        let now = inner.now();
        let query = Query::read(path_and_query);
        if query.endpoint == "status" {
            // Not counted, and without the counters in its head.
            return json(
                StatusCode::OK,
                answer::answer(inner, &query, now, &Order { shuffled_by: None }),
                None,
            );
        }
        let (left, refusal) = inner.quota(query.sport, |quota| quota.take(now));
        if let Some(refusal) = refusal {
            return over_limit(&query, refusal, left);
        }
        let call = inner.calls.fetch_add(1, Ordering::Relaxed);
        let fault = inner.config.faults.draw(inner.config.seed, call);
        let mut dice = Dice::of(inner.config.seed, &[92, call]);
        let shuffled_by = (fault == Some(Fault::Reordered)).then_some(call);
        let whole = |order: &Order| {
            let body = answer::answer(inner, &query, now, order);
            self.remember(path_and_query, &body, fault == Some(Fault::Stale))
        };
        let order = Order { shuffled_by };
        match fault {
            None | Some(Fault::Reordered | Fault::Stale) => json(StatusCode::OK, whole(&order), Some(left)),
            Some(Fault::TooMany) => json(
                StatusCode::TOO_MANY_REQUESTS,
                r#"{"message":"Too many requests. You have reached your per-minute request limit. Please wait a few seconds before retrying."}"#.to_owned(),
                Some(left),
            ),
            Some(Fault::RateLimit) => over_limit(&query, Refusal::Minute, left),
            Some(Fault::ServerError) => {
                let status = *dice.pick(&[500, 502, 503, 499]);
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                refused(status, "Something went wrong while fetching details. Try again later.")
            }
            Some(Fault::Hold) => {
                let seconds = (10.0 + 5.0 * dice.fraction()) / inner.config.speed.max(0.001);
                let held = Duration::from_secs_f64(seconds.clamp(0.05, 15.0));
                Reply { held, ..json(StatusCode::OK, whole(&order), Some(left)) }
            }
            Some(Fault::Html) => html(),
            Some(Fault::Truncated) => {
                let mut body = whole(&order);
                let mut end = body.len() * usize::try_from(dice.between(30, 95)).unwrap_or(50) / 100;
                while !body.is_char_boundary(end) {
                    end -= 1;
                }
                body.truncate(end);
                json(StatusCode::OK, body, Some(left))
            }
        }
    }

    /// Keeps `body` as an answer to `question`, and gives it or, when `stale`, the oldest one kept.
    fn remember(&self, question: &str, body: &str, stale: bool) -> String {
        if self.inner.config.faults.probability(Fault::Stale) <= 0.0 {
            return body.to_owned();
        }
        let mut earlier = self.inner.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if earlier.len() >= QUESTIONS && !earlier.contains_key(question) {
            earlier.clear();
        }
        let answers = earlier.entry(question.to_owned()).or_default();
        let oldest = answers.front().cloned();
        answers.push_back(body.to_owned());
        if answers.len() > EARLIER {
            answers.pop_front();
        }
        oldest.filter(|_| stale).unwrap_or_else(|| body.to_owned())
    }
}

/// The vendor's refusal: HTTP 200 with an error.
fn over_limit(query: &Query, refusal: Refusal, left: Left) -> Reply {
    let (key, text) = match refusal {
        Refusal::Minute => (
            "rateLimit",
            "Too many requests. You have exceeded the limit of requests per minute of your subscription.",
        ),
        Refusal::Day => (
            "requests",
            "You have reached the request limit for the day, Go to https://dashboard.api-football.com to upgrade your plan.",
        ),
    };
    let body = envelope(query, &[(key.to_owned(), text.to_owned())], 0, "[]");
    json(StatusCode::OK, body, Some(left))
}

/// A body that is a message and no envelope.
fn refused(status: StatusCode, message: &str) -> Reply {
    json(status, format!(r#"{{"message":"{message}"}}"#), None)
}

fn html() -> Reply {
    let body = "<html>\r\n<head><title>Just a moment</title></head>\r\n<body>\r\n<center><h1>Just a moment</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n";
    let mut reply = json(StatusCode::OK, body.to_owned(), None);
    reply
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=UTF-8"));
    reply
}

fn json(status: StatusCode, body: String, left: Option<Left>) -> Reply {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=0, no-store, no-cache"),
    );
    if let Some(left) = left {
        for (name, value) in [
            ("x-ratelimit-requests-limit", left.day_limit),
            ("x-ratelimit-requests-remaining", left.day_left),
            ("x-ratelimit-limit", left.minute_limit),
            ("x-ratelimit-remaining", left.minute_left),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
    }
    Reply { status, headers, body, held: Duration::ZERO }
}
