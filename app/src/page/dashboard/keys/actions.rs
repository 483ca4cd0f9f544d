//! What the forms do.

#[cfg(feature = "ssr")]
use super::manage::ROTATION_CODE;
use crate::port::{AppError, KeyForm, KeyOutcome};
#[cfg(feature = "ssr")]
use crate::port::{FieldProblem, Grace, KeyError, KeyRow};
#[cfg(feature = "ssr")]
use crate::routes;
use leptos::prelude::*;

/// Make a key.
#[server(name = CreateKey, prefix = "/fn", endpoint = "dashboard/keys/create")]
pub async fn create_key(
    /// What was typed.
    form: KeyForm,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let done = match form.read(desk.now, None) {
        Ok(draft) => desk.ports.keys.create(desk.account, draft).await,
        Err(problems) => Err(KeyError::Invalid(problems)),
    };
    let done =
        done.map(|key| (KeyOutcome::Token { key, old_until: None }, routes::KEYS.to_owned()));
    settle(done, form, None).await
}

/// Change what a key is called and may do.
#[server(name = UpdateKey, prefix = "/fn", endpoint = "dashboard/keys/update")]
pub async fn update_key(
    /// Which key, by its public id.
    key: String,
    /// What was typed.
    form: KeyForm,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let row = match desk.row(&key).await {
        Ok(row) => row,
        Err(error) => return lost(error).await,
    };
    let done = match form.read(desk.now, row.expires_at) {
        Ok(draft) => desk.ports.keys.update(desk.account, &key, draft).await,
        Err(problems) => Err(KeyError::Invalid(problems)),
    };
    let said = format!("“{}” is saved.", form.name.trim());
    settle(done.map(|()| (KeyOutcome::Done(said), routes::KEYS.to_owned())), form, Some(key)).await
}

/// Give a key a new token.
#[server(name = RotateKey, prefix = "/fn", endpoint = "dashboard/keys/rotate")]
pub async fn rotate_key(
    /// Which key, by its public id.
    key: String,
    /// How long the old token stays good: a word of [`Grace`].
    grace: String,
    /// A code of the second factor, where the key may make keys.
    #[server(default)]
    code: String,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let row = match desk.row(&key).await {
        Ok(row) => row,
        Err(error) => return lost(error).await,
    };
    let done = match Grace::from_word(&grace) {
        Some(grace) => {
            let old_until = (grace != Grace::Now).then(|| desk.now + grace.length());
            let made = desk.ports.keys.rotate(desk.account, &key, grace, code.trim()).await;
            made.map(|key| (KeyOutcome::Token { key, old_until }, routes::KEYS.to_owned()))
                .map_err(of_rotation)
        }
        None => Err(problem("grace", "Choose when the old token stops: now, 1h, 24h, 3d or 7d.")),
    };
    settle(done, KeyForm::of(&row), Some(key)).await
}

/// End a rotation early.
#[server(name = FinishRotation, prefix = "/fn", endpoint = "dashboard/keys/finish")]
pub async fn finish_rotation(
    /// Which key, by its public id.
    key: String,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let row = match desk.row(&key).await {
        Ok(row) => row,
        Err(error) => return lost(error).await,
    };
    let done = desk.ports.keys.finish_rotation(desk.account, &key).await;
    let said = format!("The old token of “{}” has stopped.", row.name);
    let done = done.map(|()| (KeyOutcome::Done(said), routes::key(&key)));
    settle(done, KeyForm::of(&row), Some(key)).await
}

/// Switch a key off or on.
#[server(name = EnableKey, prefix = "/fn", endpoint = "dashboard/keys/enable")]
pub async fn enable_key(
    /// Which key, by its public id.
    key: String,
    /// `on` or `off`.
    to: String,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let row = match desk.row(&key).await {
        Ok(row) => row,
        Err(error) => return lost(error).await,
    };
    let (done, word) = match to.as_str() {
        "on" => (desk.ports.keys.set_enabled(desk.account, &key, true).await, "on"),
        "off" => (desk.ports.keys.set_enabled(desk.account, &key, false).await, "off"),
        _ => (Err(problem("to", "Switch the key on or off.")), ""),
    };
    let said = format!("“{}” is switched {word}.", row.name);
    let done = done.map(|()| (KeyOutcome::Done(said), routes::key(&key)));
    settle(done, KeyForm::of(&row), Some(key)).await
}

/// End a key for good.
#[server(name = RevokeKey, prefix = "/fn", endpoint = "dashboard/keys/revoke")]
pub async fn revoke_key(
    /// Which key, by its public id.
    key: String,
    /// The key's name, typed.
    #[server(default)]
    confirm: String,
) -> Result<KeyOutcome, AppError> {
    let desk = ActionContext::open()?;
    let row = match desk.row(&key).await {
        Ok(row) => row,
        Err(error) => return lost(error).await,
    };
    let done = if confirm.trim() == row.name.trim() {
        desk.ports.keys.revoke(desk.account, &key).await
    } else {
        Err(problem("confirm", format!("Type “{}” to revoke the key. It still works.", row.name)))
    };
    let said = format!("“{}” is revoked and its sockets are closed.", row.name);
    let done = done.map(|()| (KeyOutcome::Done(said), routes::KEYS.to_owned()));
    settle(done, KeyForm::of(&row), Some(key)).await
}

/// What every action needs.
#[cfg(feature = "ssr")]
struct ActionContext {
    account: i64,
    ports: crate::port::CustomerPorts,
    now: entity::model::Instant,
}

#[cfg(feature = "ssr")]
impl ActionContext {
    fn open() -> Result<Self, AppError> {
        let viewer = crate::request::signed_in()?;
        let ports = crate::request::customer()?;
        let now = crate::request::ports()?.scores.now();
        Ok(Self { account: viewer.0, ports, now })
    }

    /// The viewer's key of that public id.
    async fn row(&self, key: &str) -> Result<KeyRow, AppError> {
        let keys = self.ports.keys.list(self.account).await;
        let keys = keys.map_err(crate::request::customer_error)?;
        let found = keys.into_iter().find(|row| row.public_id == key);
        found.ok_or_else(|| AppError::not_found("such key of yours"))
    }
}

#[cfg(feature = "ssr")]
fn problem(field: &str, message: impl Into<String>) -> KeyError {
    KeyError::Invalid(vec![FieldProblem::new(field, message)])
}

/// The code of a rotation is another field than that of the form.
#[cfg(feature = "ssr")]
fn of_rotation(error: KeyError) -> KeyError {
    let KeyError::Invalid(mut problems) = error else { return error };
    for problem in problems.iter_mut().filter(|problem| problem.field == "code") {
        ROTATION_CODE.clone_into(&mut problem.field);
    }
    KeyError::Invalid(problems)
}

/// The key of a form is not there: with a script a failure, without it the page that says so.
#[cfg(feature = "ssr")]
async fn lost(error: AppError) -> Result<KeyOutcome, AppError> {
    if !crate::request::wants_page() {
        return Err(error);
    }
    let detail = format!("{} Nothing was changed.", error.detail);
    let problems = vec![FieldProblem::new("", detail)];
    let outcome = KeyOutcome::Invalid { problems, form: KeyForm::default(), key: None };
    crate::request::flash(&outcome, routes::KEYS).await?;
    Ok(outcome)
}

/// What came of it: with a script as the answer, without as the page it leads to.
///
/// A problem of no field has an empty name.
#[cfg(feature = "ssr")]
async fn settle(
    done: Result<(KeyOutcome, String), KeyError>,
    mut form: KeyForm,
    key: Option<String>,
) -> Result<KeyOutcome, AppError> {
    let (outcome, page) = match done {
        Ok(done) => done,
        Err(error) => {
            let problems = match error {
                KeyError::Invalid(problems) => problems,
                KeyError::Refused(sentence) => vec![FieldProblem::new("", sentence)],
                KeyError::Port(error) => {
                    vec![FieldProblem::new("", crate::request::customer_error(error).detail)]
                }
            };
            let page = key.as_deref().map_or_else(routes::new_key, routes::key);
            form.code.clear();
            (KeyOutcome::Invalid { problems, form, key }, page)
        }
    };
    if crate::request::wants_page() {
        crate::request::flash(&outcome, &page).await?;
    }
    Ok(outcome)
}
