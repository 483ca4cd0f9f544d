//! The page.

use super::developer::{Developer, MAX_CHANGES};
use super::head::ScoreHead;
use super::lineups::Lineups;
use super::load::FoundMatch;
use super::statistics::Statistics;
use super::summary::Summary;
use super::tab::Tab;
use super::{load_changes, load_match};
use crate::component::age::ago;
use crate::component::scores::{Told, is_news, light, sentences, title};
use crate::component::skeleton::{Shape, Skeleton};
use crate::component::state::{Failure, Stale};
use crate::live::{Applied, Feed, News, apply_to_match, every_second, ticking};
use crate::port::AppError;
use entity::model::{Change, Freshness, Match};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The words of the URL: sport, league, match.
type Words = (String, String, String);

/// A match, live.
#[component]
pub fn MatchView() -> impl IntoView {
    let params = use_params_map();
    // On the way to another page the words are missing already; this one keeps its own.
    let words: Memo<Words> = Memo::new(move |before: Option<&Words>| {
        let now = params.with(|params| {
            Some((params.get("sport")?, params.get("league")?, params.get("match")?))
        });
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    // Asked once more while the page is taken down; by then there is nothing to read.
    let found = Resource::new(
        move || words.try_get(),
        |words| async move {
            match words {
                Some((sport, league, id)) => load_match(sport, league, id).await,
                None => Err(AppError::unavailable()),
            }
        },
    );
    let changes = Resource::new(
        move || words.try_get(),
        |words| async move {
            match words {
                Some((sport, league, id)) => load_changes(sport, league, id).await,
                None => Err(AppError::unavailable()),
            }
        },
    );
    view! {
        <div class="page">
            <Transition fallback=|| view! { <Skeleton rows=6 shape=Shape::Match/> }>
                {move || {
                    let words = words.try_get().unwrap_or_default();
                    Suspend::new(async move {
                        let (found, changes) = (found.await, changes.await);
                        match found {
                            Ok(found) => {
                                view! {
                                    <MatchBody found changes=changes.unwrap_or_default() words/>
                                }
                                .into_any()
                            }
                            Err(error) => failure(error, &words),
                        }
                    })
                }}
            </Transition>
        </div>
    }
    .into_any()
}

fn failure(error: AppError, (sport, league, id): &Words) -> AnyView {
    let retry = format!("/sports/{sport}/leagues/{league}/matches/{id}");
    view! {
        <Title text="Match"/>
        <h1>"Match"</h1>
        <Failure error retry/>
    }
    .into_any()
}

#[component]
fn MatchBody(found: FoundMatch, changes: Vec<Change>, words: Words) -> impl IntoView {
    let now = ticking(found.now);
    let shown = RwSignal::new(found.document);
    let changes = RwSignal::new(changes);
    let lit = RwSignal::new(false);
    let spoken = RwSignal::new(Vec::<(u32, String)>::new());
    keep_current(Held { shown, changes, lit, spoken }, words);
    let names = shown.with_untracked(|shown| title(shown.sport, &shown.league, &shown.competitors));
    let stale = Signal::derive(move || {
        shown.with(|shown| {
            let age = (now.get() - shown.as_of).num_seconds();
            (Freshness::of(shown.status.phase, age) == Freshness::Stale).then(|| {
                format!(
                    "Last confirmed {}. What is shown is kept and may be out of date.",
                    ago(age)
                )
            })
        })
    });
    let query = use_query_map();
    let tab = Memo::new(move |_| {
        let tab = Tab::from_word(query.with(|query| query.get("tab")).as_deref());
        // A tab that this match has not is the summary.
        if shown.with(|shown| tab.fits(shown)) { tab } else { Tab::default() }
    });
    view! {
        <Title text=names.clone()/>
        <h1 class="sr-only">{names}</h1>
        <ScoreHead shown lit now/>
        <Stale text=stale/>
        {tabs(shown, tab)}
        {move || match tab.try_get().unwrap_or_default() {
            Tab::Summary => view! { <Summary shown/> }.into_any(),
            Tab::Statistics => view! { <Statistics shown/> }.into_any(),
            Tab::Lineups => view! { <Lineups shown/> }.into_any(),
            Tab::Developer => view! { <Developer shown changes/> }.into_any(),
        }}
        <div class="sr-only" role="log" aria-live="polite" aria-label="Goals and results">
            <For
                each=move || spoken.get()
                key=|(id, _)| *id
                children=|(_, text)| view! { <p>{text}</p> }
            />
        </div>
    }
    .into_any()
}

fn tabs(shown: RwSignal<Match>, tab: Memo<Tab>) -> impl IntoView {
    let link = move |one: Tab| {
        let current = move || (tab.try_get() == Some(one)).then_some("page");
        let href = shown.with_untracked(|shown| {
            crate::routes::match_page(shown.sport, &shown.league.slug, &shown.id) + &one.query()
        });
        view! {
            <a class="tab-link" aria-current=current href=href>
                {one.name()}
            </a>
        }
    };
    // A part may come while the page is open.
    let fitting = Memo::new(move |_| {
        shown.with(|shown| Tab::ALL.into_iter().filter(|tab| tab.fits(shown)).collect::<Vec<_>>())
    });
    let links = move || fitting.get().into_iter().map(link).collect_view();
    view! { <nav class="tabs" aria-label="Parts of the match">{links}</nav> }
}

/// What the page holds of the match.
#[derive(Clone, Copy)]
struct Held {
    shown: RwSignal<Match>,
    changes: RwSignal<Vec<Change>>,
    lit: RwSignal<bool>,
    spoken: RwSignal<Vec<(u32, String)>>,
}

impl Held {
    /// Take in what the feed says; whether the match must be read anew.
    fn hear(self, news: &News) -> bool {
        match news {
            News::Lost => true,
            News::Snapshot(document) => {
                self.take(Match::clone(document));
                false
            }
            News::Change(change) => self.change(change),
        }
    }

    fn change(self, change: &Change) -> bool {
        let mut next = self.shown.get_untracked();
        match apply_to_match(&mut next, change) {
            Applied::Seen => false,
            Applied::Gap => true,
            Applied::Taken => {
                let (sport, label) = (next.sport, next.status.label.as_str());
                let told = Told { sport, label, competitors: &next.competitors };
                for text in sentences(change, told) {
                    self.spoken.update(|spoken| {
                        let id = spoken.last().map_or(0, |(id, _)| id + 1);
                        spoken.push((id, text));
                    });
                }
                self.shown.set(next);
                if is_news(change, sport) {
                    light(self.lit);
                }
                self.changes.update(|changes| {
                    changes.push(change.clone());
                    let surplus = changes.len().saturating_sub(MAX_CHANGES);
                    changes.drain(..surplus);
                });
                false
            }
        }
    }

    /// Take in the whole match, unless it is older than what is held.
    fn take(self, document: Match) {
        let newer = self
            .shown
            .with_untracked(|held| (held.version, held.as_of) < (document.version, document.as_of));
        if newer {
            self.shown.set(document);
        }
    }
}

/// Seconds between reading the match anew while it is in play, for the age that no change tells.
const REREAD_EVERY: u32 = 20;

/// Listen to the match's channel, and read it anew where that is not enough.
fn keep_current(held: Held, words: Words) {
    let feed = expect_context::<Feed>();
    Effect::new(move |_| {
        let outdated = RwSignal::new(false);
        let channel = held.shown.with_untracked(|shown| shown.channel.clone());
        feed.follow(channel, None, move |news| {
            if held.hear(news) {
                outdated.set(true);
            }
        });
        let words = words.clone();
        let second = StoredValue::new(0_u32);
        every_second(move || {
            let Some(at) = second.try_update_value(|at| {
                *at += 1;
                *at
            }) else {
                return;
            };
            let in_play = held.shown.with_untracked(|shown| shown.status.phase.in_play());
            let due = outdated.get_untracked() || (in_play && at % REREAD_EVERY == 0);
            if due && !document().hidden() {
                outdated.set(false);
                let (sport, league, id) = words.clone();
                spawn_local(async move {
                    match load_match(sport, league, id).await {
                        Ok(found) if !held.shown.is_disposed() => held.take(found.document),
                        Ok(_) => {}
                        Err(_) => {
                            // The page may be gone by then.
                            let _ = outdated.try_set(true);
                        }
                    }
                });
            }
        });
    });
}
