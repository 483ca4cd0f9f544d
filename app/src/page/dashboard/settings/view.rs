//! The page.

use super::{load_settings, sections};
use crate::component::form::{Done, form_state, query};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::Failure;
use crate::page::dashboard::{Frame, Section};
use crate::routes;
use leptos::prelude::*;
use leptos_meta::Title;

/// Address, password, second factor, sessions, data.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let form = form_state();
    let settings = Resource::new(|| (), |()| load_settings());
    let done = match query("done").as_str() {
        "password" => Some("Your new password is in force; your other sessions were ended."),
        "email" => Some("A letter is on its way to the new address. Follow its link to finish."),
        "restore" => Some("Your account stays, and its keys work again."),
        "email-cancel" => Some("The change of your address was called off."),
        "verify" => Some("A letter is on its way. Follow its link to confirm your address."),
        "session" => Some("The session was ended."),
        "sessions" => Some("Your other sessions were ended."),
        "two-factor-off" => Some("Two-factor sign-in is switched off."),
        _ => None,
    };
    let done = done.filter(|_| form.errors.is_empty());
    view! {
        <Title text="Settings"/>
        <Frame at=Section::Settings>
            <h1>"Settings"</h1>
            {done.map(|text| view! { <Done text/> })}
            <Transition fallback=|| view! { <Skeleton rows=4 shape=Shape::Form/> }>
                {move || {
                    let form = form.clone();
                    Suspend::new(async move {
                        match settings.await {
                            Ok(settings) => sections::all(&settings, &form),
                            Err(error) => {
                                view! { <Failure error retry=routes::SETTINGS/> }.into_any()
                            }
                        }
                    })
                }}
            </Transition>
        </Frame>
    }
    .into_any()
}
