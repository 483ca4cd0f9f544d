//! Which incident of a new list is which of the old.
//!
//! The upstream gives incidents no id, edits them and reorders them. Ids are ours: an incident keeps
//! its id through a corrected minute, player or wording, and an id is never given twice.

use entity::model::Incident;

/// Minutes an incident may be moved by and still be taken for the same.
const MINUTES: u32 = 5;

/// `fresh` with the ids of the incidents of `known` they stand for; `new_id` names the rest.
///
/// Pairs are taken from the most alike to the least, so neither list's order matters.
pub fn identify(
    known: &[Incident],
    mut fresh: Vec<Incident>,
    mut new_id: impl FnMut() -> String,
) -> Vec<Incident> {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (i, old) in known.iter().enumerate() {
        for (j, new) in fresh.iter().enumerate() {
            if let Some(cost) = distance(old, new) {
                pairs.push((cost, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| {
        (a.0, order(&known[a.1]), order(&fresh[a.2]), a.1, a.2).cmp(&(
            b.0,
            order(&known[b.1]),
            order(&fresh[b.2]),
            b.1,
            b.2,
        ))
    });
    let mut taken = vec![false; known.len()];
    let mut named = vec![false; fresh.len()];
    for (_, i, j) in pairs {
        if !taken[i] && !named[j] {
            taken[i] = true;
            named[j] = true;
            fresh[j].id.clone_from(&known[i].id);
        }
    }
    let mut unnamed: Vec<usize> = (0..fresh.len()).filter(|j| !named[*j]).collect();
    unnamed.sort_by(|a, b| order(&fresh[*a]).cmp(&order(&fresh[*b])));
    for j in unnamed {
        fresh[j].id = new_id();
    }
    fresh
}

/// All of an incident but its id, to sort by.
fn order(incident: &Incident) -> impl Ord + '_ {
    let Incident {
        id: _,
        kind,
        detail,
        elapsed,
        extra,
        competitor,
        player,
        player_id,
        assist,
        assist_id,
        comment,
    } = incident;
    ((elapsed, extra, kind, competitor), (detail, player, player_id), (assist, assist_id, comment))
}

/// How unlike two incidents are; `None` where they cannot be the same one.
fn distance(old: &Incident, new: &Incident) -> Option<u32> {
    if old.kind != new.kind || old.competitor != new.competitor {
        return None;
    }
    let minutes = match (at(old), at(new)) {
        (Some(a), Some(b)) => a.abs_diff(b),
        (None, None) => 0,
        (Some(_), None) | (None, Some(_)) => 1,
    };
    let player = match (who(old), who(new)) {
        (Some(a), Some(b)) if a == b => 0,
        (None, None) => 1,
        (Some(_), None) | (None, Some(_)) => 3,
        // Another name is another incident unless it stands at the very same minute.
        (Some(_), Some(_)) if minutes == 0 => 8,
        (Some(_), Some(_)) => return None,
    };
    if minutes > MINUTES {
        return None;
    }
    let wording = u32::from(old.detail != new.detail) * 2
        + u32::from((&old.assist, &old.assist_id) != (&new.assist, &new.assist_id))
        + u32::from(old.comment != new.comment);
    Some(minutes * 4 + player * 4 + wording)
}

fn at(incident: &Incident) -> Option<u32> {
    incident.elapsed.map(|minute| minute + incident.extra.unwrap_or(0))
}

fn who(incident: &Incident) -> Option<&str> {
    incident.player_id.as_deref().or(incident.player.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::model::{IncidentKind, Role};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn incident(kind: IncidentKind, minute: u32, player: Option<u32>) -> Incident {
        Incident {
            id: String::new(),
            kind,
            detail: None,
            elapsed: Some(minute),
            extra: None,
            competitor: Some(Role::Home),
            player: player.map(|n| format!("Player {n}")),
            player_id: player.map(|n| n.to_string()),
            assist: None,
            assist_id: None,
            comment: None,
        }
    }

    fn named(list: Vec<Incident>) -> Vec<Incident> {
        let mut n = 0;
        identify(&[], list, || {
            n += 1;
            format!("id{n}")
        })
    }

    fn again(known: &[Incident], list: Vec<Incident>) -> Vec<Incident> {
        let mut n = 0;
        identify(known, list, || {
            n += 1;
            format!("new{n}")
        })
    }

    #[test]
    fn a_goal_keeps_its_id_when_the_scorer_becomes_known() {
        let known = named(vec![incident(IncidentKind::Goal, 61, None)]);
        let fresh = again(&known, vec![incident(IncidentKind::Goal, 61, Some(9))]);
        assert_eq!(fresh[0].id, "id1");
    }

    #[test]
    fn a_goal_keeps_its_id_when_its_minute_is_corrected() {
        let known = named(vec![incident(IncidentKind::Goal, 61, Some(9))]);
        let fresh = again(&known, vec![incident(IncidentKind::Goal, 62, Some(9))]);
        assert_eq!(fresh[0].id, "id1");
    }

    #[test]
    fn two_goals_of_one_player_stay_two() {
        let known = named(vec![incident(IncidentKind::Goal, 61, Some(9))]);
        let fresh = again(
            &known,
            vec![
                incident(IncidentKind::Goal, 61, Some(9)),
                incident(IncidentKind::Goal, 62, Some(9)),
            ],
        );
        assert_eq!(fresh[0].id, "id1");
        assert_eq!(fresh[1].id, "new1");
    }

    #[test]
    fn a_removed_goals_id_is_not_given_to_a_later_one() {
        let known = named(vec![incident(IncidentKind::Goal, 20, Some(9))]);
        let fresh = again(&known, vec![incident(IncidentKind::Goal, 70, Some(9))]);
        assert_eq!(fresh[0].id, "new1");
    }

    fn any_incident() -> impl Strategy<Value = Incident> {
        let kind = prop_oneof![
            Just(IncidentKind::Goal),
            Just(IncidentKind::Card),
            Just(IncidentKind::Substitution),
            Just(IncidentKind::Var)
        ];
        (kind, 1..95_u32, prop::option::of(0..6_u32), any::<bool>()).prop_map(
            |(kind, minute, player, home)| Incident {
                competitor: Some(if home { Role::Home } else { Role::Away }),
                ..incident(kind, minute, player)
            },
        )
    }

    proptest! {
        #[test]
        fn an_unchanged_list_in_any_order_keeps_every_id(
            list in prop::collection::vec(any_incident(), 0..14), rotate in 0..14_usize,
        ) {
            let known = named(list);
            let mut shuffled: Vec<Incident> = known.clone();
            shuffled.reverse();
            if !shuffled.is_empty() {
                let by = rotate % shuffled.len();
                shuffled.rotate_left(by);
            }
            let expected = shuffled.clone();
            for incident in &mut shuffled {
                incident.id.clear();
            }
            let mut fresh = again(&known, shuffled);
            // Twins are interchangeable: compare as sets of (content, id).
            let mut expected = expected;
            let key = |i: &Incident| (format!("{:?}", order_key(i)), i.id.clone());
            fresh.sort_by_key(key);
            expected.sort_by_key(key);
            prop_assert_eq!(fresh, expected);
        }

        #[test]
        fn no_id_is_given_twice(
            list in prop::collection::vec(any_incident(), 0..14),
            next in prop::collection::vec(any_incident(), 0..14),
        ) {
            let fresh = again(&named(list), next);
            let ids: BTreeSet<&str> = fresh.iter().map(|i| i.id.as_str()).collect();
            prop_assert_eq!(ids.len(), fresh.len());
        }
    }

    fn order_key(i: &Incident) -> (Option<u32>, IncidentKind, Option<Role>, Option<String>) {
        (i.elapsed, i.kind, i.competitor, i.player.clone())
    }
}
