//! The list of score rows, grouped by league.

use super::group::{Group, pin_name};
use super::line::ScoreLine;
use super::list_state::{Line, ScoreListState};
use super::pins;
use crate::component::{flag::Flag, icon};
use crate::live::{Feed, every_second, ticking};
use crate::page::{load_confirmed, load_scores};
use crate::port::{ScoreFilter, ScoreRow};
use crate::routes;
use entity::model::{Instant, Position};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a list is of and where it goes on from.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The filter the rows were read by.
    pub filter: ScoreFilter,
    /// The channel that covers them.
    pub channel: String,
    /// The day of the page, `YYYY-MM-DD`.
    pub day: String,
    /// Where in the log they were read.
    pub position: Position,
    /// The service's clock then.
    pub as_of: Instant,
}

/// Seconds between asking when matches were confirmed.
const CONFIRM_EVERY: u32 = 20;
/// Seconds between reading anew while there is no row: a new match is no change of any.
const LOOK_EVERY: u32 = 60;
/// Seconds at least between reading all rows anew.
const REREAD_EVERY: u32 = 5;

/// Score rows by league, live.
#[component]
pub fn ScoreList(
    /// The rows.
    rows: Vec<ScoreRow>,
    /// What they are of.
    scope: Scope,
    /// How many rows the page has room for.
    #[prop(default = usize::MAX)]
    limit: usize,
    /// Leave the league's name out: the page is about it.
    #[prop(optional)]
    bare: bool,
    /// What stands there as long as there is no row.
    #[prop(optional, into)]
    empty: ViewFn,
) -> impl IntoView {
    let now = ticking(scope.as_of);
    let board = ScoreListState::new(rows, scope.filter.status, limit);
    let day = StoredValue::new(scope.day.clone());
    keep_current(board, scope);
    let hold = move |held: bool| board.hold(held);
    let pill = move || {
        let waiting = board.waiting.try_get().unwrap_or_default();
        (waiting > 0).then(|| {
            let words =
                if waiting == 1 { "1 update".to_owned() } else { format!("{waiting} updates") };
            view! {
                <button type="button" class="pill" on:click=move |_| board.reorder()>
                    {words}
                </button>
            }
        })
    };
    view! {
        <div
            class="score-list"
            on:pointerenter=move |event| hold(event.pointer_type() == "mouse")
            on:pointerleave=move |_| hold(false)
            on:focusin=move |_| hold(true)
            on:focusout=move |_| hold(false)
        >
            <div class="pill-rail">{pill}</div>
            <Show when=move || board.is_empty()>{empty.run()}</Show>
            <For
                each=move || board.groups.try_get().unwrap_or_default()
                key=Group::key
                children=move |group| view! { <GroupPanel board group day now bare/> }
            />
        </div>
        <div class="sr-only" role="log" aria-live="polite" aria-label="Goals and results">
            <For
                each=move || board.spoken.try_get().unwrap_or_default()
                key=|(id, _)| *id
                children=|(_, text)| view! { <p>{text}</p> }
            />
        </div>
    }
    .into_any()
}

/// Listen to the feed, and ask anew what a feed cannot tell.
fn keep_current(board: ScoreListState, scope: Scope) {
    let feed = expect_context::<Feed>();
    let Scope { filter, channel, position, .. } = scope;
    Effect::new(move |_| {
        let kept = pins::load();
        if !kept.is_empty() {
            board.pins.set(kept);
            board.settle();
        }
        feed.follow(channel.clone(), Some(position.clone()), move |news| board.hear(news));
        let query = filter.query();
        let second = StoredValue::new(0_u32);
        let read_at = StoredValue::new(0_u32);
        every_second(move || {
            let at = second.try_update_value(|at| {
                *at += 1;
                *at
            });
            let Some(at) = at else { return };
            if document().hidden() {
                return;
            }
            let due = board.outdated.get_untracked()
                || (at % CONFIRM_EVERY == 0 && !feed.is_live())
                || (at % LOOK_EVERY == 0 && board.is_empty());
            if due && at - read_at.get_value() >= REREAD_EVERY {
                read_at.set_value(at);
                reread(board, query.clone());
            } else if at % CONFIRM_EVERY == 0 {
                confirm(board, query.clone());
            }
        });
    });
}

/// Read all rows anew. What fails is tried again; the rows stay and show their age.
fn reread(board: ScoreListState, query: String) {
    board.outdated.set(false);
    spawn_local(async move {
        match load_scores(query).await {
            Ok(found) if !board.is_gone() => board.merge(found.page.rows),
            Ok(_) => {}
            Err(_) => {
                // The page may be gone by then.
                let _ = board.outdated.try_set(true);
            }
        }
    });
}

fn confirm(board: ScoreListState, query: String) {
    spawn_local(async move {
        if let Ok(confirmed) = load_confirmed(query).await
            && !board.is_gone()
        {
            board.confirm(confirmed);
        }
    });
}

/// One league: its name, its star, its rows.
#[component]
fn GroupPanel(
    board: ScoreListState,
    group: Group,
    day: StoredValue<String>,
    now: ReadSignal<Instant>,
    bare: bool,
) -> impl IntoView {
    let key = group.key();
    let lines = Memo::new(move |_| {
        board.groups.with(|groups| {
            let group = groups.iter().find(|group| group.key() == key);
            group.map(|group| group.rows.clone()).unwrap_or_default()
        })
    });
    let each = move || -> Vec<(_, Line)> {
        lines
            .try_get()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|key| board.line(&key).map(|line| (key, line)))
            .collect()
    };
    let rows = view! {
        <ul>
            <For
                each=each
                key=|(key, _)| key.clone()
                children=move |(_, line)| view! { <ScoreLine line day now/> }
            />
        </ul>
    };
    if bare {
        return view! { <div class="panel league">{rows}</div> }.into_any();
    }
    let heading = format!("league-{}-{}", group.sport, group.league.slug);
    let labelled_by = heading.clone();
    let country = group.league.country.clone();
    let where_and_what =
        country.into_iter().chain([group.sport.name().to_owned()]).collect::<Vec<_>>().join(" · ");
    view! {
        <section class="panel league" aria-labelledby=labelled_by>
            <header class="league-head">
                <Flag url=group.league.flag.clone()/>
                <h2 id=heading>
                    <a href=routes::league(group.sport, &group.league.slug)>
                        {group.league.name.clone()}
                    </a>
                </h2>
                <span class="league-country">{where_and_what}</span>
                <PinButton
                    board
                    name=pin_name(group.sport, &group.league)
                    league=group.league.name.clone()
                />
            </header>
            {rows}
        </section>
    }
    .into_any()
}

/// The star that keeps a league on top.
#[component]
fn PinButton(board: ScoreListState, name: String, league: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let pinned =
        Memo::new(move |_| name.with_value(|name| board.pins.with(|pins| pins.contains(name))));
    let toggle = move |_| {
        if board.is_gone() {
            return;
        }
        board.pins.update(|pins| {
            let name = name.get_value();
            match pins.iter().position(|pin| *pin == name) {
                Some(at) => drop(pins.remove(at)),
                None => pins.push(name),
            }
            pins::save(pins);
        });
        board.reorder();
    };
    view! {
        <button
            type="button"
            class="pin"
            aria-pressed=move || pinned.get().to_string()
            aria-label=format!("Pin {league}")
            title="Pin this league to the top"
            on:click=toggle
        >
            {icon::star()}
        </button>
    }
}
