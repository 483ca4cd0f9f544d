//! The page.

use super::actions::{CreateKey, EnableKey, FinishRotation, RevokeKey, RotateKey, UpdateKey};
use super::form::{all, fields};
use super::manage::manage;
use super::reveal::Reveal;
use super::sheet::Sheet;
use super::table::table;
use super::{KeysPage, load_keys};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::{EmptyState, Failure};
use crate::page::dashboard::{Frame, Section};
use crate::port::{AppError, FieldProblem, KeyForm, KeyOutcome};
use crate::routes;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What the forms do.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub(super) create: ServerAction<CreateKey>,
    pub(super) update: ServerAction<UpdateKey>,
    pub(super) rotate: ServerAction<RotateKey>,
    pub(super) finish: ServerAction<FinishRotation>,
    pub(super) enable: ServerAction<EnableKey>,
    pub(super) revoke: ServerAction<RevokeKey>,
}

/// What the latest form came to, where a script sent it.
type Latest = RwSignal<Option<Result<KeyOutcome, AppError>>>;

/// The keys: a table, and beside it the form of a new key or the panel of one.
#[component]
pub fn DashboardKeys() -> impl IntoView {
    let query = use_query_map();
    let asked =
        Memo::new(move |_| query.with(|query| (query.get("new").is_some(), query.get("key"))));
    let actions = Actions {
        create: ServerAction::new(),
        update: ServerAction::new(),
        rotate: ServerAction::new(),
        finish: ServerAction::new(),
        enable: ServerAction::new(),
        revoke: ServerAction::new(),
    };
    let latest: Latest = RwSignal::new(None);
    follow(actions.create, latest);
    follow(actions.update, latest);
    follow(actions.rotate, latest);
    follow(actions.finish, latest);
    follow(actions.enable, latest);
    follow(actions.revoke, latest);
    // Another panel has nothing to do with what the last form came to.
    Effect::new(move |before: Option<_>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            latest.set(None);
        }
        now
    });
    let page = Resource::new(|| (), |()| load_keys());
    Effect::new(move |_| {
        if latest.get().is_some() {
            page.refetch();
        }
    });
    view! {
        <Title text="Keys"/>
        <Frame at=Section::Keys>
            <div class="section-head">
                <h1>"Keys"</h1>
                <a class="btn btn-sm btn-primary" href=routes::new_key()>"Create a key"</a>
            </div>
            <Transition fallback=|| view! { <Skeleton rows=4 shape=Shape::Table/> }>
                {move || {
                    let (new, key) = asked.try_get().unwrap_or_default();
                    let latest = latest.try_get().flatten();
                    Suspend::new(async move {
                        match page.await {
                            Ok(page) => body(page, latest, new, key.as_deref(), actions),
                            Err(error) => view! { <Failure error retry=routes::KEYS/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </Frame>
    }
    .into_any()
}

/// Tell `latest` what `action` came to.
fn follow<S>(action: ServerAction<S>, latest: Latest)
where
    S: ServerFn<Output = KeyOutcome, Error = AppError> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        // Before the first time it holds what the page's address says, which anybody may have written.
        let was_sent = action.version().get() > 0;
        if let Some(value) = action.value().get().filter(|_| was_sent) {
            latest.set(Some(value));
        }
    });
}

fn body(
    page: KeysPage,
    latest: Option<Result<KeyOutcome, AppError>>,
    new: bool,
    key: Option<&str>,
    actions: Actions,
) -> AnyView {
    let (outcome, failure) = match latest {
        Some(Ok(outcome)) => (Some(outcome), None),
        Some(Err(error)) => (None, Some(FieldProblem::new("", error.detail))),
        None => (page.outcome, None),
    };
    let failed: Vec<_> = failure.into_iter().collect();
    let ask_code = page.two_factor;
    let (top, wrong) = match outcome {
        Some(KeyOutcome::Token { key, old_until }) => {
            let top = view! { <Reveal made=key old_until/> }.into_any();
            // The form that made it is done with.
            return view! { {top} {list(&page.keys, page.now)} }.into_any();
        }
        Some(KeyOutcome::Done(said)) => {
            (Some(view! { <p class="notice" role="status">{said}</p> }.into_any()), None)
        }
        Some(KeyOutcome::Invalid { problems, form, key }) => (None, Some((problems, form, key))),
        None => (None, None),
    };
    let row = key.and_then(|id| {
        page.keys.iter().find(|row| row.public_id == id && row.revoked_at.is_none())
    });
    let is_new = key.is_none() && new;
    // What was typed goes back into its form; where that is not shown, what is wrong still is.
    let (problems, typed, elsewhere) = match wrong {
        None if row.is_some() || is_new => (failed, None, Vec::new()),
        None => (Vec::new(), None, failed),
        Some((problems, form, about)) => {
            let fits = match (row, about) {
                (Some(row), about) => about.as_ref() == Some(&row.public_id),
                (None, about) => is_new && about.is_none(),
            };
            match fits {
                true => (problems, Some(form), Vec::new()),
                false => (Vec::new(), None, problems),
            }
        }
    };
    let sheet = match row {
        Some(row) => {
            let content = manage(row, typed, &problems, page.now, ask_code, actions).into_any();
            Some(view! { <Sheet title=row.name.clone() content/> }.into_any())
        }
        None if is_new => {
            let form = typed.unwrap_or_else(KeyForm::fresh);
            let content = view! {
                <ActionForm action=actions.create>
                    {fields(&form, &problems, false, ask_code)}
                    <button class="btn btn-sm btn-primary">"Create"</button>
                </ActionForm>
            };
            let content = content.into_any();
            Some(view! { <Sheet title="New key".to_owned() content/> }.into_any())
        }
        None => None,
    };
    view! { {top} {all(&elsewhere)} {sheet} {list(&page.keys, page.now)} }.into_any()
}

fn list(keys: &[crate::port::KeyRow], now: entity::model::Instant) -> AnyView {
    if keys.is_empty() {
        return view! {
            <EmptyState
                title="No keys yet"
                detail="A key lets a program read matches and open sockets under your plan."
                action=Some((routes::new_key(), "Create a key"))
            />
        }
        .into_any();
    }
    table(keys, now).into_any()
}
