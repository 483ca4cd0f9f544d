//! What must hold of merge and diff in every sport: of teams, of fighters and of a race.

use super::{bare, committed, first, instant, json};
use crate::ingest::{diff, merge};
use entity::model::{
    ChangeItem, Competitor, Incident, IncidentKind, LeagueId, Match, MatchId, ObservedLeague,
    ObservedMatch, Period, Phase, Role, Sport, Status, apply_patch,
};
use proptest::prelude::*;

/// More than any change may have, whatever an answer holds.
const MOST: usize = 150;

fn phase() -> impl Strategy<Value = (Phase, &'static str)> {
    prop_oneof![
        Just((Phase::Scheduled, "NS")),
        Just((Phase::Live, "Q1")),
        Just((Phase::Live, "Q2")),
        Just((Phase::Break, "HT")),
        Just((Phase::Finished, "FT")),
    ]
}

/// Two sides with points, two fighters or a field of drivers in any order, the list of whom may be
/// missing.
fn competitors(sport: Sport) -> BoxedStrategy<Vec<Competitor>> {
    let one = |role, id: usize, score| Competitor {
        role,
        id: id.to_string(),
        name: format!("Competitor {id}"),
        logo: None,
        score,
        winner: None,
    };
    let entrants = move |ids: Vec<usize>| {
        ids.into_iter().map(|id| one(Role::Entrant, id, None)).collect::<Vec<_>>()
    };
    match sport {
        Sport::Formula1 => prop_oneof![
            Just(Vec::new()),
            Just((1..=20).collect::<Vec<usize>>()).prop_shuffle().prop_map(entrants),
        ]
        .boxed(),
        Sport::Mma => Just(entrants(vec![1, 2])).boxed(),
        _ => prop::option::of((0..130_i64, 0..130_i64))
            .prop_map(move |scores| {
                let (home, away) = (scores.map(|s| s.0), scores.map(|s| s.1));
                vec![one(Role::Home, 1, home), one(Role::Away, 2, away)]
            })
            .boxed(),
    }
}

fn incident(entrant: bool) -> impl Strategy<Value = Incident> {
    (any::<bool>(), any::<bool>(), 1..60_u32).prop_map(move |(goal, home, player)| Incident {
        id: String::new(),
        kind: if goal { IncidentKind::Goal } else { IncidentKind::Other },
        detail: None,
        elapsed: None,
        extra: None,
        competitor: Some(match (entrant, home) {
            (true, _) => Role::Entrant,
            (false, true) => Role::Home,
            (false, false) => Role::Away,
        }),
        player: Some(format!("Player {player}")),
        player_id: Some(player.to_string()),
        assist: None,
        assist_id: None,
        comment: None,
    })
}

fn observation(sport: Sport) -> impl Strategy<Value = ObservedMatch> {
    let entrant = matches!(sport, Sport::Mma | Sport::Formula1);
    let incidents = prop::collection::vec(incident(entrant), 0..70);
    let periods = prop::collection::vec((0..40_i64, 0..40_i64), 0..14);
    (phase(), competitors(sport), periods, prop::option::of(incidents), 0..12_u32).prop_map(
        move |((phase, code), competitors, periods, incidents, minute)| ObservedMatch {
            id: MatchId("1".to_owned()),
            sport,
            league: ObservedLeague {
                id: LeagueId("1".to_owned()),
                name: "League".to_owned(),
                country: None,
                season: None,
                round: None,
                logo: None,
                flag: None,
            },
            starts_at: instant(0),
            status: Status {
                phase,
                code: code.to_owned(),
                label: code.to_owned(),
                clock: (phase == Phase::Live).then(|| format!("{minute}:00 left")),
                elapsed: None,
                extra: None,
            },
            competitors,
            periods: periods
                .into_iter()
                .enumerate()
                .map(|(n, (a, b))| Period {
                    name: format!("Q{}", n + 1),
                    scores: vec![Some(a), Some(b)],
                })
                .collect(),
            venue: None,
            referee: None,
            incidents,
            statistics: None,
            lineups: None,
        },
    )
}

fn course() -> impl Strategy<Value = Vec<ObservedMatch>> {
    prop::sample::select(Sport::ALL.to_vec())
        .prop_flat_map(|sport| prop::collection::vec(observation(sport), 2..8))
}

/// What each change of a course is, from the first sight on.
fn changes(course: Vec<ObservedMatch>) -> Vec<(Match, Match, Vec<ChangeItem>)> {
    let mut course = course.into_iter();
    let mut held = first(course.next().expect("has one"));
    let mut changes = Vec::new();
    for mut observation in course {
        upstream::sport::keep(&mut observation, &held);
        let Some(new) = merge::merged(&held, &observation) else { continue };
        let new = committed(&held, new);
        changes.push((held.clone(), new.clone(), diff::items(&held, &new)));
        held = new;
    }
    changes
}

proptest! {
    #[test]
    fn a_change_says_what_it_is_in_a_bounded_number_of_items_and_its_patch_leads_there(course in course()) {
        for (old, new, items) in changes(course) {
            prop_assert!((1..=MOST).contains(&items.len()), "{} items", items.len());
            let mut client = json(&old);
            apply_patch(&mut client, &diff::patch(&old, &new));
            prop_assert_eq!(bare(&client), bare(&json(&new)));
        }
    }

    #[test]
    fn only_where_goals_are_scored_are_goals_told_and_a_score_is_told_once(course in course()) {
        for (old, new, items) in changes(course) {
            let goals = items.iter().filter(|item| matches!(item, ChangeItem::Goal { .. } | ChangeItem::Correction { .. }));
            let scored = matches!(old.sport, Sport::Football | Sport::Hockey | Sport::Handball);
            prop_assert!(scored || goals.count() == 0, "{items:?}");
            let scores = items.iter().filter(|item| matches!(item, ChangeItem::Score { .. })).count();
            prop_assert_eq!(scores, usize::from(old.scores() != new.scores() && !entrants(&new)));
        }
    }

    #[test]
    fn the_order_of_a_race_is_told_as_one_detail_and_no_row_takes_the_drivers_away(course in prop::collection::vec(observation(Sport::Formula1), 2..8)) {
        for (old, new, items) in changes(course) {
            prop_assert!(old.competitors.is_empty() || !new.competitors.is_empty());
            let told = items.iter().any(|item| matches!(item, ChangeItem::Details { fields } if fields.iter().any(|f| f == "competitors")));
            prop_assert_eq!(told, old.competitors != new.competitors);
        }
    }
}

fn entrants(m: &Match) -> bool {
    matches!(m.sport, Sport::Mma | Sport::Formula1)
}
