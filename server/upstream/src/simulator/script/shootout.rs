//! The kicks that decide.

use crate::simulator::dice::Dice;

/// The kicks in order: whether the side that is to win takes it, and whether it goes in.
pub(super) fn kicks(dice: &mut Dice) -> Vec<(bool, bool)> {
    let mut kicks = Vec::new();
    let mut scored = [0_i64; 2];
    let mut taken = [0_i64; 2];
    let first = dice.below(2);
    loop {
        for turn in [first, 1 - first] {
            let goal = dice.chance(0.74);
            taken[turn] += 1;
            scored[turn] += i64::from(goal);
            kicks.push((turn, goal));
            if is_decided(scored, taken) {
                let winner = usize::from(scored[1] > scored[0]);
                return kicks.into_iter().map(|(side, goal)| (side == winner, goal)).collect();
            }
        }
    }
}

/// Within five kicks each: when the other can no longer draw level. After that: when level kicks differ.
fn is_decided(scored: [i64; 2], taken: [i64; 2]) -> bool {
    if taken[0].max(taken[1]) <= 5 {
        (0..2).any(|side| scored[side] > scored[1 - side] + 5 - taken[1 - side])
    } else {
        taken[0] == taken[1] && scored[0] != scored[1]
    }
}
