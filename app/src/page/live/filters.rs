//! The tabs and fields that change the filter; every one is a link or a plain form.

use crate::component::icon;
use crate::component::time::{long_date, short_date, weekday};
use crate::port::{
    FilterProblem, ScoreFilter, ScorePage, SportCount, StatusFilter, days_around, grouped,
};
use crate::routes;
use chrono::NaiveDate;
use entity::model::Sport;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Sports, with how many matches each has on.
pub(super) fn sport_tabs(filter: &ScoreFilter, sports: &[SportCount]) -> AnyView {
    let sum = |of: fn(&SportCount) -> u32| sports.iter().map(of).sum();
    let tab = |sport: Option<Sport>, name: &'static str, live: u32, today: u32| {
        let current = (filter.sport == sport).then_some("page");
        // What is on; where nothing is, how much there is today.
        let (class, count, words) =
            if live > 0 { ("live-count", live, " live") } else { ("day-count", today, " today") };
        let count = view! {
            <span class=class>
                {count} <span class="sr-only">{words}</span>
            </span>
        };
        view! {
            <a class="tab-link" aria-current=current href=routes::live(&filter.with_sport(sport))>
                {name} {count}
            </a>
        }
    };
    view! {
        <nav class="tabs sport-tabs" aria-label="Sport">
            {tab(None, "All sports", sum(|count| count.live), sum(|count| count.today))}
            {sports
                .iter()
                .map(|one| tab(Some(one.sport), one.sport.name(), one.live, one.today))
                .collect_view()}
        </nav>
    }
    .into_any()
}

/// The days around the one shown.
pub(super) fn date_strip(filter: &ScoreFilter, page: &ScorePage) -> AnyView {
    let days = days_around(&page.date, 3);
    let day_link = |day: &String| {
        let date = day.parse::<NaiveDate>().unwrap_or_default();
        let is_today = *day == page.today;
        let to = filter.with_date((!is_today).then(|| day.clone()));
        let current = (*day == page.date).then_some("date");
        let over = if is_today { "Today" } else { weekday(date) };
        view! {
            <a class="day" aria-current=current href=routes::live(&to)>
                <span class="day-over">{over}</span>
                <time datetime=day.clone()>{short_date(date)}</time>
            </a>
        }
    };
    let step = |at: Option<&String>| routes::live(&filter.with_date(at.cloned()));
    view! {
        <nav class="date-strip" aria-label="Day, by UTC">
            <a class="day-step" href=step(days.get(2)) aria-label="The day before">{icon::back()}</a>
            {days.iter().map(day_link).collect_view()}
            <a class="day-step" href=step(days.get(4)) aria-label="The day after">{icon::forward()}</a>
        </nav>
    }
    .into_any()
}

/// All, live, finished, scheduled, with how many each shows.
pub(super) fn status_tabs(filter: &ScoreFilter, page: &ScorePage) -> AnyView {
    let tab = |status: StatusFilter| {
        let count = match status {
            StatusFilter::All => page.counts.all,
            StatusFilter::Live => page.counts.live,
            StatusFilter::Finished => page.counts.finished,
            StatusFilter::Scheduled => page.counts.scheduled,
        };
        let current = (filter.status == status).then_some("page");
        view! {
            <a class="seg" aria-current=current href=routes::live(&filter.with_status(status))>
                {status.name()} " " <span class="seg-count">{grouped(count.into())}</span>
            </a>
        }
    };
    view! {
        <nav class="segs" aria-label="Status">{StatusFilter::ALL.map(tab).into_iter().collect_view()}</nav>
    }
    .into_any()
}

/// The field that narrows the list to one league.
pub(super) fn league_field(filter: &ScoreFilter, page: &ScorePage) -> AnyView {
    let mut leagues: Vec<(String, String)> =
        page.rows.iter().map(|row| (row.league.slug.0.clone(), row.league.name.clone())).collect();
    leagues.sort();
    leagues.dedup();
    let keep = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value/> })
    };
    let status = (filter.status != StatusFilter::All).then(|| filter.status.as_str().to_owned());
    let kept = [
        keep("sport", filter.sport.map(|sport| sport.slug().to_owned())),
        keep("status", status),
        keep("date", filter.date.clone()),
    ];
    let field = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let rest = filter.clone();
    // Without a script the form does the same, by a load of its own.
    let submit = move |event: leptos::ev::SubmitEvent| {
        let Some(field) = field.get_untracked() else { return };
        event.prevent_default();
        let (typed, _) = ScoreFilter::read(|name| (name == "league").then(|| field.value()));
        navigate(&routes::live(&rest.with_league(typed.league)), NavigateOptions::default());
    };
    let typed = filter.league.clone().unwrap_or_default();
    let clear = filter.league.is_some().then(|| {
        view! {
            <a class="btn btn-sm btn-ghost" href=routes::live(&filter.with_league(None))>
                "All leagues"
            </a>
        }
    });
    view! {
        <form method="get" action=routes::LIVE on:submit=submit>
            {kept.into_iter().collect_view()}
            <div class="league-field">
                <label class="sr-only" for="filter">"League"</label>
                <input
                    node_ref=field
                    id="filter"
                    class="input input-sm"
                    name="league"
                    list="leagues"
                    placeholder="League"
                    autocomplete="off"
                    value=typed
                />
                <kbd aria-hidden="true">"/"</kbd>
                <datalist id="leagues">
                    {leagues
                        .into_iter()
                        .map(|(slug, name)| view! { <option value=slug>{name}</option> })
                        .collect_view()}
                </datalist>
                <button class="btn btn-sm">"Filter"</button>
                {clear}
            </div>
        </form>
    }
    .into_any()
}

/// What of the URL was not understood, each with the link that drops it.
pub(super) fn problem_notes(filter: &ScoreFilter, problems: &[FilterProblem]) -> AnyView {
    let clear = routes::live(filter);
    problems
        .iter()
        .map(|problem| {
            view! {
                <p class="notice" role="alert">
                    {problem.message.clone()}
                    " It is left out. "
                    <a href=clear.clone()>{format!("Clear the {} filter", problem.field)}</a>
                </p>
            }
        })
        .collect_view()
        .into_any()
}

/// `Sunday's date in words and what the list holds`, for the heading under the title.
pub(super) fn summary(page: &ScorePage) -> String {
    let date = page.date.parse::<NaiveDate>().unwrap_or_default();
    let shown = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let cut = if page.total > shown {
        let total = grouped(page.total.into());
        format!("; the first {shown} of {total} are shown, narrow the list for the rest")
    } else {
        String::new()
    };
    format!("{} {}, UTC{cut}", weekday(date), long_date(date))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_sport_has_a_tab_with_its_count() {
        let counts: Vec<SportCount> = Sport::ALL
            .into_iter()
            .zip(0..)
            .map(|(sport, n)| SportCount { sport, live: n % 2, today: n })
            .collect();
        let html = sport_tabs(&ScoreFilter::default(), &counts).to_html();
        let text = crate::fixtures::text(&html);
        assert!(text.starts_with("All sports 6 live Football 0 today Basketball 1 live"), "{text}");
        assert!(text.ends_with("MMA 10 today Formula 1 1 live"), "{text}");
    }
}
