//! A fight: how it ended, when, and by which hand.

use super::part::{capital, part_name};
use entity::model::{Incident, IncidentKind, Period, Sport};
use leptos::prelude::*;

/// How a bout ended, read out of the incident that tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// `Submission`.
    pub method: String,
    /// `Round 2, 3:29`.
    pub when: Option<String>,
    /// The hold or blow, or the judges' cards: `Rear naked choke`, `48-47, 47-48`.
    pub how: Option<String>,
    /// The name of who won.
    pub winner: Option<String>,
}

impl Verdict {
    /// The end of a bout; `None` while there is none.
    pub(crate) fn of(incidents: &[Incident]) -> Option<Self> {
        let end = incidents.iter().rfind(|incident| incident.kind == IncidentKind::Other)?;
        let method = match end.detail.as_deref()? {
            "knockout" | "ko" => "Knockout".to_owned(),
            "tko" => "Technical knockout".to_owned(),
            "dq" => "Disqualification".to_owned(),
            "nc" | "no_contest" => "No contest".to_owned(),
            other => capital(&other.replace('_', " ")),
        };
        let comment = end.comment.clone();
        let (when, how) = match comment {
            Some(text) if text.starts_with("Round") => match text.split_once(": ") {
                Some((when, how)) => (Some(when.to_owned()), Some(how.to_owned())),
                None => (Some(text), None),
            },
            how => (None, how),
        };
        Some(Verdict { method, when, how, winner: end.player.clone() })
    }

    /// `Submission, round 2, 3:29`.
    pub(crate) fn short(&self) -> String {
        let when = self.when.as_ref().map(|when| format!(", {}", when.to_lowercase()));
        format!("{}{}", self.method, when.unwrap_or_default())
    }
}

/// How it ended, and the rounds that were fought.
pub(crate) fn bout_result(verdict: Option<&Verdict>, rounds: &[Period]) -> AnyView {
    let facts = verdict.map(|verdict| {
        let facts = [
            ("Winner", verdict.winner.clone()),
            ("Method", Some(verdict.method.clone())),
            ("Time", verdict.when.clone()),
            ("How", verdict.how.clone()),
        ];
        let told = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let facts = told.map(|(name, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        });
        view! { <dl class="verdict">{facts.collect_view()}</dl> }
    });
    let last = rounds.len();
    let rounds = (last > 0).then(|| {
        let round = |(round, n): (&Period, usize)| {
            let ended = (n == last && verdict.is_some()).then_some(", the last");
            view! {
                <li>
                    {part_name(Sport::Mma, &round.name)}
                    {ended}
                </li>
            }
        };
        let rounds = rounds.iter().zip(1..).map(round).collect_view();
        view! { <ol class="rounds" aria-label="Rounds fought">{rounds}</ol> }
    });
    view! {
        <section class="panel bout" aria-label="Result">
            {facts}
            {rounds}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn verdict(detail: &str, comment: Option<&str>) -> Verdict {
        let mut incidents = fixtures::of(Sport::Mma).incidents;
        incidents[0].detail = Some(detail.to_owned());
        incidents[0].comment = comment.map(ToOwned::to_owned);
        Verdict::of(&incidents).expect("there is an end")
    }

    #[test]
    fn the_end_of_a_bout_is_told_in_a_line() {
        let end = verdict("submission", Some("Round 2, 3:29: Rear naked choke"));
        assert_eq!(end.short(), "Submission, round 2, 3:29");
        assert_eq!(end.how.as_deref(), Some("Rear naked choke"));
        assert_eq!(verdict("knockout", Some("Round 1")).short(), "Knockout, round 1");
        assert_eq!(verdict("decision", Some("30-27, 29-28")).short(), "Decision");
        assert_eq!(verdict("no_contest", None).short(), "No contest");
        assert_eq!(Verdict::of(&[]), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_result_has_winner_method_time_and_rounds() {
        let it = fixtures::of(Sport::Mma);
        let verdict = Verdict::of(&it.incidents);
        let text = fixtures::text(&bout_result(verdict.as_ref(), &it.periods).to_html());
        assert_eq!(
            text,
            "Winner Dricus Du Plessis Method Decision Time Round 5, 5:00 How 48-47, 47-48, 48-47 \
             First round Second round Third round Fourth round Fifth round , the last"
        );
    }
}
