//! The parts of the page, each with its own form.

use crate::component::form::{Field, FormError};
use crate::component::time::{Moment, long_date};
use crate::port::{AccountSettings, FormState, SessionRow};
use crate::routes;
use entity::model::Instant;
use leptos::prelude::*;

/// All of them, in order.
pub(super) fn all(settings: &AccountSettings, form: &FormState) -> AnyView {
    // Forms of one button have no place of their own for what is wrong.
    let bare = ["verify", "sessions", "export", "email-cancel"].contains(&form.form.as_str());
    let whole = if bare { form.clone() } else { FormState::default() };
    view! {
        <FormError state=whole/>
        {address(settings, form)}
        {password(settings, form)}
        {two_factor(settings, form)}
        {sessions(settings, form)}
        {data(settings, form)}
    }
    .into_any()
}

fn hidden(form: &'static str) -> impl IntoView {
    view! { <input type="hidden" name="form" value=form/> }
}

fn current(state: FormState, scope: &'static str) -> impl IntoView {
    view! {
        <Field
            label="Your password" name="current" kind="password" autocomplete="current-password"
            state scope
        />
    }
}

fn code(state: FormState, scope: &'static str) -> impl IntoView {
    view! { <Field label="Code" name="code" autocomplete="one-time-code" state scope/> }
}

/// The password, and the code where one is asked for at the door too.
fn proof(state: FormState, scope: &'static str, two_factor: bool) -> impl IntoView {
    let code = two_factor.then(|| code(state.clone(), scope));
    view! {
        {current(state, scope)}
        {code}
    }
}

fn address(settings: &AccountSettings, form: &FormState) -> AnyView {
    let state = form.of("email");
    let viewer = &settings.viewer;
    let email = viewer.email.clone();
    let pending = settings.pending_email.clone().map(|wanted| {
        view! {
            <form method="post" action=routes::SETTINGS class="notice form-line">
                {hidden("email-cancel")}
                <span>
                    "A move to " <strong>{wanted}</strong>
                    " waits for the link in the letter there. Every session ends with it."
                </span>
                <button class="btn btn-sm">"Call it off"</button>
            </form>
        }
    });
    let two_factor = viewer.two_factor;
    // Nothing can be moved before it is known whose it is.
    let change = viewer.verified.then(|| {
        view! {
            <form method="post" action=routes::SETTINGS class="form" novalidate>
                {hidden("email")}
                <FormError state=state.clone()/>
                <Field
                    label="New e-mail" name="email" kind="email" autocomplete="email"
                    hint="It is used once you have followed the link we send there."
                    state=state.clone() scope="email"
                />
                {proof(state, "email", two_factor)}
                <button class="btn">"Change the e-mail"</button>
            </form>
        }
    });
    view! {
        <section class="panel setting">
            <h2>"E-mail"</h2>
            <p class="setting-fact">
                <strong>{email}</strong>
                " · since "
                <Moment at=settings.created text=long_date(settings.created.date_naive())/>
            </p>
            {pending}
            {change}
        </section>
    }
    .into_any()
}

fn password(settings: &AccountSettings, form: &FormState) -> AnyView {
    let state = form.of("password");
    let two_factor = settings.viewer.two_factor;
    view! {
        <section class="panel setting">
            <h2>"Password"</h2>
            <form method="post" action=routes::SETTINGS class="form" novalidate>
                {hidden("password")}
                <FormError state=state.clone()/>
                {proof(state.clone(), "password", two_factor)}
                <Field
                    label="New password" name="password" kind="password"
                    autocomplete="new-password" state scope="password"
                    hint="At least 8 characters; 15 or more are better. Your other sessions end."
                />
                <button class="btn">"Change the password"</button>
            </form>
        </section>
    }
    .into_any()
}

fn two_factor(settings: &AccountSettings, form: &FormState) -> AnyView {
    if !settings.viewer.two_factor {
        let way = match settings.viewer.verified {
            true => view! {
                <a class="btn" href=routes::TWO_FACTOR rel="external">"Set it up"</a>
            }
            .into_any(),
            false => view! { <p class="page-sub">"Confirm your address first."</p> }.into_any(),
        };
        return view! {
            <section class="panel setting">
                <h2>"Two-factor sign-in"</h2>
                <p class="setting-fact">
                    "Off. A code from your device makes a stolen password useless."
                </p>
                {way}
            </section>
        }
        .into_any();
    }
    let (renew, off) = (form.of("codes"), form.of("two-factor-off"));
    let left = settings.codes_left;
    let wrong = (settings.wrong_codes > 0).then(|| {
        let tried = match settings.wrong_codes {
            1 => "1 wrong code was tried".to_owned(),
            n => format!("{n} wrong codes were tried"),
        };
        view! {
            <p class="setting-fact">
                {tried} " since the last right one. After five in a row each further one doubles the wait."
            </p>
        }
    });
    view! {
        <section class="panel setting">
            <h2>"Two-factor sign-in"</h2>
            <p class="setting-fact">"On. " <strong>{left}</strong> " of 10 recovery codes left."</p>
            {wrong}
            <details open=!renew.errors.is_empty()>
                <summary>"Make new recovery codes"</summary>
                <form method="post" action=routes::SETTINGS class="form" novalidate>
                    {hidden("codes")}
                    <FormError state=renew.clone()/>
                    {current(renew.clone(), "codes")}
                    {code(renew.clone(), "codes")}
                    <button class="btn">"Make new codes"</button>
                </form>
            </details>
            <details open=!off.errors.is_empty()>
                <summary>"Switch it off"</summary>
                <form method="post" action=routes::SETTINGS class="form" novalidate>
                    {hidden("two-factor-off")}
                    <FormError state=off.clone()/>
                    {current(off.clone(), "off")}
                    {code(off.clone(), "off")}
                    <button class="btn">"Switch it off"</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn sessions(settings: &AccountSettings, form: &FormState) -> AnyView {
    let state = form.of("session");
    let others = settings.sessions.iter().any(|row| !row.own).then(|| {
        view! {
            <form method="post" action=routes::SETTINGS>
                {hidden("sessions")}
                <button class="btn">"End all others"</button>
            </form>
        }
    });
    view! {
        <section class="panel setting">
            <h2>"Sessions"</h2>
            <FormError state/>
            <ul class="sessions">{settings.sessions.iter().map(|row| session(row, settings.now)).collect_view()}</ul>
            {others}
        </section>
    }
    .into_any()
}

/// How long ago, in words; the exact instant is on hover.
fn ago(now: Instant, at: Instant) -> String {
    let minutes = (now - at).num_minutes();
    match minutes {
        ..2 => "just now".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        60..120 => "an hour ago".to_owned(),
        120..1_440 => format!("{} hours ago", minutes / 60),
        _ => long_date(at.date_naive()),
    }
}

fn session(row: &SessionRow, now: Instant) -> impl IntoView + use<> {
    let end = if row.own {
        view! { <span class="session-own">"This one"</span> }.into_any()
    } else {
        let name = format!("End {} at {}", row.agent, row.address);
        view! {
            <form method="post" action=routes::SETTINGS>
                {hidden("session")}
                <input type="hidden" name="session" value=row.id.clone()/>
                <button class="btn btn-sm" aria-label=name>"End"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <strong>{row.agent.clone()}</strong>
                <p class="page-sub">
                    {row.address.clone()} " · last used "
                    <Moment at=row.seen text=ago(now, row.seen)/>
                </p>
            </div>
            {end}
        </li>
    }
}

fn data(settings: &AccountSettings, form: &FormState) -> AnyView {
    let state = form.of("delete");
    let label = format!("Type {} to confirm.", settings.viewer.email);
    view! {
        <section class="panel setting">
            <h2>"Your data"</h2>
            <p class="setting-fact">"Everything we keep about you, as JSON."</p>
            <a class="btn" href=routes::EXPORT rel="external" download>"Download my data"</a>
            <details open=!state.errors.is_empty()>
                <summary>"Delete my account"</summary>
                <form method="post" action=routes::SETTINGS class="form" novalidate>
                    {hidden("delete")}
                    <FormError state=state.clone()/>
                    <p>
                        "Your keys stop working and your sessions end at once. In 14 days all of it is deleted; until then you can sign in and keep it."
                    </p>
                    <Field
                        label="Your e-mail" name="confirm" hint=label state=state.clone()
                        scope="delete"
                    />
                    {proof(state.clone(), "delete", settings.viewer.two_factor)}
                    <button class="btn btn-error">"Delete my account"</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_use_of_a_session_is_told_in_words() {
        let at = |text: &str| text.parse::<Instant>().expect("is an instant");
        let now = at("2026-05-17T20:45:00Z");
        assert_eq!(ago(now, at("2026-05-17T20:44:30Z")), "just now");
        assert_eq!(ago(now, at("2026-05-17T20:30:00Z")), "15 minutes ago");
        assert_eq!(ago(now, at("2026-05-17T17:30:00Z")), "3 hours ago");
        assert_eq!(ago(now, at("2026-05-01T17:30:00Z")), "1 May 2026");
    }
}
