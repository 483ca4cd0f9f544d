//! One row for every documented code of every sport.

use super::{
    afl, american_football, baseball, basketball, codes::CODES, formula1, handball, hockey,
    instant, later, mma, nba, one, rugby, volleyball,
};
use entity::model::{
    Instant,
    Phase::{self, Break, Cancelled, Live, Postponed, Scheduled},
    Sport,
};
use serde_json::{Value, json};

/// A row of that sport in that state, with a score.
fn row(sport: Sport, code: &str) -> Value {
    let (one, two) = (json!(1), json!(2));
    let both = [one.clone(), two.clone()];
    let quarters = [one.clone(), json!(0), json!(null), json!(null), json!(null), one];
    let pair = [[json!(1), json!(2)], [json!(null), json!(null)]];
    match sport {
        Sport::Basketball => basketball::row(code, json!("5"), quarters.clone(), quarters),
        Sport::Hockey => {
            let none = json!(null);
            let parts = [json!("1-2"), none.clone(), none.clone(), none.clone(), none];
            hockey::row(code, json!("5"), both, parts)
        }
        Sport::Baseball => {
            let innings: &[i64] = &[1];
            let side = |total: Value| (innings, json!(null), total);
            baseball::row(code, side(json!(1)), side(two))
        }
        Sport::Handball => handball::row(code, both, pair),
        Sport::Rugby => {
            let none = [json!(null), json!(null)];
            let [first, second] = pair;
            rugby::row(code, both, [first, second, none.clone(), none])
        }
        Sport::Volleyball => {
            volleyball::row(code, both, [Some([25, 20]), Some([1, 2]), None, None, None])
        }
        Sport::AmericanFootball => american_football::row(
            code,
            json!("5:00"),
            [1, 0, -1, -1, -1, 1],
            [2, 0, -1, -1, -1, 2],
        ),
        Sport::Nba => nba::row(json!(code), json!("5:00"), 1, [&["1"], &["2"]], both),
        Sport::Afl => afl::row(code, both),
        Sport::Mma => mma::row(code, [false, false]),
        Sport::Formula1 => formula1::row(code, json!(5)),
        Sport::Football => unreachable!("football has tests of its own"),
    }
}

fn during() -> Instant {
    instant("2026-10-01T19:30:00Z")
}

#[test]
fn every_documented_code_has_its_phase_and_a_score_where_there_can_be_one() {
    let sports: Vec<Sport> = CODES.iter().map(|(sport, _)| *sport).collect();
    let all = Sport::ALL.iter().filter(|sport| **sport != Sport::Football);
    assert!(all.clone().all(|sport| sports.contains(sport)), "{sports:?}");
    for (sport, codes) in CODES {
        for (code, phase) in *codes {
            let seen = one(*sport, &row(*sport, code), during());
            assert_eq!((seen.status.phase, seen.status.code.as_str()), (*phase, *code), "{sport}");
            assert_ne!(seen.status.label, "Some text", "{sport} {code}");
            let counts = !matches!(phase, Scheduled | Postponed | Cancelled);
            let scored = !matches!(sport, Sport::Mma | Sport::Formula1);
            for side in &seen.competitors {
                assert_eq!(side.score.is_some(), counts && scored, "{sport} {code}");
            }
            assert!(counts || seen.periods.is_empty(), "{sport} {code}");
            assert!(*phase == Live || seen.status.clock.is_none(), "{sport} {code}");
        }
    }
}

#[test]
fn a_code_in_another_case_or_with_blanks_is_the_same_code() {
    for (sport, codes) in CODES {
        for (code, _) in *codes {
            let plain = one(*sport, &row(*sport, code), during());
            let blank =
                format!(" {} ", code.chars().next().map_or(String::new(), |c| c.to_string()));
            let spaced = code.replacen(code.get(..1).unwrap_or(""), &blank, 1);
            for other in [code.to_lowercase(), code.to_uppercase(), spaced] {
                assert_eq!(one(*sport, &row(*sport, &other), during()), plain, "{sport} {other:?}");
            }
        }
    }
}

#[test]
fn a_code_nobody_knows_is_unknown_and_stays_as_it_came() {
    for (sport, _) in CODES {
        for code in ["XX", "TBD", "P9", "Q9", "LATE"] {
            let seen = one(*sport, &row(*sport, code), during());
            assert_eq!(
                (seen.status.phase, seen.status.code.as_str()),
                (Phase::Unknown, code),
                "{sport}"
            );
        }
    }
    // A walkover in handball, walkouts in the cage; introductions are no inning.
    assert_eq!(one(Sport::Rugby, &row(Sport::Rugby, "WO"), during()).status.phase, Phase::Unknown);
    assert_eq!(
        one(Sport::Baseball, &row(Sport::Baseball, "IN"), during()).status.phase,
        Phase::Unknown
    );
}

#[test]
fn what_should_have_begun_long_ago_is_unknown_and_never_live() {
    for (sport, codes) in CODES {
        for (code, phase) in *codes {
            let seen = one(*sport, &row(*sport, code), later());
            let forgotten = matches!(phase, Scheduled | Live | Break);
            let expected = if forgotten { Phase::Unknown } else { *phase };
            assert_eq!(
                (seen.status.phase, seen.status.code.as_str()),
                (expected, *code),
                "{sport}"
            );
            assert_eq!(seen.status.clock, None, "{sport} {code}");
        }
        // A day after its start a match that has begun may still go on.
        let (live, _) = codes.iter().find(|(_, phase)| *phase == Live).expect("there is one");
        let seen = one(*sport, &row(*sport, live), instant("2026-10-02T19:00:00Z"));
        assert_eq!(seen.status.phase, Live, "{sport}");
    }
}

#[test]
fn a_row_that_makes_no_sense_is_named_and_costs_no_other() {
    use crate::recordings::open;
    use upstream::sport::read;
    for (sport, codes) in CODES {
        let good = row(*sport, codes[0].0);
        let mut bad = good.clone();
        if bad.get("game").is_some() {
            bad["game"]["id"] = json!(null);
        } else {
            bad["id"] = json!(null);
        }
        let mut timeless = good.clone();
        for member in ["date", "timestamp", "game"] {
            if let Some(date) = timeless.get_mut(member).and_then(|it| match it.get("date") {
                Some(_) => it.get_mut("date"),
                None => Some(it),
            }) && (member != "game" || date.get("timezone").is_some())
            {
                *date = json!(null);
            }
        }
        let body =
            json!({"get": "games", "errors": [], "response": [bad, good, 7, null, timeless]});
        let seen =
            read::observations(*sport, &open(body.to_string()), during()).expect("is a list");
        assert_eq!((seen.rows.len(), seen.skipped.len()), (1, 4), "{sport} {:?}", seen.skipped);
        assert!(seen.skipped[0].reason.contains("no id"), "{sport} {:?}", seen.skipped);
        let body = json!({"get": "status", "errors": [], "response": {"a": 1}});
        let error = read::observations(*sport, &open(body.to_string()), during());
        assert!(error.is_err_and(|error| error.to_string().contains("“status”")), "{sport}");
    }
}
