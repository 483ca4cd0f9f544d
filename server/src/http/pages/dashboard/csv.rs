//! `GET /dashboard/usage.csv`: the numbers of the usage page as a file.

use super::usage::UsagePort;
use crate::{
    app::AppState,
    http::{Problem, problem::FieldError},
};
use app::port::{PortError, UsageQuery, Viewer};
use axum::{
    Extension,
    extract::{RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};

/// What the viewer used, under the query of the page.
pub async fn usage_csv(
    Extension(viewer): Extension<Viewer>,
    State(app): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let text = query.unwrap_or_default();
    let get = |name: &str| {
        let mut pairs = form_urlencoded::parse(text.as_bytes());
        pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    };
    let (query, problems) = UsageQuery::read(get);
    if !problems.is_empty() {
        let error = |problem: app::port::FilterProblem| FieldError {
            field: problem.field.to_owned(),
            message: problem.message,
        };
        return Err(Problem::bad_input(problems.into_iter().map(error).collect()));
    }
    let text = UsagePort(app).csv(viewer.id, &query).await.map_err(|error| match error {
        PortError::NotFound { what } => Problem::not_found(format!("we know no {what}")),
        PortError::Unavailable => {
            Problem::internal(std::io::Error::other("usage could not be read"))
        }
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}
