//! `/privacy`: what is kept how long, and why.

use crate::routes;
use entity::model::Kept;
use leptos::prelude::*;
use leptos_meta::Title;

/// The table by which the service forgets, as it stands in the code.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let rows = Kept::ALL.iter().map(|kept| {
        view! {
            <tr>
                <th scope="row">{kept.what()}</th>
                <td>{kept.said()} " " {kept.from()}</td>
                <td>{kept.why()}</td>
            </tr>
        }
    });
    view! {
        <Title text="Privacy"/>
        <div class="page">
            <h1>"What is kept, and for how long"</h1>
            <p>
                "Reading scores needs no account. There is one cookie for who is signed in and one for the theme, none that follows you, and nothing is passed to others."
            </p>
            <p>
                "An account is an e-mail address, a hash of the password, and what you make yourself: keys, their names and lists. They are kept until you delete them. Passwords and keys are kept only as hashes."
            </p>
            <section class="panel table-panel dash-section" aria-labelledby="kept">
                <h2 id="kept">"Forgotten by itself"</h2>
                <div class="table-wrap" role="region" aria-labelledby="kept" tabindex="0">
                    <table class="data">
                        <thead>
                            <tr>
                                <th scope="col">"What"</th>
                                <th scope="col">"How long"</th>
                                <th scope="col">"Why"</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
            <p>
                "What is kept of you can be taken along, and the account deleted, under "
                <a href=routes::SETTINGS rel="external">"Settings"</a> "."
            </p>
        </div>
    }
    .into_any()
}
