//! Turns, in any order of coming, going and being done.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use proptest::prelude::*;
use std::time::Duration;

/// Most that wait in the later lane.
const LATER: usize = 7;

fn room(at_once: usize, line: usize) -> Turns {
    Turns::new(Room { at_once, line, later: LATER })
}

fn who(name: &str) -> Arc<str> {
    name.into()
}

/// Stand in line, and say so when it is one's turn.
async fn stand(turns: &Turns, name: &'static str, log: &Arc<Mutex<Vec<&'static str>>>) {
    let (turns, log) = (turns.clone(), log.clone());
    tokio::spawn(async move {
        let turn = turns.acquire(&who(name), Lane::First).await;
        log.lock().expect("no panic").push(if turn.is_ok() { name } else { "full" });
    });
    tokio::task::yield_now().await;
}

#[tokio::test]
async fn a_stranger_waits_for_one_of_a_crowd_and_not_for_all_of_it() {
    let (turns, log) = (room(1, 100), Arc::default());
    let first = turns.acquire(&who("crowd"), Lane::First).await.expect("is free");
    for _ in 0..50 {
        stand(&turns, "crowd", &log).await;
    }
    stand(&turns, "stranger", &log).await;
    drop(first);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let log = log.lock().expect("no panic");
    assert_eq!(log.len(), 51);
    assert_eq!(log[1], "stranger", "{:?}", &log[..4]);
}

#[tokio::test]
async fn a_line_holds_so_many_and_another_network_has_its_own() {
    let (turns, log) = (room(1, 2), Arc::default());
    let first = turns.acquire(&who("crowd"), Lane::First).await.expect("is free");
    for name in ["crowd", "crowd", "crowd", "stranger"] {
        stand(&turns, name, &log).await;
    }
    assert_eq!(*log.lock().expect("no panic"), ["full"]);
    drop(first);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(log.lock().expect("no panic").len(), 4);
}

#[tokio::test]
async fn a_turn_of_somebody_who_went_away_is_not_lost() {
    let turns = room(1, 8);
    let first = turns.acquire(&who("a"), Lane::First).await.expect("is free");
    let wait =
        tokio::time::timeout(Duration::from_millis(10), turns.acquire(&who("b"), Lane::First))
            .await;
    assert!(wait.is_err(), "nobody has given a turn back yet");
    drop(first);
    let again =
        tokio::time::timeout(Duration::from_secs(1), turns.acquire(&who("c"), Lane::First)).await;
    assert!(again.expect("is served").is_ok());
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Somebody asks, in a lane and from a network.
    Ask(Lane, u8),
    /// One of those who wait goes away.
    Leave(prop::sample::Index),
    /// One of those whose turn it is has done.
    Done(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    let lane = prop_oneof![Just(Lane::First), Just(Lane::Later)];
    prop_oneof![
        4 => (lane, 0_u8..6).prop_map(|(lane, who)| Step::Ask(lane, who)),
        1 => any::<prop::sample::Index>().prop_map(Step::Leave),
        3 => any::<prop::sample::Index>().prop_map(Step::Done),
    ]
}

/// What is seen of the turns from outside.
#[derive(Default)]
struct Seen {
    waiting: Vec<(Lane, u8, oneshot::Receiver<Turn>)>,
    having: Vec<Turn>,
    row: usize,
}

impl Seen {
    fn waits(&self, lane: Lane) -> usize {
        self.waiting.iter().filter(|(its, ..)| *its == lane).count()
    }

    /// One has done: gives whether somebody had the next turn, and checks that the right lane had it.
    fn done(&mut self, index: usize) -> Result<bool, TestCaseError> {
        let [first, later] = [Lane::First, Lane::Later].map(|lane| self.waits(lane));
        drop(self.having.swap_remove(index));
        let mut served = Vec::new();
        for (lane, who, mut receiver) in std::mem::take(&mut self.waiting) {
            match receiver.try_recv() {
                Ok(turn) => {
                    self.having.push(turn);
                    served.push(lane);
                }
                Err(_) => self.waiting.push((lane, who, receiver)),
            }
        }
        let wanted = match (first, later) {
            (0, 0) => vec![],
            (0, _) => vec![Lane::Later],
            (_, 0) => vec![Lane::First],
            _ if self.row < ROW => vec![Lane::First],
            _ => vec![Lane::Later],
        };
        prop_assert_eq!(&served, &wanted);
        match served.first() {
            Some(Lane::First) => self.row += 1,
            Some(Lane::Later) => self.row = 0,
            None => {}
        }
        Ok(!served.is_empty())
    }
}

proptest! {
    #[test]
    fn turns_are_never_too_many_never_idle_and_go_by_lane_until_nobody_waits(
        at_once in 1_usize..4, line in 1_usize..4,
        steps in prop::collection::vec(step(), 1..200),
    ) {
        let (turns, mut seen) = (room(at_once, line), Seen::default());
        for step in steps {
            match step {
                Step::Ask(lane, network) => {
                    let before = seen.waiting.iter().filter(|one| (one.0, one.1) == (lane, network));
                    let full = before.count() >= line
                        || (lane == Lane::Later && seen.waits(lane) >= LATER);
                    match turns.stand(&who(&network.to_string()), lane) {
                        Err(QueueFull) => prop_assert!(full),
                        Ok(mut receiver) => match receiver.try_recv() {
                            Ok(turn) => seen.having.push(turn),
                            Err(_) => {
                                prop_assert!(!full);
                                seen.waiting.push((lane, network, receiver));
                            }
                        },
                    }
                }
                Step::Leave(index) if !seen.waiting.is_empty() => {
                    drop(seen.waiting.remove(index.index(seen.waiting.len())));
                }
                Step::Done(index) if !seen.having.is_empty() => {
                    let index = index.index(seen.having.len());
                    seen.done(index)?;
                }
                Step::Leave(_) | Step::Done(_) => {}
            }
            prop_assert!(seen.having.len() <= at_once);
            prop_assert!(seen.waiting.is_empty() || seen.having.len() == at_once);
        }
        // Whoever still waits has a turn within as many as wait.
        for _ in 0..seen.waiting.len() {
            prop_assert!(seen.done(0)?);
        }
        prop_assert!(seen.waiting.is_empty());
    }

    #[test]
    fn a_flood_of_the_first_lane_keeps_no_one_of_the_later_lane_waiting_for_more_than_a_row(
        flood in 1_u8..100,
    ) {
        let (turns, mut seen) = (room(1, 1), Seen::default());
        let ask = |network: u8, lane| turns.stand(&who(&network.to_string()), lane);
        seen.having.push(ask(0, Lane::First).unwrap().try_recv().unwrap());
        seen.waiting.push((Lane::Later, 0, ask(0, Lane::Later).unwrap()));
        for network in 0..flood {
            seen.waiting.push((Lane::First, network, ask(network, Lane::First).unwrap()));
        }
        let mut turns_before = 0;
        while seen.waits(Lane::Later) > 0 {
            seen.done(0)?;
            turns_before += 1;
        }
        prop_assert!(turns_before <= ROW + 1);
    }
}
