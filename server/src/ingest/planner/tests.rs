use super::*;
use chrono::{Days, TimeZone};

fn at(hour: u32, minute: u32, second: u32) -> Instant {
    chrono::Utc.with_ymd_and_hms(2026, 11, 23, hour, minute, second).single().expect("is a time")
}

fn watched(id: &str, phase: Phase, starts_at: Instant) -> PollCandidate {
    PollCandidate {
        id: MatchId(id.to_owned()),
        phase,
        starts_at,
        followed: false,
        lineups: true,
        entrants: true,
        missing: false,
        asked_at: Some(at(20, 0, 0)),
        told: BTreeMap::new(),
        empty_polls: 0,
        ended_at: None,
        reads_since_end: 0,
        in_flight: false,
    }
}

/// Eight in the evening, everything read a second ago, a large budget.
fn evening(matches: Vec<PollCandidate>) -> PlanInput {
    let now = at(20, 0, 1);
    let read = PollTargetState { asked_at: Some(at(20, 0, 0)), ..PollTargetState::default() };
    let today = now.date_naive();
    let days = [today - Days::new(1), today, today + Days::new(1)].map(PollTarget::Day);
    let feeds = [PollTarget::Leagues, PollTarget::Live]
        .into_iter()
        .chain(days)
        .map(|feed| (feed, read.clone()));
    PlanInput {
        sport: Sport::Football,
        now,
        allowance: Allowance { day: Some(100_000), day_limit: Some(150_000), minute: Some(500) },
        blocked_until: None,
        feeds: feeds.collect(),
        matches,
        needs_leagues: false,
        names_a_call: 20,
    }
}

/// The same of a sport without a live list.
fn of(sport: Sport, matches: Vec<PollCandidate>) -> PlanInput {
    PlanInput { sport, names_a_call: ask::matches_a_call(sport), ..evening(matches) }
}

fn later(mut situation: PlanInput, seconds: i64) -> Plan {
    situation.now += TimeDelta::seconds(seconds);
    situation.plan()
}

fn feeds(plan: &Plan) -> Vec<String> {
    plan.calls.iter().map(|call| call.feed.to_string()).collect()
}

/// The calls for one match's particulars left out.
fn lists(plan: &Plan) -> Vec<String> {
    feeds(plan).into_iter().filter(|feed| !feed.contains(" of ")).collect()
}

#[test]
fn the_first_round_asks_for_the_live_list_first_and_for_everything_else_once() {
    let mut situation = evening(Vec::new());
    situation.feeds.clear();
    let asked = feeds(&situation.plan());
    assert_eq!(asked, ["live", "leagues", "day 2026-11-23", "day 2026-11-22", "day 2026-11-24"]);
}

#[test]
fn leagues_are_met_before_any_match_is() {
    let mut situation = evening(Vec::new());
    situation.feeds.clear();
    situation.needs_leagues = true;
    assert_eq!(feeds(&situation.plan()), ["leagues"]);
}

#[test]
fn the_live_list_is_read_every_three_seconds_while_something_is_in_play() {
    let situation = evening(vec![watched("1", Phase::Live, at(19, 30, 0))]);
    assert_eq!(feeds(&situation.plan()), Vec::<String>::new());
    let plan = later(situation, 2);
    assert_eq!(feeds(&plan), ["live"]);
    assert_eq!(plan.calls[0].why, "1 matches are in play");
}

#[test]
fn nothing_in_play_is_no_reason_to_call_and_the_next_kick_off_is_named() {
    let situation = evening(vec![watched("1", Phase::Scheduled, at(21, 45, 0))]);
    let plan = later(situation, 30);
    let wait = plan.waits.iter().find(|wait| wait.feed == PollTarget::Live).expect("is explained");
    assert_eq!(wait.why, "nothing is in play; the next kick-off is at 21:45:00 UTC");
}

#[test]
fn a_match_that_left_the_live_list_is_asked_for_by_name_before_anything_else() {
    let mut gone = watched("9", Phase::Live, at(18, 0, 0));
    gone.missing = true;
    let mut situation = evening(vec![watched("1", Phase::Live, at(19, 0, 0)), gone]);
    situation.now = at(20, 0, 4);
    let plan = situation.plan();
    let call = plan.calls.iter().find(|call| matches!(call.feed, PollTarget::Matches(_)));
    let call = call.expect("is asked for");
    assert_eq!(call.feed, PollTarget::Matches(vec![MatchId("9".to_owned())]));
    assert_eq!(call.why, "left the live list");
}

#[test]
fn a_match_that_gives_no_news_is_asked_for_less_and_less_often() {
    let mut gone = watched("9", Phase::Live, at(18, 0, 0));
    gone.missing = true;
    gone.empty_polls = 5;
    let situation = evening(vec![gone]);
    let asks =
        |plan: &Plan| plan.calls.iter().any(|call| matches!(call.feed, PollTarget::Matches(_)));
    assert!(!asks(&later(situation.clone(), 60)));
    assert!(asks(&later(situation, 100)));
}

#[test]
fn an_ended_match_is_read_again_for_late_corrections_as_often_as_said() {
    let mut ended = watched("9", Phase::Finished, at(18, 0, 0));
    ended.ended_at = Some(at(20, 0, 0));
    let mut reads = 0;
    for second in 0..12_000 {
        ended.reads_since_end = reads;
        let plan = later(evening(vec![ended.clone()]), second);
        reads +=
            usize::from(plan.calls.iter().any(|call| matches!(call.feed, PollTarget::Matches(_))));
    }
    assert_eq!(reads, AFTER_THE_END.len());
}

#[test]
fn particulars_never_spend_what_live_matches_will_need() {
    let matches = (0..60).map(|n| PollCandidate {
        asked_at: None,
        ..watched(&n.to_string(), Phase::Live, at(19, 0, 0))
    });
    let mut situation = evening(matches.collect());
    situation.feeds.clear();
    // Four hours are left of the day, so a sixth of seventy calls is kept: eleven.
    situation.allowance = Allowance { day: Some(14), day_limit: Some(100), minute: Some(500) };
    let plan = situation.plan();
    let others = plan.calls.iter().filter(|call| call.feed != PollTarget::Live).count();
    assert_eq!((plan.calls[0].feed.clone(), others), (PollTarget::Live, 1), "{:?}", plan.calls);
    assert!(
        plan.waits.iter().any(|wait| wait.why == "what is left today is kept for live matches")
    );
}

#[test]
fn a_used_up_day_or_a_refused_key_stops_every_call_and_says_until_when() {
    let mut situation = evening(vec![watched("1", Phase::Live, at(19, 0, 0))]);
    situation.now = at(20, 1, 0);
    situation.allowance.day = Some(0);
    assert_eq!(situation.plan().calls, []);
    situation.allowance.day = Some(100);
    situation.blocked_until = Some((at(20, 16, 0), "the key was refused".to_owned()));
    let plan = situation.plan();
    assert_eq!(plan.calls, []);
    assert_eq!(plan.waits[0].why, "the key was refused; next try at 20:16:00 UTC");
}

#[test]
fn a_small_budget_is_spread_until_midnight() {
    let mut situation = evening(vec![watched("1", Phase::Live, at(19, 0, 0))]);
    situation.allowance = Allowance { day: Some(100), day_limit: Some(100), minute: Some(500) };
    // Four hours are left and seventy calls are for the live list: one every 206 s.
    assert!(!feeds(&later(situation.clone(), 200)).contains(&"live".to_owned()));
    assert!(feeds(&later(situation, 207)).contains(&"live".to_owned()));
}

proptest::proptest! {
    #[test]
    fn no_plan_spends_more_than_there_is_and_every_decision_has_a_reason(
        day in 0..400_u32, minute in 0..20_u32, live in 0..50_usize, passed in 0..10_000_i64,
    ) {
        let matches = (0..live).map(|n| PollCandidate {
            asked_at: None,
            missing: n % 3 == 0,
            ..watched(&n.to_string(), Phase::Live, at(19, 0, 0))
        });
        let mut situation = evening(matches.collect());
        situation.allowance = Allowance { day: Some(day), day_limit: Some(400), minute: Some(minute) };
        let plan = later(situation, passed);
        proptest::prop_assert!(plan.calls.len() <= day as usize && plan.calls.len() <= minute as usize);
        // Closing what left the live list comes before everything, what is kept back included.
        let keeps = |call: &&Decision| call.feed != PollTarget::Live && !call.why.contains("left the live list");
        let others = plan.calls.iter().filter(keeps).count() as u32;
        let left = 86_400 - 72_001 - passed;
        let reserve = (left / 15).min(280 * left / 86_400);
        proptest::prop_assert!(others == 0 || i64::from(day - others) > reserve);
        for decision in plan.calls.iter().chain(&plan.waits) {
            proptest::prop_assert!(!decision.why.is_empty());
        }
    }
}

#[test]
fn where_there_is_no_live_list_the_days_list_is_read_as_often_as_it_is_renewed() {
    for (sport, seconds) in [(Sport::Basketball, 15), (Sport::Mma, 30)] {
        let situation = of(sport, vec![watched("1", Phase::Live, at(19, 30, 0))]);
        assert_eq!(lists(&later(situation.clone(), seconds - 3)), Vec::<String>::new(), "{sport}");
        assert_eq!(lists(&later(situation, seconds)), ["day 2026-11-23"], "{sport}");
    }
}

#[test]
fn around_midnight_the_lists_of_two_days_are_read() {
    let (late, early) = (at(23, 30, 0) - Days::new(1), at(0, 5, 0));
    let matches = vec![watched("1", Phase::Live, late), watched("2", Phase::Live, early)];
    let mut situation = of(Sport::Hockey, matches);
    situation.now = at(0, 20, 0);
    for state in situation.feeds.values_mut() {
        state.asked_at = Some(at(0, 19, 30));
    }
    assert_eq!(lists(&situation.plan()), ["day 2026-11-23", "day 2026-11-22"]);
}

#[test]
fn nothing_in_play_and_no_live_list_means_a_look_every_five_minutes() {
    let situation = of(Sport::Rugby, vec![watched("1", Phase::Scheduled, at(22, 0, 0))]);
    assert_eq!(feeds(&later(situation.clone(), 280)), Vec::<String>::new());
    assert_eq!(feeds(&later(situation, 300)), ["day 2026-11-23"]);
}

#[test]
fn no_sport_is_asked_for_what_its_upstream_does_not_have() {
    for sport in Sport::ALL {
        let phases = [Phase::Scheduled, Phase::Live, Phase::Finished, Phase::Suspended];
        let matches = phases.into_iter().enumerate().map(|(n, phase)| PollCandidate {
            asked_at: None,
            missing: phase == Phase::Suspended,
            entrants: false,
            ended_at: (phase == Phase::Finished).then(|| at(20, 0, 0)),
            ..watched(&n.to_string(), phase, at(20, 0, 30))
        });
        let mut situation = of(sport, matches.collect());
        situation.feeds.clear();
        situation.now = at(20, 2, 0);
        let plan = situation.plan();
        assert!(!plan.calls.is_empty(), "{sport}");
        for call in plan.calls.iter().chain(&plan.waits) {
            assert!(call.feed.query(sport).is_some(), "{sport}: {}", call.feed);
        }
    }
}

#[test]
fn what_left_a_list_is_asked_for_by_name_one_a_call_where_a_call_names_one() {
    let gone = |id| PollCandidate { missing: true, ..watched(id, Phase::Live, at(19, 0, 0)) };
    let mut situation = of(Sport::Nba, vec![gone("1"), gone("2")]);
    situation.now = at(20, 0, 5);
    assert_eq!(lists(&situation.plan()), ["1 matches", "1 matches"]);
    // Closing may spend what is kept back, and statistics may not.
    situation.allowance = Allowance { day: Some(3), day_limit: Some(7_500), minute: Some(500) };
    assert_eq!(feeds(&situation.plan()), ["1 matches", "1 matches"]);
}

#[test]
fn particulars_are_read_every_minute_of_a_followed_match_and_every_five_of_another() {
    let asks = |followed, seconds| {
        let told = ask::particulars(Sport::Afl).iter().map(|kind| (*kind, at(20, 0, 0)));
        let m = PollCandidate {
            followed,
            told: told.collect(),
            ..watched("1", Phase::Live, at(19, 0, 0))
        };
        let asked = feeds(&later(of(Sport::Afl, vec![m]), seconds));
        asked.into_iter().filter(|feed| feed.ends_with("of 1")).collect::<Vec<_>>()
    };
    assert_eq!(asks(true, 50), Vec::<String>::new());
    assert_eq!(asks(true, 60), ["events of 1", "statistics of 1", "quarters of 1"]);
    assert_eq!(asks(false, 200), Vec::<String>::new());
    assert_eq!(asks(false, 300).len(), 3);
}

#[test]
fn an_ended_match_has_its_particulars_read_twice() {
    let ended = at(20, 0, 0);
    let mut m =
        PollCandidate { ended_at: Some(ended), ..watched("1", Phase::Finished, at(18, 0, 0)) };
    let mut asked = Vec::new();
    for second in (0..9_000).step_by(3) {
        let situation = of(Sport::Hockey, vec![m.clone()]);
        for call in later(situation, second).calls {
            if let PollTarget::Particular(kind, _) = call.feed {
                m.told.insert(kind, at(20, 0, 1) + TimeDelta::seconds(second));
                asked.push(second / 60);
            }
        }
    }
    assert_eq!(asked, [1, 60]);
}

#[test]
fn a_match_that_never_ends_is_no_reason_to_look_after_a_day() {
    let stuck = watched("1", Phase::Suspended, at(18, 0, 0) - Days::new(1));
    let plan = later(evening(vec![stuck.clone()]), 30);
    assert!(plan.calls.iter().all(|call| call.feed != PollTarget::Live), "{:?}", plan.calls);
    let plan = later(of(Sport::Baseball, vec![stuck]), 30);
    assert_eq!(plan.calls, []);
}
