//! Second thoughts: names that come late, minutes that move, cards that vanish.

use super::write::Draft;
use super::{Detail, Edit, Event};
use crate::simulator::fate::{MINUTE, Wish};

/// Adds later edits to what is listed so far; `ends` is the last whistle.
pub(super) fn add(draft: &mut Draft, ends: i64) {
    let listed: Vec<(usize, i64, Event)> = draft
        .steps
        .iter()
        .enumerate()
        .filter_map(|(place, step)| match step.edit {
            Edit::Put(event) => Some((place, step.at, event)),
            Edit::Count(..) | Edit::Uncount(..) | Edit::Kick(_) | Edit::Drop(_) => None,
        })
        .collect();
    let dropped: Vec<u16> = draft
        .steps
        .iter()
        .filter_map(|step| if let Edit::Drop(key) = step.edit { Some(key) } else { None })
        .collect();
    let mut wish = draft.wish;
    for (place, at, event) in &listed {
        if dropped.contains(&event.key) || event.is_shootout() {
            continue;
        }
        if event.detail == Detail::Yellow {
            let cards = listed
                .iter()
                .filter(|(_, _, other)| is_card(other) && other.player == event.player)
                .count();
            let wished = wish == Some(Wish::CardRemoved);
            if cards == 1 && (wished || draft.dice.chance(0.04)) {
                let later = at + draft.dice.between(60, 1_200) * 1_000;
                draft.push(later, Edit::Drop(event.key));
                wish = wish.filter(|_| !wished);
            }
        } else if event.detail == Detail::MissedPenalty {
            if draft.dice.chance(0.5) {
                let later = ends + draft.dice.between(1, 5) * MINUTE;
                draft.push(later, Edit::Drop(event.key));
            }
        } else if event.detail == Detail::Goal
            && (wish == Some(Wish::ScorerLater) || draft.dice.chance(0.08))
        {
            // Listed without a name first.
            draft.steps[*place].edit = Edit::Put(Event { player: None, assist: None, ..*event });
            let later = at + draft.dice.between(20, 150) * 1_000;
            draft.push(later, Edit::Put(*event));
            wish = wish.filter(|wish| *wish != Wish::ScorerLater);
        } else if may_move(event) {
            let wished = wish == Some(Wish::MinuteMoved) && event.is_goal();
            if wished || draft.dice.chance(0.04) {
                let later = if wished {
                    ends + draft.dice.between(1, 6) * MINUTE
                } else {
                    at + draft.dice.between(40, 600) * 1_000
                };
                draft.push(later, Edit::Put(Event { elapsed: event.elapsed - 1, ..*event }));
                wish = wish.filter(|_| !wished);
            }
        }
    }
}

fn is_card(event: &Event) -> bool {
    matches!(event.detail, Detail::Yellow | Detail::Red)
}

/// A minute that can move back by one without changing the half.
fn may_move(event: &Event) -> bool {
    let counts = matches!(
        event.detail,
        Detail::Goal | Detail::OwnGoal | Detail::Penalty | Detail::Substitution(_)
    );
    counts && event.extra.is_none() && !matches!(event.elapsed, 0 | 1 | 46 | 91 | 106)
}
