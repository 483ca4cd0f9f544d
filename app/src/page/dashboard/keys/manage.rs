//! One key: change, rotate, switch off, revoke.

use super::form::{code, field_message, fields, invalid};
use super::load_keys;
use super::table::{chip, masked};
use super::view::Actions;
use crate::component::time::{Moment, exact};
use crate::live::every_second;
use crate::port::{FieldProblem, Grace, KeyForm, KeyRow, KeyStatus, Rotation, grouped};
use entity::model::{Instant, Scope};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Seconds between looks at the calls on an old token.
const LOOK_EVERY: u32 = 5;

/// The code of a rotation among the problems; that of the form above it is another.
pub(super) const ROTATION_CODE: &str = "rotation-code";

/// The panel of `key`, with what was typed where something was wrong. `ask_code` asks for a code of the
/// second factor where the key may make keys.
pub(super) fn manage(
    key: &KeyRow,
    typed: Option<KeyForm>,
    problems: &[FieldProblem],
    now: Instant,
    ask_code: bool,
    actions: Actions,
) -> impl IntoView + use<> {
    let status = key.status(now);
    let id = key.public_id.clone();
    let form = typed.unwrap_or_else(|| KeyForm::of(key));
    let (about, inputs) = (hidden(&id), fields(&form, problems, true, ask_code));
    view! {
        <p>{chip(key, now)} " " <code>{masked(key)}</code></p>
        <ActionForm action=actions.update>
            {about} {inputs}
            <button class="btn btn-sm btn-primary">"Save"</button>
        </ActionForm>
        {rotation(key, problems, now, ask_code, actions)}
        {switch(&id, status, actions)}
        {revoke(key, problems, actions)}
    }
}

fn rotation(
    key: &KeyRow,
    problems: &[FieldProblem],
    now: Instant,
    ask_code: bool,
    actions: Actions,
) -> impl IntoView + use<> {
    let id = key.public_id.clone();
    let under_way = key.rotation.clone().filter(|rotation| rotation.until > now);
    let body = match under_way {
        Some(rotation) => view! {
            <p>
                "Both tokens work until " <Moment at=rotation.until text=exact(rotation.until)/> "."
            </p>
            <OldCalls id=id.clone() rotation/>
            <ActionForm action=actions.finish>
                {hidden(&id)} <button class="btn btn-sm">"Stop the old token now"</button>
            </ActionForm>
        }
        .into_any(),
        None => {
            let (wrong, note) = (invalid(problems, "grace"), field_message(problems, "grace"));
            let asks = ask_code && key.scopes.contains(&Scope::KeysWrite);
            let code = asks.then(|| code(problems, "code", ROTATION_CODE));
            let choices = Grace::ALL.map(|grace| {
                let selected = grace == Grace::Day;
                view! { <option value=grace.as_str() selected=selected>{grace.name()}</option> }
            });
            view! {
                <p>"A new token is shown once; the old one stops when you choose."</p>
                <ActionForm action=actions.rotate>
                    {hidden(&id)}
                    <div class="form-field">
                        <label for="key-grace">"The old token stops"</label>
                        <select
                            class="input"
                            id="key-grace"
                            name="grace"
                            aria-invalid=wrong
                        >
                            {choices.into_iter().collect_view()}
                        </select>
                        {note}
                    </div>
                    {code}
                    <button class="btn btn-sm">"Rotate"</button>
                </ActionForm>
            }
            .into_any()
        }
    };
    view! { <section class="sheet-part"><h3>"Rotate"</h3>{body}</section> }
}

/// How many calls still come with the old token, counted on while the page is open.
#[component]
fn OldCalls(
    /// Whose, by public id.
    id: String,
    /// The rotation as the page was made.
    rotation: Rotation,
) -> impl IntoView {
    let (shown, set_shown) = signal(rotation);
    let id = StoredValue::new(id);
    Effect::new(move |_| {
        let passed = StoredValue::new(0_u32);
        every_second(move || {
            let due = passed.try_update_value(|passed| {
                *passed = (*passed + 1) % LOOK_EVERY;
                *passed == 0
            });
            if due != Some(true) {
                return;
            }
            spawn_local(async move {
                let (Ok(page), Some(id)) = (load_keys().await, id.try_get_value()) else { return };
                let row = page.keys.into_iter().find(|row| row.public_id == id);
                if let Some(rotation) = row.and_then(|row| row.rotation) {
                    // The page may be gone by now.
                    let _ = set_shown.try_set(rotation);
                }
            });
        });
    });
    view! { <p role="status">{move || shown.with(old_calls)}</p> }
}

/// What to know before the old token is stopped.
fn old_calls(rotation: &Rotation) -> String {
    match (rotation.old_calls, rotation.old_last_used_at) {
        (0, None) if rotation.settled => {
            "No call came with the old token since. It is safe to stop it.".to_owned()
        }
        (0, None) => {
            "No call came with the old token so far. Wait: it takes 15 seconds until all are counted."
                .to_owned()
        }
        (calls, at) => {
            let calls = match calls {
                0 | 1 => "1 call".to_owned(),
                more => format!("{} calls", grouped(more)),
            };
            let last = at.map(|at| format!("; the last one was {}", exact(at)));
            format!("{calls} with the old token since the rotation{}.", last.unwrap_or_default())
        }
    }
}

fn switch(id: &str, status: KeyStatus, actions: Actions) -> impl IntoView + use<> {
    let (to, button, words) = match status {
        KeyStatus::Disabled => {
            ("on", "Switch on", "The key is refused until it is switched on again.")
        }
        KeyStatus::Active
        | KeyStatus::Expiring
        | KeyStatus::Rotating
        | KeyStatus::Expired
        | KeyStatus::Revoked => {
            ("off", "Switch off", "A key that is off is refused, and can be switched on again.")
        }
    };
    let id = id.to_owned();
    view! {
        <section class="sheet-part">
            <h3>{button}</h3>
            <p>{words}</p>
            <ActionForm action=actions.enable>
                {hidden(&id)}
                <input type="hidden" name="to" value=to/>
                <button class="btn btn-sm">{button}</button>
            </ActionForm>
        </section>
    }
}

fn revoke(key: &KeyRow, problems: &[FieldProblem], actions: Actions) -> impl IntoView + use<> {
    let calls: u64 = key.spark.iter().sum();
    let words = format!(
        "It stops at once and for good, and its sockets are closed. It made {} calls in the last \
         24 hours.",
        grouped(calls)
    );
    let (id, name) = (key.public_id.clone(), key.name.clone());
    let (wrong, note) = (invalid(problems, "confirm"), field_message(problems, "confirm"));
    view! {
        <section class="sheet-part sheet-danger">
            <h3>"Revoke"</h3>
            <p>{words}</p>
            <ActionForm action=actions.revoke>
                {hidden(&id)}
                <div class="form-field">
                    <label for="key-confirm">"Type the name, " <strong>{name}</strong></label>
                    <input
                        class="input"
                        id="key-confirm"
                        name="confirm"
                        autocomplete="off"
                        required
                        aria-describedby="confirm-problem"
                        aria-invalid=wrong
                    />
                    {note}
                </div>
                <button class="btn btn-sm btn-error">"Revoke"</button>
            </ActionForm>
        </section>
    }
}

fn hidden(id: &str) -> impl IntoView + use<> {
    view! { <input type="hidden" name="key" value=id.to_owned()/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_with_the_old_token_are_told_in_words() {
        let mut rotation = Rotation {
            until: Instant::UNIX_EPOCH,
            old_calls: 0,
            old_last_used_at: None,
            settled: false,
        };
        assert!(!old_calls(&rotation).contains("safe"));
        rotation.settled = true;
        assert!(old_calls(&rotation).ends_with("It is safe to stop it."));
        rotation.old_last_used_at = Some(Instant::UNIX_EPOCH);
        assert!(old_calls(&rotation).contains("1 Jan 1970"));
        rotation.old_calls = 1200;
        assert!(old_calls(&rotation).starts_with("1,200 calls"));
    }
}
