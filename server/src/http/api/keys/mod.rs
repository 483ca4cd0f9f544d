//! The caller's keys. A key reaches those of its own account only, whatever ids it names.

pub mod create;
mod fields;
pub mod list;
pub mod one;
mod out;
pub mod revoke;
pub mod rotate;
pub mod update;

use crate::{
    accounts::keys::{Asked, ChangedBy, KeyError, KeySummary},
    app::AppState,
    http::{
        Problem, ProblemCode,
        auth::{ApiKey, KeysWrite},
        client_ip::Whence,
        problem::FieldError,
    },
};

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        let detail = error.to_string();
        match error {
            KeyError::NotFound => Problem::not_found(detail),
            KeyError::Bad(fields) => Problem::bad_input(
                fields
                    .into_iter()
                    .map(|bad| FieldError { field: bad.field, message: bad.message })
                    .collect(),
            ),
            KeyError::MoreThanOwn(_) => Problem::forbidden(ProblemCode::MoreThanOwnScopes, detail),
            KeyError::WiderThanOwn(_) => Problem::forbidden(ProblemCode::WiderThanOwn, detail),
            KeyError::Itself => Problem::forbidden(ProblemCode::OwnKey, detail),
            KeyError::NoLongerAllowed => Problem::forbidden(ProblemCode::ScopeMissing, detail),
            KeyError::TooMany(_) => Problem::conflict(ProblemCode::TooManyKeys, detail),
            KeyError::Revoked => Problem::conflict(ProblemCode::KeyIsRevoked, detail),
            KeyError::Unconfirmed => Problem::forbidden(ProblemCode::UnconfirmedAccount, detail),
            KeyError::Database(error) => Problem::internal(error),
        }
    }
}

/// The key of a path, if it is the caller's.
async fn find(app: &AppState, holder: &ApiKey<KeysWrite>, id: &str) -> Result<KeySummary, Problem> {
    Ok(app.keys.find(holder.account, id).await?)
}

/// On the word of the key that asks.
fn asked(holder: &ApiKey<KeysWrite>, Whence(origin): Whence) -> Asked {
    ChangedBy::Key { key: holder.key, replaced: holder.replaced }.at(origin)
}
