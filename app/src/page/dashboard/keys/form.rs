//! The fields of a key.

use crate::port::{FieldProblem, KEEP, KeyForm};
use entity::model::{KEY_NAME_LENGTH, Scope};
use leptos::prelude::*;

/// The fields, filled with what was typed; each problem stands below its field.
///
/// `existing` offers to leave the key's end as it is; `ask_code` asks for a code of the second factor
/// where the key may make keys.
pub(super) fn fields(
    form: &KeyForm,
    problems: &[FieldProblem],
    existing: bool,
    ask_code: bool,
) -> impl IntoView + use<> {
    let scopes = Scope::ALL.map(|scope| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    name=format!("form[scopes][{}]", scope.as_str())
                    value="on"
                    checked=form.has(scope)
                />
                <span><code>{scope.as_str()}</code> " " {meaning(scope)}</span>
            </label>
        }
    });
    let ends = ends(&form.expires, existing);
    view! {
        {general(problems)}
        <div class="form-field">
            <label for="key-name">"Name"</label>
            <input
                class="input"
                id="key-name"
                name="form[name]"
                value=form.name.clone()
                maxlength=KEY_NAME_LENGTH.to_string()
                autocomplete="off"
                autofocus=!existing
                aria-describedby="name-problem"
                aria-invalid=invalid(problems, "name")
            />
            {field_message(problems, "name")}
        </div>
        <fieldset class="form-field" aria-describedby="scopes-problem">
            <legend>"May"</legend>
            {scopes.into_iter().collect_view()}
            {field_message(problems, "scopes")}
        </fieldset>
        <div class="form-field">
            <label for="key-expires">"Stops working"</label>
            <select
                class="input"
                id="key-expires"
                name="form[expires]"
                aria-describedby="expires-problem"
                aria-invalid=invalid(problems, "expires")
            >
                {ends}
            </select>
            {field_message(problems, "expires")}
        </div>
        <div class="form-field">
            <label for="key-addresses">"Only from addresses"</label>
            <textarea
                class="input"
                id="key-addresses"
                name="form[addresses]"
                rows="2"
                placeholder="Anywhere; or 203.0.113.0/24"
                aria-describedby="addresses-problem"
                aria-invalid=invalid(problems, "addresses")
            >
                {form.addresses.clone()}
            </textarea>
            {field_message(problems, "addresses")}
        </div>
        <div class="form-field">
            <label for="key-origins">"Only from web origins"</label>
            <textarea
                class="input"
                id="key-origins"
                name="form[origins]"
                rows="2"
                placeholder="Anywhere; or https://www.example.org"
                aria-describedby="origins-problem"
                aria-invalid=invalid(problems, "origins")
            >
                {form.origins.clone()}
            </textarea>
            {field_message(problems, "origins")}
        </div>
        {ask_code.then(|| code(problems, "form[code]", "code"))}
    }
}

/// The field of a code of the second factor; `field` names it among the problems. The stylesheet shows
/// it where a scope is ticked that asks for one.
pub(super) fn code(
    problems: &[FieldProblem],
    name: &'static str,
    field: &'static str,
) -> impl IntoView + use<> {
    let id = format!("key-{field}");
    view! {
        <div class="form-field key-code">
            <label for=id.clone()>"Code of your second factor"</label>
            <input
                class="input"
                id=id
                name=name
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=format!("{field}-hint {field}-problem")
                aria-invalid=invalid(problems, field)
            />
            {field_message(problems, field)}
            <p class="hint" id=format!("{field}-hint")>
                "A key that may make keys is as good as you, so your device is asked first."
            </p>
        </div>
    }
}

/// The problems of no one field.
fn general(problems: &[FieldProblem]) -> impl IntoView + use<> {
    alerts(problems.iter().filter(|problem| problem.field.is_empty()))
}

/// All problems, where the form they are about is not shown.
pub(super) fn all(problems: &[FieldProblem]) -> impl IntoView + use<> {
    alerts(problems.iter())
}

fn alerts<'a>(problems: impl Iterator<Item = &'a FieldProblem>) -> AnyView {
    let texts: Vec<_> = problems.map(|problem| problem.message.clone()).collect();
    texts
        .into_iter()
        .map(|text| view! { <p class="notice notice-stale" role="alert">{text}</p> })
        .collect_view()
        .into_any()
}

/// The problem with `field`, in a place readers are pointed to.
pub(super) fn field_message(
    problems: &[FieldProblem],
    field: &'static str,
) -> impl IntoView + use<> {
    let text = problems.iter().find(|problem| problem.field == field).map(|p| p.message.clone());
    text.map(|text| view! { <p class="problem" id=format!("{field}-problem")>{text}</p> })
}

/// The value of `aria-invalid` of `field`.
pub(super) fn invalid(problems: &[FieldProblem], field: &str) -> Option<&'static str> {
    problems.iter().any(|problem| problem.field == field).then_some("true")
}

/// The choices of an end; what was typed is among them whatever it is.
fn ends(chosen: &str, existing: bool) -> impl IntoView + use<> {
    let mut choices = vec![
        ("30".to_owned(), "in 30 days".to_owned()),
        ("90".to_owned(), "in 90 days".to_owned()),
        ("365".to_owned(), "in a year".to_owned()),
        ("never".to_owned(), "never (rotate it now and then)".to_owned()),
    ];
    if existing {
        choices.insert(0, (KEEP.to_owned(), "as it is now".to_owned()));
    }
    if !chosen.is_empty() && choices.iter().all(|(value, _)| value != chosen) {
        choices.push((chosen.to_owned(), chosen.to_owned()));
    }
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    choices.into_iter().map(option).collect_view()
}

/// What a scope lets a key do.
pub(super) const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::MatchesRead => "read sports, leagues, matches and changes",
        Scope::ProxyRead => "read the upstream’s own JSON",
        Scope::StreamConnect => "open sockets and streams",
        Scope::UsageRead => "read your usage",
        Scope::KeysWrite => "make, change and revoke keys",
    }
}
