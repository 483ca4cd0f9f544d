//! The keys, a line each.

use crate::component::age::ago;
use crate::component::chart::Sparkline;
use crate::component::time::{Moment, exact, short_date};
use crate::port::{KeyRow, KeyStatus};
use crate::routes;
use entity::model::Instant;
use leptos::prelude::*;

/// All keys of the account.
pub(super) fn table(keys: &[KeyRow], now: Instant) -> impl IntoView + use<> {
    let rows = keys.iter().map(|key| row(key, now)).collect_view();
    view! {
        <div class="panel table-wrap" role="region" aria-label="Your keys" tabindex="0">
            <table class="data">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="wide">"Token"</th>
                        <th scope="col" class="wide">"May"</th>
                        <th scope="col">"Last 24 hours"</th>
                        <th scope="col">"Last used"</th>
                        <th scope="col" class="wide">"Made"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(key: &KeyRow, now: Instant) -> impl IntoView + use<> {
    let name = match key.status(now) {
        KeyStatus::Revoked => view! { <s>{key.name.clone()}</s> }.into_any(),
        KeyStatus::Active
        | KeyStatus::Expiring
        | KeyStatus::Rotating
        | KeyStatus::Disabled
        | KeyStatus::Expired => {
            view! { <a class="key-name" href=routes::key(&key.public_id)>{key.name.clone()}</a> }
                .into_any()
        }
    };
    let scopes = key.scopes.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ");
    let used = match key.last_used_at {
        Some(at) => view! { <Moment at=at text=ago((now - at).num_seconds())/> }.into_any(),
        None => "never".into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{chip(key, now)}</td>
            <td class="wide"><code>{masked(key)}</code></td>
            <td class="wide"><code>{scopes}</code></td>
            <td>
                <Sparkline values=key.spark.clone() label="Requests an hour, last 24 hours"/>
            </td>
            <td>{used}</td>
            <td class="wide"><Moment at=key.created_at text=short_date(key.created_at.date_naive())/></td>
        </tr>
    }
}

/// What of a token may be shown: `bts_live_abcd1234…a1B2`.
pub(super) fn masked(key: &KeyRow) -> String {
    format!("bts_live_{}…{}", key.public_id, key.hint)
}

/// The state in a word, with its moment.
pub(super) fn chip(key: &KeyRow, now: Instant) -> impl IntoView + use<> {
    let class = match key.status(now) {
        KeyStatus::Active => "chip chip-good",
        KeyStatus::Expiring | KeyStatus::Rotating => "chip chip-warn",
        KeyStatus::Expired | KeyStatus::Revoked => "chip chip-bad",
        KeyStatus::Disabled => "chip",
    };
    let (words, moment) = key.status_words(now);
    let moment = moment.map(|at| {
        let text = format!(" {}", short_date(at.date_naive()));
        view! { <time datetime=crate::component::time::machine(at) title=exact(at)>{text}</time> }
    });
    view! { <span class=class>{words} {moment}</span> }
}
