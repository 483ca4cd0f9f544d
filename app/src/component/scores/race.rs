//! The order of a race: who, and how far behind.

use crate::component::table::column;
use entity::model::{Competitor, Incident, Phase, Statistic};
use leptos::prelude::*;

/// What a session has told of its entrants.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    /// In their order.
    pub entrants: &'a [Competitor],
    /// Times, gaps, laps.
    pub statistics: &'a [Statistic],
    /// Who is out.
    pub incidents: &'a [Incident],
}

impl Session<'_> {
    fn value(&self, name: &str, at: usize) -> Option<f64> {
        let row = self.statistics.iter().find(|row| row.name == name)?;
        row.values.get(at).copied().flatten()
    }

    /// Why the entrant at `at` is out: `dnf`.
    fn out(&self, at: usize) -> Option<&str> {
        let entrant = self.entrants.get(at)?;
        let found = self.incidents.iter().find(|incident| match &incident.player_id {
            Some(id) => *id == entrant.id,
            None => incident.player.as_ref() == Some(&entrant.name),
        });
        found?.detail.as_deref()
    }

    /// `1:31:05.323`, `+6.031`, `+1 lap`, or nothing.
    pub(crate) fn behind(&self, at: usize) -> String {
        if let Some(time) = self.value("time", at) {
            return span(time);
        }
        if let Some(gap) = self.value("gap", at) {
            return format!("+{}", span(gap));
        }
        match (self.value("laps", 0), self.value("laps", at)) {
            (Some(first), Some(own)) if own < first => match first - own {
                1.0 => "+1 lap".to_owned(),
                laps => format!("+{laps} laps"),
            },
            _ => String::new(),
        }
    }
}

/// Seconds as a watch has them, to the thousandth: `1:31:05.323`, `1:22.384`, `6.031`.
fn span(seconds: f64) -> String {
    let thousandths = (seconds.max(0.0) * 1e3).round() as u64;
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) => format!("{s}.{rest:03}"),
        (0, m, s) => format!("{m}:{s:02}.{rest:03}"),
        (h, m, s) => format!("{h}:{m:02}:{s:02}.{rest:03}"),
    }
}

/// `dnf` in words.
fn out_words(detail: &str) -> String {
    match detail {
        "dnf" => "did not finish".to_owned(),
        "dns" => "did not start".to_owned(),
        "dnq" => "did not qualify".to_owned(),
        "dsq" => "disqualified".to_owned(),
        "nc" => "not classified".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A counted column of the order: its name among the measures, its head, in short and in full.
const COUNTED: [(&str, &str, &str); 3] = [
    ("grid", "Grid", "Place on the grid"),
    ("laps", "Laps", "Laps driven"),
    ("pit_stops", "Stops", "Pit stops"),
];

/// All entrants in their order; columns that nobody has are left out.
pub(crate) fn race_order(session: Session<'_>, phase: Phase) -> AnyView {
    let title = match phase {
        Phase::Scheduled | Phase::Postponed | Phase::Cancelled => "Starting grid",
        Phase::Live | Phase::Break | Phase::Suspended => "Order now",
        Phase::Finished | Phase::Abandoned | Phase::Awarded | Phase::Unknown => "Classification",
    };
    let places = 0..session.entrants.len();
    let timed =
        places.clone().any(|at| !session.behind(at).is_empty() || session.out(at).is_some());
    let counted: Vec<_> = COUNTED
        .into_iter()
        .filter(|(name, ..)| places.clone().any(|at| session.value(name, at).is_some()))
        .collect();
    let heads: Vec<AnyView> =
        counted.iter().map(|(_, short, long)| column(short, long, "num")).collect();
    let row = |at: usize| {
        let entrant = &session.entrants[at];
        let out = session.out(at);
        let place = if out.is_some() { "–".to_owned() } else { (at + 1).to_string() };
        let behind = out.map_or_else(|| session.behind(at), out_words);
        let counts = counted.iter().map(|(name, ..)| {
            let value = session.value(name, at).map(|value| value.to_string());
            view! { <td class="num">{value}</td> }
        });
        let class = (entrant.winner == Some(true)).then_some("race-first");
        view! {
            <tr class=class>
                <td class="num">{place}</td>
                <th scope="row">{entrant.name.clone()}</th>
                {timed.then(|| view! { <td class="num race-time">{behind}</td> })}
                {counts.collect_view()}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = places.clone().map(row).collect();
    view! {
        <div class="panel standings">
            <div class="table-wrap" role="region" aria-label=title tabindex="0">
                <table class="data">
                    <caption class="sr-only">{title}</caption>
                    <thead>
                        <tr>
                            {column("#", "Place", "num")}
                            <th scope="col">"Driver"</th>
                            {timed.then(|| column("Time", "Time, or how far behind", "num"))}
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use entity::model::{Match, Sport};

    fn session(it: &Match) -> Session<'_> {
        Session {
            entrants: &it.competitors,
            statistics: it.statistics.as_deref().unwrap_or_default(),
            incidents: &it.incidents,
        }
    }

    #[test]
    fn each_place_says_how_far_behind_it_is() {
        let it = fixtures::of(Sport::Formula1);
        let session = session(&it);
        let told: Vec<String> = (0..4).map(|at| session.behind(at)).collect();
        assert_eq!(told, ["1:31:05.323", "+6.031", "+1:11.500", "+1 lap"]);
        assert_eq!(session.out(4), Some("dnf"));
        assert_eq!(session.behind(9), "");
    }

    #[test]
    fn seconds_are_written_as_on_a_watch() {
        assert_eq!(
            [0.0, 6.031, 82.384, 5465.323].map(span),
            ["0.000", "6.031", "1:22.384", "1:31:05.323"]
        );
        assert_eq!(span(f64::NAN), "0.000");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_order_names_everybody_and_why_some_are_out() {
        let it = fixtures::of(Sport::Formula1);
        let text = fixtures::text(&race_order(session(&it), it.status.phase).to_html());
        assert!(
            text.starts_with("Order now # Place Driver Time Time, or how far behind Grid"),
            "{text}"
        );
        assert!(text.contains("1 Max Verstappen 1:31:05.323 1 57"), "{text}");
        assert!(text.contains("– Carlos Sainz did not finish 4 12"), "{text}");
        assert!(!text.contains("Stops"), "nobody's stops are told");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_grid_is_an_order_without_times() {
        let mut it = fixtures::of(Sport::Formula1);
        (it.statistics, it.incidents) = (None, Vec::new());
        let text = fixtures::text(&race_order(session(&it), Phase::Scheduled).to_html());
        assert!(text.starts_with("Starting grid # Place Driver 1 Max Verstappen"), "{text}");
        assert!(!text.contains("Time"), "{text}");
    }
}
