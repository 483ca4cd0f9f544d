//! Why the upstream has no answer, as a problem that gives nothing of ours away.

use super::problem::{FieldError, Problem};
use crate::{
    gateway::{FetchError, ReadError},
    http::ProblemCode,
};
use axum::http::StatusCode;
use entity::model::Instant;
use upstream::client::{ParameterFault, UpstreamError};
use utoipa::{
    ToResponse,
    openapi::{RefOr, Response},
};

/// Seconds after which a passing fault is worth another try.
const SOON: i64 = 5;
const KEY: &str = "the upstream does not serve this service at the moment; the operator has to act";

/// By its name, what whoever may have to ask the upstream is refused with; [`super::docs`] describes it
/// with all other refusals.
pub struct BadGateway;

/// The same where the upstream did not answer in time.
pub struct GatewayTimeout;

impl ToResponse<'_> for BadGateway {
    fn response() -> (&'static str, RefOr<Response>) {
        ("BadGateway", Response::default().into())
    }
}

impl ToResponse<'_> for GatewayTimeout {
    fn response() -> (&'static str, RefOr<Response>) {
        ("GatewayTimeout", Response::default().into())
    }
}

/// The problem of what could not be read, with `Retry-After` where waiting helps.
pub fn of(error: impl Into<ReadError>, now: Instant) -> Problem {
    match error.into() {
        ReadError::Fault(fault) => {
            let wait = wait(&fault, now);
            let problem = problem(fault);
            match wait {
                Some(wait) => problem.retry_after(u32::try_from(wait).unwrap_or(u32::MAX)),
                None => problem,
            }
        }
        ReadError::Decode(error) => Problem::internal(error),
        ReadError::Rankings(error) => Problem::internal(error),
    }
}

/// The problem of a question whose parameters cannot be used.
pub fn bad_parameters(faults: Vec<ParameterFault>) -> Problem {
    let named = |ParameterFault { name: field, message }| FieldError { field, message };
    Problem::bad_input(faults.into_iter().map(named).collect())
}

/// In how many seconds asking again may help.
fn wait(fault: &FetchError, now: Instant) -> Option<i64> {
    match fault {
        FetchError::BudgetExhausted(short) => Some(short.retry_after(now)),
        FetchError::Spent(wait) => Some(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX - 1) + 1),
        FetchError::Upstream(UpstreamError::DayQuotaUsedUp { .. }) => {
            Some(86_400 - now.timestamp().rem_euclid(86_400))
        }
        FetchError::Upstream(UpstreamError::MinuteLimit { .. }) => {
            Some(60 - now.timestamp().rem_euclid(60))
        }
        FetchError::Upstream(
            UpstreamError::BadParameters { .. }
            | UpstreamError::NotInPlan { .. }
            | UpstreamError::TooLarge { .. },
        )
        | FetchError::NotFollowed(_)
        | FetchError::TooLarge(_) => None,
        FetchError::Upstream(_) | FetchError::Cancelled => Some(SOON),
    }
}

/// The problem of a fault.
fn problem(fault: FetchError) -> Problem {
    use StatusCode as S;
    let error = match fault {
        FetchError::Upstream(error) => error,
        FetchError::BudgetExhausted(short) => {
            let detail = format!("{short}; ask again after Retry-After");
            return Problem::upstream(S::SERVICE_UNAVAILABLE, ProblemCode::UpstreamBudget, detail);
        }
        FetchError::Spent(wait) => {
            let wait = wait.as_secs() + 1;
            return Problem::upstream(
                S::TOO_MANY_REQUESTS,
                ProblemCode::UpstreamShare,
                format!(
                    "{fault}; what is at hand is still given, and one more call is yours in {wait} s"
                ),
            );
        }
        FetchError::NotFollowed(_) => return Problem::not_found(fault.to_string()),
        FetchError::TooLarge(_) => {
            return Problem::upstream(
                S::BAD_GATEWAY,
                ProblemCode::UpstreamTooLarge,
                fault.to_string(),
            );
        }
        FetchError::Cancelled => {
            let detail = "the question to the upstream was cut off; trying again may help";
            return Problem::upstream(S::BAD_GATEWAY, ProblemCode::UpstreamFailed, detail);
        }
    };
    match error {
        UpstreamError::BadParameters { faults } => bad_parameters(faults),
        UpstreamError::NotInPlan { message } => {
            let field = if message.contains("season") { "season" } else { "date" };
            Problem::bad_field(field, format!("the upstream does not serve this: {message}"))
        }
        UpstreamError::KeyRefused { .. }
        | UpstreamError::Suspended { .. }
        | UpstreamError::NotSubscribed { .. } => {
            Problem::upstream(S::SERVICE_UNAVAILABLE, ProblemCode::UpstreamRefused, KEY)
        }
        UpstreamError::DayQuotaUsedUp { .. } | UpstreamError::MinuteLimit { .. } => {
            let detail = "the upstream's allowance is used up; ask again after Retry-After";
            Problem::upstream(S::SERVICE_UNAVAILABLE, ProblemCode::UpstreamBudget, detail)
        }
        UpstreamError::Timeout { .. } => {
            let detail = "the upstream did not answer in time; trying again may help";
            Problem::upstream(S::GATEWAY_TIMEOUT, ProblemCode::UpstreamTimeout, detail)
        }
        UpstreamError::Unreachable { .. } => {
            let detail = "the upstream cannot be reached; trying again may help";
            Problem::upstream(S::BAD_GATEWAY, ProblemCode::UpstreamUnreachable, detail)
        }
        UpstreamError::TooLarge { limit } => {
            let detail = format!("the upstream's answer is larger than {limit} bytes");
            Problem::upstream(S::BAD_GATEWAY, ProblemCode::UpstreamTooLarge, detail)
        }
        UpstreamError::VendorFault { .. }
        | UpstreamError::HtmlPage { .. }
        | UpstreamError::NotJson { .. }
        | UpstreamError::Unexpected { .. } => {
            let detail = "the upstream gave no usable answer; trying again may help";
            Problem::upstream(S::BAD_GATEWAY, ProblemCode::UpstreamFailed, detail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{http::header, response::IntoResponse};

    #[test]
    fn nothing_of_our_account_is_told() {
        let message = "Your account is suspended, check key 0123".to_owned();
        for error in [
            UpstreamError::Suspended { message: message.clone() },
            UpstreamError::KeyRefused { message: message.clone() },
            UpstreamError::DayQuotaUsedUp { message },
        ] {
            let told = problem(FetchError::Upstream(error)).to_string();
            assert!(!told.contains("0123") && !told.contains("account"), "{told}");
        }
    }

    #[test]
    fn a_parameter_the_upstream_will_not_take_is_named_to_the_reader() {
        let faults = vec![ParameterFault {
            name: "league".to_owned(),
            message: "The League field must be an integer.".to_owned(),
        }];
        let fault = FetchError::Upstream(UpstreamError::BadParameters { faults });
        let response = of(fault, Instant::default()).into_response();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert!(!response.headers().contains_key(header::RETRY_AFTER));
    }

    #[test]
    fn a_used_up_day_says_when_it_ends() {
        let now = "2026-11-23T23:59:00Z".parse().expect("is an instant");
        let message = String::new();
        let fault = FetchError::Upstream(UpstreamError::DayQuotaUsedUp { message });
        let response = of(fault, now).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "60");
    }
}
