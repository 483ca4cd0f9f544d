use super::*;
use entity::model::{
    Competitor, LeagueId, LeagueSlug, ObservedLeague, ObservedMatch, Period, Role, Seq, Sport,
    Status,
};

/// A match by the upstream's code, its minute, its score and how many of its parts are over.
fn at(code: &str, elapsed: Option<u32>, score: Option<[i64; 2]>, parts: usize) -> Match {
    let phase = match code {
        "NS" | "TBD" => Phase::Scheduled,
        "HT" | "BT" => Phase::Break,
        "SUSP" | "INT" => Phase::Suspended,
        "FT" | "AET" | "PEN" => Phase::Finished,
        "PST" => Phase::Postponed,
        "CANC" => Phase::Cancelled,
        "ABD" => Phase::Abandoned,
        "AWD" | "WO" => Phase::Awarded,
        _ => Phase::Live,
    };
    let side = |role, place: usize| Competitor {
        role,
        id: place.to_string(),
        name: place.to_string(),
        logo: None,
        score: score.map(|score| score[place]),
        winner: None,
    };
    let over = ["1H", "2H", "ET"].into_iter().take(parts);
    let observation = ObservedMatch {
        id: MatchId("7".to_owned()),
        sport: Sport::Football,
        league: ObservedLeague {
            id: LeagueId("1".to_owned()),
            name: "League".to_owned(),
            country: None,
            season: None,
            round: None,
            logo: None,
            flag: None,
        },
        starts_at: chrono::DateTime::UNIX_EPOCH,
        status: Status {
            phase,
            code: code.to_owned(),
            label: code.to_owned(),
            clock: None,
            elapsed,
            extra: None,
        },
        competitors: vec![side(Role::Home, 0), side(Role::Away, 1)],
        periods: over
            .map(|name| Period { name: name.to_owned(), scores: vec![Some(0), Some(0)] })
            .collect(),
        venue: None,
        referee: None,
        incidents: Some(vec![]),
        statistics: None,
        lineups: None,
    };
    let now = chrono::DateTime::UNIX_EPOCH;
    crate::ingest::merge::first(observation, LeagueSlug("league".to_owned()), Seq(0), now, now)
}

/// The same with a minute of stoppage time.
fn stoppage(mut it: Match, extra: Option<u32>) -> Match {
    it.status.extra = extra;
    it
}

/// The same with kicks of a shoot-out.
fn kicks(mut it: Match, scores: [i64; 2]) -> Match {
    it.periods.push(Period { name: "PEN".to_owned(), scores: scores.map(Some).to_vec() });
    it
}

/// The same with a video review in its list.
fn reviewed(mut it: Match, id: &str) -> Match {
    it.incidents.push(Incident {
        id: id.to_owned(),
        kind: IncidentKind::Var,
        detail: Some("goal_cancelled".to_owned()),
        elapsed: it.status.elapsed,
        extra: None,
        competitor: Some(Role::Home),
        player: None,
        player_id: None,
        assist: None,
        assist_id: None,
        comment: None,
    });
    it
}

const LEVEL: Option<[i64; 2]> = Some([1, 1]);

/// Everything the upstream was seen or said to do that goes back.
fn backwards() -> Vec<(&'static str, Match, Match)> {
    let ns = || at("NS", None, None, 0);
    let first = |minute| at("1H", Some(minute), LEVEL, 0);
    let second = |minute| at("2H", Some(minute), LEVEL, 1);
    let extra = |minute| at("ET", Some(minute), LEVEL, 2);
    let shootout = || at("P", Some(120), LEVEL, 3);
    let end = || at("FT", Some(90), LEVEL, 2);
    vec![
        ("half-time to the first half", at("HT", Some(45), LEVEL, 1), first(45)),
        ("the second half to the first", second(50), first(44)),
        ("the second half to half-time", second(46), at("HT", Some(45), LEVEL, 1)),
        ("extra time to the second half", extra(91), second(90)),
        ("the shoot-out to extra time", shootout(), extra(120)),
        ("the end to the second half", end(), second(90)),
        ("after extra time to extra time", at("AET", Some(120), LEVEL, 3), extra(120)),
        ("after penalties to the shoot-out", at("PEN", Some(120), LEVEL, 3), shootout()),
        ("the end to not started", end(), ns()),
        ("the end to postponed", end(), at("PST", None, None, 0)),
        ("called off to not started", at("CANC", None, None, 0), ns()),
        ("broken off to play", at("ABD", Some(60), LEVEL, 1), second(60)),
        ("play broken off to not started", second(60), ns()),
        ("suspended to not started", at("SUSP", Some(60), LEVEL, 1), ns()),
        ("a minute that falls", second(60), second(58)),
        ("a minute that jumps back and is right at once", first(40), first(2)),
        ("stoppage time that falls", stoppage(first(45), Some(4)), stoppage(first(45), Some(2))),
        ("a score that falls", at("2H", Some(60), Some([2, 1]), 1), second(61)),
        ("a score that falls after the end", at("FT", Some(90), Some([2, 1]), 2), end()),
        (
            "broken off with the score wiped out",
            at("INT", Some(60), LEVEL, 1),
            at("ABD", None, Some([0, 0]), 0),
        ),
        ("kicks that fall", kicks(shootout(), [3, 2]), kicks(shootout(), [2, 2])),
        (
            "a score that falls long after a review",
            reviewed(at("2H", Some(60), Some([2, 1]), 1), "9-1"),
            reviewed(second(70), "9-1"),
        ),
    ]
}

/// Everything that only looks so.
fn forwards() -> Vec<(&'static str, Match, Match)> {
    let ns = || at("NS", None, None, 0);
    let second = |minute| at("2H", Some(minute), LEVEL, 1);
    vec![
        ("postponed to its new date", at("PST", None, None, 0), ns()),
        ("postponed after all", ns(), at("PST", None, None, 0)),
        ("a time that is decided", at("TBD", None, None, 0), ns()),
        ("kick-off", ns(), at("1H", Some(1), Some([0, 0]), 0)),
        ("half-time", at("1H", Some(45), LEVEL, 0), at("HT", Some(45), LEVEL, 1)),
        (
            "the next half, whose minutes begin below those of stoppage time",
            stoppage(at("1H", Some(45), LEVEL, 0), Some(7)),
            second(46),
        ),
        ("stoppage time no longer told", stoppage(second(90), Some(4)), second(90)),
        ("a halt", second(60), at("INT", Some(60), LEVEL, 1)),
        ("a halt that is over", at("SUSP", Some(60), LEVEL, 1), second(60)),
        ("broken off", at("INT", Some(60), LEVEL, 1), at("ABD", None, LEVEL, 0)),
        ("a result out of nothing", ns(), at("FT", Some(90), LEVEL, 2)),
        ("extra time out of nothing", ns(), at("AET", Some(120), LEVEL, 3)),
        ("an end that becomes a ruling", at("FT", Some(90), LEVEL, 2), at("AWD", None, None, 0)),
        ("not turned up", ns(), at("WO", None, Some([0, 0]), 0)),
        ("a goal", second(60), at("2H", Some(61), Some([2, 1]), 1)),
        ("a first kick", at("P", Some(120), LEVEL, 3), kicks(at("P", Some(120), LEVEL, 3), [1, 0])),
        (
            "a score that falls by a review",
            at("2H", Some(60), Some([2, 1]), 1),
            reviewed(second(61), "9-1"),
        ),
        (
            "a score that falls by the second of two reviews",
            reviewed(at("2H", Some(60), Some([2, 1]), 1), "9-1"),
            reviewed(reviewed(second(61), "9-1"), "10-1"),
        ),
    ]
}

#[test]
fn what_goes_back_is_believed_when_it_is_said_twice() {
    for (what, old, new) in backwards() {
        let mut filter = RegressionFilter::default();
        assert_eq!(filter.check(&old, &new), FilterDecision::Defer, "{what}");
        assert_eq!(filter.check(&old, &new), FilterDecision::Accept, "{what}, again");
        assert_eq!(
            filter.check(&old, &new),
            FilterDecision::Defer,
            "{what}, and the doubt begins anew"
        );
    }
}

#[test]
fn what_goes_on_is_believed_at_once() {
    for (what, old, new) in forwards() {
        assert_eq!(RegressionFilter::default().check(&old, &new), FilterDecision::Accept, "{what}");
    }
}

#[test]
fn an_answer_that_goes_on_or_agrees_ends_the_doubt() {
    let at = |minute| at("2H", Some(minute), LEVEL, 1);
    let mut filter = RegressionFilter::default();
    assert_eq!(filter.check(&at(60), &at(50)), FilterDecision::Defer);
    assert_eq!(filter.check(&at(60), &at(61)), FilterDecision::Accept);
    assert_eq!(
        filter.check(&at(61), &at(50)),
        FilterDecision::Defer,
        "not the second time in a row"
    );
    filter.confirmed(&at(61).id);
    assert_eq!(filter.check(&at(61), &at(50)), FilterDecision::Defer);
}

#[test]
fn one_match_in_doubt_casts_none_on_another() {
    let (old, new) = (at("FT", Some(90), LEVEL, 2), at("2H", Some(90), LEVEL, 1));
    let other = |it: &Match| Match { id: MatchId("8".to_owned()), ..it.clone() };
    let mut filter = RegressionFilter::default();
    assert_eq!(filter.check(&old, &new), FilterDecision::Defer);
    assert_eq!(filter.check(&other(&old), &other(&new)), FilterDecision::Defer);
    assert_eq!(filter.check(&old, &new), FilterDecision::Accept);
}

#[test]
fn a_second_step_back_that_is_another_one_is_doubted_anew() {
    let at = |score| at("2H", Some(60), Some(score), 1);
    let mut filter = RegressionFilter::default();
    assert_eq!(filter.check(&at([2, 1]), &at([1, 1])), FilterDecision::Defer);
    assert_eq!(
        filter.check(&at([2, 1]), &at([0, 0])),
        FilterDecision::Defer,
        "nothing was said twice"
    );
    assert_eq!(filter.check(&at([2, 1]), &at([0, 0])), FilterDecision::Accept);
}

#[test]
fn a_step_back_from_which_play_goes_on_is_believed() {
    let (end, third) =
        (at("FT", None, Some([80, 78]), 4), |home| at("Q4", None, Some([home, 78]), 4));
    let mut filter = RegressionFilter::default();
    assert_eq!(filter.check(&end, &third(80)), FilterDecision::Defer);
    assert_eq!(
        filter.check(&end, &third(82)),
        FilterDecision::Accept,
        "points fall from answer to answer"
    );
}
