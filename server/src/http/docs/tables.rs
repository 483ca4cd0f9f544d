//! Tables and samples in the texts, made of what the service goes by.

use super::{
    asyncapi::{EVENTS, example},
    markdown::cell,
};
use crate::{
    app::AppState,
    gateway::endpoint,
    limits::{PlanLimits, Quota, Rate, calls_a_day},
    realtime::{ANYONE, KEYED},
};
use app::port;
use live::CloseCode;

/// The plans with their numbers, as they are now.
pub(super) fn plans(app: &AppState) -> String {
    let customers = app.plans.for_customers();
    let rows = std::iter::once(app.plans.anonymous()).chain(customers);
    let rows = rows.map(|plan| {
        [
            plan.name.clone(),
            per_minute(app, &plan),
            plan.per_day.map_or_else(|| "not limited".to_owned(), grouped),
            grouped(plan.sockets),
            grouped(plan.channels),
            grouped(calls_a_day(&plan)),
        ]
    });
    table(
        [
            "Plan",
            "Requests a minute",
            "Requests a UTC day",
            "Sockets and streams",
            "Channels of each",
            "Calls to the upstream a day",
        ],
        rows,
    )
}

fn per_minute(app: &AppState, plan: &PlanLimits) -> String {
    let quota = Quota::of(plan, &app.config.rate_limit);
    match quota.window {
        60 => grouped(quota.per_window),
        seconds => format!("{} in {seconds} s", grouped(quota.per_window)),
    }
}

/// What is said where nothing is limited.
pub(super) fn switched_off(app: &AppState) -> String {
    match app.config.rate_limit.enabled {
        true => String::new(),
        false => "**This installation has switched its limits off** \
                  (`API_RATE_LIMIT_ENABLED=false`): nothing below is counted here.\n"
            .to_owned(),
    }
}

/// How often sockets and streams may be opened.
pub(super) fn handshakes() -> String {
    let [anyone, keyed] = [ANYONE, KEYED].map(rate);
    format!("{anyone}; where the handshake names a key that we know, {keyed}")
}

fn rate(rate: Rate) -> String {
    let [over_time, burst] = [rate.per_minute, rate.burst].map(|number| grouped(number.get()));
    format!("{over_time} a minute and {burst} at once")
}

/// The events and what each means.
pub(super) fn events() -> String {
    table(
        ["Event", "Meaning"],
        EVENTS
            .into_iter()
            .map(|(event, meaning)| [format!("`{}`", event.as_str()), meaning.to_owned()]),
    )
}

/// The close codes, and what a client does about each.
pub(super) fn close_codes() -> String {
    table(
        ["Code", "Why", "What to do"],
        CloseCode::ALL.into_iter().map(|code| {
            [code.number().to_string(), code.reason().to_owned(), code.advice().to_owned()]
        }),
    )
}

/// The sports whose endpoints the proxy passes on.
pub(super) fn proxied_sports() -> String {
    let mut names: Vec<&str> = endpoint::all().map(|(sport, _)| sport.name()).collect();
    names.dedup();
    names.join(", ")
}

/// A change as it is sent.
pub(super) fn change() -> String {
    serde_json::to_string_pretty(&example()).unwrap_or_default()
}

/// A table of Markdown.
pub(super) fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&head.map(str::to_owned)) + &line(&[(); N].map(|()| "---".to_owned()));
    for row in rows {
        table.push_str(&line(&row.map(|text| cell(&text))));
    }
    table
}

fn grouped(number: u32) -> String {
    port::grouped(number.into())
}
