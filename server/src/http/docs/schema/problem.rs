//! What went wrong.

use utoipa::ToSchema;

/// One member of a request that cannot be used.
#[derive(ToSchema)]
pub struct FieldError {
    /// Its name.
    field: String,
    /// What is wrong with it and what would do.
    message: String,
}

/// What went wrong, by RFC 9457.
#[derive(ToSchema)]
#[schema(example = json!({
    "type": "/docs/errors#bad_input", "title": "Bad input", "status": 400,
    "detail": "limit is a whole number from 1 to 500", "code": "bad_input",
    "request_id": "2f0c2f4e-64f4-4b3c-9f2c-0a4b8d6d7a10",
    "errors": [{"field": "limit", "message": "limit is a whole number from 1 to 500"}]
}))]
pub struct Problem {
    /// Where the code is explained.
    r#type: String,
    /// The class of the problem.
    title: String,
    /// The HTTP status again.
    status: u16,
    /// What happened, what was kept, what to do.
    detail: String,
    /// A word for programs; see [the list](/docs/errors).
    code: String,
    /// Quote it when you ask for help.
    request_id: Option<String>,
    /// Each member that cannot be used; only for bad input.
    errors: Vec<FieldError>,
    /// The policies that are used up; this and the rest only with 429 `quota_exceeded`.
    #[schema(rename = "violated-policies")]
    violated_policies: Vec<String>,
    /// The plan they belong to.
    plan: String,
    /// When one more request is admitted.
    #[schema(format = DateTime)]
    retry_at: String,
    /// Where more is to be had.
    upgrade: String,
}
