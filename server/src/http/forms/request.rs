//! A form on its way in, and the two ways out: the same page again, or the next one.

use crate::{
    accounts::{
        Accounts, Keys,
        password::HashError,
        throttle::TooMany,
        token, trusted_address,
        user::{AccountError, User},
        who::{ActError, Who},
    },
    app::AppState,
    audit::{self, Action, Actor, Entry, Origin, Outcome, told_once},
    http::{client_ip, middleware::auth_session::Auth},
    store::timeout,
    usage::Usage,
};
use app::port::{FormState, Stage, Viewer};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use entity::model::AccountId;
use std::{
    collections::BTreeMap, error::Error, future::Future, net::IpAddr, pin::Pin, sync::Arc,
    time::Duration,
};

/// Most bytes of a form.
const MAX_BODY_BYTES: usize = 16 * 1024;

type Drawn = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Draws the page of a request.
#[derive(Clone)]
pub struct Render(pub Arc<dyn Fn(Request) -> Drawn + Send + Sync>);

/// A form, who sent it and from where.
pub(super) struct FormRequest {
    pub accounts: Accounts,
    pub keys: Keys,
    pub usage: Usage,
    pub auth: Auth,
    /// Where it came from.
    pub address: IpAddr,
    /// The same as accounts remember it.
    pub place: String,
    pub agent: String,
    fields: BTreeMap<String, String>,
    parts: Parts,
}

/// How long one waits where too many passwords are compared at once.
const CROWDED: Duration = Duration::from_secs(5);

/// Why a form comes back.
pub(super) enum FormError {
    /// Something in it: fields and what is wrong with them.
    Wrong(Vec<(&'static str, String)>),
    /// Too many tries.
    Slow(Duration),
    /// The same, and which bucket is empty; with a challenge where a proof of work does instead.
    TooMany(Box<TooMany>, Option<String>),
    /// Our own fault; logged.
    Broken(String),
    /// The database does not answer; logged.
    Away(String),
}

impl FormError {
    pub fn field(name: &'static str, message: impl Into<String>) -> Self {
        Self::Wrong(vec![(name, message.into())])
    }

    /// As the audit log has it; nothing where an empty bucket is noted by itself.
    fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Wrong(_) => Some(Outcome::Refused),
            Self::Slow(_) => Some(Outcome::Throttled),
            Self::TooMany(..) => None,
            Self::Broken(_) => Some(Outcome::Failed),
            // The log is in the database, and whoever asks has waited long enough.
            Self::Away(_) => None,
        }
    }
}

/// Too many tries are told apart from our own faults, wherever they were found out.
impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for FormError {
    fn from(error: E) -> Self {
        let error: Box<dyn Error + Send + Sync> = error.into();
        let error = match error.downcast::<TooMany>() {
            Ok(refused) => return Self::TooMany(refused, None),
            Err(error) => error,
        };
        let hash = match error.downcast_ref() {
            Some(AccountError::Disabled(why)) => {
                let text = "This account is disabled:";
                return Self::field("", format!("{text} {why} Write to us if that is a mistake."));
            }
            Some(AccountError::Hash(hash)) => Some(hash),
            Some(AccountError::Database(_)) | None => error.downcast_ref::<HashError>(),
        };
        match hash {
            Some(HashError::Busy) => Self::Slow(CROWDED),
            None if is_away(&*error) => Self::Away(error.to_string()),
            Some(HashError::Failed(_)) | None => Self::Broken(error.to_string()),
        }
    }
}

/// Whether the database was not reached, in whichever words it comes.
fn is_away(error: &(dyn Error + 'static)) -> bool {
    let found = match error.downcast_ref() {
        Some(AccountError::Database(found)) => Some(found),
        Some(AccountError::Hash(_) | AccountError::Disabled(_)) | None => error.downcast_ref(),
    };
    found.is_some_and(timeout::is_away)
}

impl From<ActError> for FormError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Broken(why) => Self::Broken(why),
            other => Self::field("", other.text()),
        }
    }
}

impl FromRequest<AppState> for FormRequest {
    type Rejection = Response;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let auth =
            Auth::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let bytes = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| {
            (StatusCode::PAYLOAD_TOO_LARGE, "This form is too long.").into_response()
        })?;
        let trusted = &app.config.bind.trusted_proxies;
        let address = client_ip::client(&parts.extensions, &parts.headers, trusted);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
        let agent = agent.unwrap_or_default().chars().take(180).collect();
        Ok(Self {
            accounts: app.accounts.clone().at(address),
            keys: app.keys.clone(),
            usage: app.usage.clone(),
            auth,
            address,
            place: trusted_address::address_key(address),
            agent,
            fields: form_urlencoded::parse(&bytes).into_owned().collect(),
            parts,
        })
    }
}

impl FormRequest {
    /// A field; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Who sent it.
    pub fn viewer(&self) -> Option<&Viewer> {
        self.parts.extensions.get::<Viewer>()
    }

    /// From where it was sent.
    pub fn origin(&self) -> Origin {
        let agent = (!self.agent.is_empty()).then(|| self.agent.clone());
        Origin { address: Some(self.place.clone()), agent }
    }

    /// Who sent it and from where, for the audit log.
    pub fn who(&self) -> Who {
        let actor = match self.viewer() {
            Some(viewer) => Actor::Account(AccountId(viewer.id)),
            None => Actor::Anonymous,
        };
        Who { actor, origin: self.origin() }
    }

    /// Write to the audit log what was tried and not done; `account` is whom it concerns. What was held
    /// back, and what concerns nobody, has one row a minute for each place and action: such tries cost
    /// nothing, and must not fill the log.
    pub async fn note_refusal(&self, action: Action, account: Option<i64>, refusal: &FormError) {
        let Some(outcome) = refusal.outcome() else { return };
        let who = self.who();
        let mut entry = Entry::new(action, who.actor).from(who.origin).outcome(outcome);
        // A sign-in is paid for, and takes as long whether or not there is such an account.
        let is_paid = action == Action::SignIn;
        let concerns_nobody = account.is_none() && self.viewer().is_none() && !is_paid;
        if outcome == Outcome::Throttled || concerns_nobody {
            let kind = format!("{}|{}|{}", action.as_str(), outcome.as_str(), self.place);
            let Some(left_out) = self.accounts.throttle.may_note(kind).await else { return };
            let what = match outcome {
                Outcome::Throttled => "too many at a time",
                Outcome::Done | Outcome::Refused | Outcome::Failed => "it concerns no account",
            };
            entry = entry.detail(told_once(what, left_out));
        }
        let entry = match account {
            Some(account) => entry.on(AccountId(account)),
            None => entry,
        };
        audit::write_or_log(self.accounts.users.database.pool(), entry).await;
    }

    /// Go on under a new id as `user`, after all sessions of the account were ended.
    pub async fn stay_in(&mut self, user: User) -> Result<(), FormError> {
        self.auth.session.cycle_id().await?;
        self.auth.login(&user).await?;
        Ok(())
    }

    /// What was typed, secrets left out.
    fn kept(&self) -> BTreeMap<String, String> {
        let secret = |name: &str| ["password", "current", "code", "proof"].contains(&name);
        let keep = |(name, value): (&String, &String)| {
            (!secret(name)).then(|| (name.clone(), value.chars().take(300).collect()))
        };
        self.fields.iter().filter_map(keep).collect()
    }

    /// Draw `path` with what is wrong in the form `form`.
    pub async fn refuse(self, path: &str, form: &str, refusal: FormError) -> Response {
        let (status, errors) = match refusal {
            FormError::Wrong(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
            FormError::Slow(wait) => return self.hold_back(path, form, wait, None).await,
            FormError::TooMany(refused, challenge) => {
                self.note(form, &refused.subject).await;
                return self.hold_back(path, form, refused.wait, challenge).await;
            }
            FormError::Broken(why) | FormError::Away(why) => {
                tracing::error!(%why, form, "a form could not be taken");
                let text =
                    "This did not work just now; nothing was changed. Try again in a moment.";
                (StatusCode::SERVICE_UNAVAILABLE, vec![("", text.to_owned())])
            }
        };
        let state = self.state(form, errors);
        let mut response = self.show(path, status, state, None).await;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, timeout::RETRY_AFTER_SECONDS.into());
        }
        response
    }

    /// A form with what was typed and what is wrong.
    pub(super) fn state(&self, form: &str, errors: Vec<(&'static str, String)>) -> FormState {
        let errors = errors.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        FormState { form: form.to_owned(), values: self.kept(), errors, ..FormState::default() }
    }

    /// Draw `path` with a form's state, and as seen by `viewer` if that has just changed.
    pub async fn show(
        self,
        path: &str,
        status: StatusCode,
        state: FormState,
        viewer: Option<Viewer>,
    ) -> Response {
        let mut parts = self.parts;
        let Some(Render(render)) = parts.extensions.get::<Render>().cloned() else {
            return status.into_response();
        };
        parts.method = Method::GET;
        parts.uri = path.parse().unwrap_or_default();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.remove(header::CONTENT_TYPE);
        if let Some((token, stage)) =
            self.fields.get("token").zip(parts.extensions.get_mut::<Stage>())
        {
            let pool = self.accounts.users.database.pool();
            // Where it cannot be looked up the form stays.
            stage.link = token::good_for(pool, token).await.ok();
        }
        parts.extensions.insert(state);
        if let Some(viewer) = viewer {
            parts.extensions.insert(viewer);
        }
        let mut response = render(Request::from_parts(parts, Body::empty())).await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = status;
        }
        response
    }
}

/// Lead on.
pub(super) fn redirect(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Where to go after signing in: a path of ours, nothing else.
pub(super) fn safe_next(wanted: &str) -> String {
    let ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && wanted.len() <= 1_000
        && wanted.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && !wanted.starts_with("/login")
        && !wanted.starts_with("/logout");
    if ours { wanted.to_owned() } else { "/dashboard".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_a_page_that_is_not_ours() {
        for wanted in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\n/evil.example",
            "",
            "x",
        ] {
            assert_eq!(safe_next(wanted), "/dashboard", "{wanted:?}");
        }
        assert_eq!(safe_next("/dashboard/keys?new=1"), "/dashboard/keys?new=1");
    }
}
