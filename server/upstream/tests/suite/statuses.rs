//! States that no recording holds, written by hand after the documentation.

use crate::recordings::open;
use entity::model::{ObservedMatch, Phase};
use serde_json::{Value, json};
use upstream::football;

/// A good row of a state, before anything is bent.
pub fn row(short: &str, elapsed: Value, goals: [Value; 2]) -> Value {
    let [home, away] = goals;
    json!({
        "fixture": {
            "id": 900_001, "referee": null, "timezone": "UTC",
            "date": "2025-08-05T18:30:00+02:00", "timestamp": 1_754_411_400,
            "periods": {"first": null, "second": null},
            "venue": {"id": null, "name": null, "city": null},
            "status": {"long": "Some text", "short": short, "elapsed": elapsed, "extra": null}
        },
        "league": {"id": 39, "name": "Premier League", "country": "England", "logo": null,
            "flag": null, "season": 2025, "round": "Regular Season - 1"},
        "teams": {"home": {"id": 33, "name": "Manchester United", "logo": null, "winner": true},
            "away": {"id": 36, "name": "Fulham", "logo": null, "winner": false}},
        "goals": {"home": home, "away": away},
        "score": {"halftime": {"home": null, "away": null}, "fulltime": {"home": null, "away": null},
            "extratime": {"home": null, "away": null}, "penalty": {"home": null, "away": null}}
    })
}

/// The envelope around rows.
pub fn envelope(endpoint: &str, rows: &Value) -> String {
    json!({"get": endpoint, "parameters": {"date": "2025-08-05"}, "errors": [],
        "results": rows.as_array().map_or(0, Vec::len), "response": rows})
    .to_string()
}

/// The one row, read.
pub fn read(row: &Value) -> ObservedMatch {
    let answer = open(envelope("fixtures", &json!([row])));
    let observations = football::observations(&answer).expect("is a list");
    assert_eq!(observations.skipped, []);
    observations.rows.into_iter().next().expect("one row in, one row out")
}

/// Why the one row is left out.
fn skipped(row: &Value) -> football::Skipped {
    let answer = open(envelope("fixtures", &json!([row])));
    let observations = football::observations(&answer).expect("is a list");
    assert_eq!(observations.rows, []);
    observations.skipped.into_iter().next().expect("one row in, one row out")
}

fn parts(seen: &ObservedMatch) -> Vec<(&str, Vec<i64>)> {
    let flat = |scores: &[Option<i64>]| scores.iter().flatten().copied().collect();
    seen.periods.iter().map(|it| (it.name.as_str(), flat(&it.scores))).collect()
}

#[test]
fn every_code_has_its_phase_label_and_clock() {
    use Phase::{
        Abandoned, Awarded, Break, Cancelled, Finished, Live, Postponed, Scheduled, Suspended,
    };
    for (code, phase, label, runs, has_score) in [
        ("TBD", Scheduled, "Time to be decided", false, false),
        ("NS", Scheduled, "Not started", false, false),
        ("1H", Live, "First half", true, true),
        ("HT", Break, "Half-time", false, true),
        ("2H", Live, "Second half", true, true),
        ("ET", Live, "Extra time", true, true),
        ("BT", Break, "Break in extra time", false, true),
        ("P", Live, "Penalty shoot-out", false, true),
        ("SUSP", Suspended, "Match suspended", false, true),
        ("INT", Suspended, "Match interrupted", false, true),
        ("LIVE", Live, "In progress", true, true),
        ("FT", Finished, "Full time", false, true),
        ("AET", Finished, "After extra time", false, true),
        ("PEN", Finished, "After penalties", false, true),
        ("PST", Postponed, "Match postponed", false, false),
        ("CANC", Cancelled, "Match cancelled", false, false),
        ("ABD", Abandoned, "Match abandoned", false, true),
        ("AWD", Awarded, "Technical loss", false, true),
        ("WO", Awarded, "Walkover", false, true),
    ] {
        let seen = read(&row(code, json!(30), [json!(1), json!(0)]));
        assert_eq!(seen.status.phase, phase, "{code}");
        assert_eq!(seen.status.label, label, "{code}");
        assert_eq!(seen.status.clock.as_deref(), runs.then_some("30'"), "{code}");
        assert_eq!(seen.status.elapsed, Some(30), "{code}");
        assert_eq!(seen.competitors[0].score, has_score.then_some(1), "{code}");
        assert_eq!(seen.competitors[0].winner, has_score.then_some(true), "{code}");
    }
}

#[test]
fn a_code_nobody_knows_is_play_where_a_score_and_a_minute_are_given() {
    let seen = read(&row("3H", json!(95), [json!(1), json!(0)]));
    assert_eq!((seen.status.phase, seen.status.code.as_str()), (Phase::Live, "3H"));
    assert_eq!(seen.status.label, "Some text");
    assert_eq!(seen.competitors[0].score, Some(1));
    let seen = read(&row("3H", json!(null), [json!(1), json!(0)]));
    assert_eq!(seen.status.phase, Phase::Unknown);
    assert_eq!(seen.competitors[0].score, None);
}

#[test]
fn the_clock_shows_stoppage_time_and_stops_where_nothing_is_known() {
    let mut shown = row("2H", json!(90), [json!(0), json!(0)]);
    shown["fixture"]["status"]["extra"] = json!(4);
    assert_eq!(read(&shown).status.clock.as_deref(), Some("90+4'"));
    shown["fixture"]["status"]["extra"] = json!(0);
    assert_eq!(read(&shown).status.clock.as_deref(), Some("90'"));
    shown["fixture"]["status"]["elapsed"] = json!(null);
    assert_eq!(read(&shown).status.clock, None);
}

/// Half-time 1-0, 90 minutes 2-2, extra time 1-1, shoot-out 3-2.
fn long_match(code: &str, elapsed: Value) -> Value {
    let mut row = row(code, elapsed, [json!(3), json!(3)]);
    row["score"] = json!({"halftime": {"home": 1, "away": 0}, "fulltime": {"home": 2, "away": 2},
        "extratime": {"home": 1, "away": 1}, "penalty": {"home": 3, "away": 2}});
    row
}

#[test]
fn only_parts_that_are_over_are_told_and_the_shootout_as_it_runs() {
    let mut running = long_match("1H", json!(30));
    running["score"]["penalty"] = json!(null);
    assert_eq!(parts(&read(&running)), []);
    running["fixture"]["status"]["short"] = json!("HT");
    assert_eq!(parts(&read(&running)), [("1H", vec![1, 0])]);
    running["fixture"]["status"]["short"] = json!("2H");
    assert_eq!(parts(&read(&running)), [("1H", vec![1, 0])]);
    for code in ["ET", "BT"] {
        running["fixture"]["status"]["short"] = json!(code);
        assert_eq!(parts(&read(&running)), [("1H", vec![1, 0]), ("2H", vec![1, 2])], "{code}");
    }
    for code in ["P", "PEN"] {
        let all = [("1H", vec![1, 0]), ("2H", vec![1, 2]), ("ET", vec![1, 1]), ("PEN", vec![3, 2])];
        assert_eq!(parts(&read(&long_match(code, json!(120)))), all, "{code}");
    }
}

#[test]
fn a_halted_match_tells_the_parts_its_minute_proves_over() {
    for code in ["SUSP", "INT", "LIVE", "ABD"] {
        let mut halted = long_match(code, json!(30));
        halted["score"]["fulltime"] = json!({"home": null, "away": null});
        halted["score"]["penalty"] = json!(null);
        assert_eq!(parts(&read(&halted)), [], "{code}");
        halted["fixture"]["status"]["elapsed"] = json!(60);
        assert_eq!(parts(&read(&halted)), [("1H", vec![1, 0])], "{code}");
        halted["fixture"]["status"]["elapsed"] = json!(null);
        halted["fixture"]["periods"]["second"] = json!(1_754_415_000);
        assert_eq!(parts(&read(&halted)), [("1H", vec![1, 0])], "{code}");
    }
}

#[test]
fn a_walkover_has_the_score_it_is_given_and_no_parts() {
    let mut walkover = row("WO", json!(null), [json!(0), json!(0)]);
    walkover["score"]["fulltime"] = json!({"home": 3, "away": 0});
    let seen = read(&walkover);
    assert_eq!(seen.competitors[0].score, Some(0));
    assert_eq!(parts(&seen), []);
}

#[test]
fn a_part_whose_numbers_cannot_be_is_left_out() {
    let mut odd = long_match("PEN", json!(120));
    odd["score"]["halftime"]["home"] = json!(5);
    odd["score"]["extratime"]["away"] = json!(-1);
    odd["score"]["penalty"]["away"] = json!(null);
    assert_eq!(parts(&read(&odd)), [("1H", vec![5, 0])]);
}

#[test]
fn a_postponed_match_gets_its_new_date_when_it_has_one() {
    let postponed = read(&row("PST", json!(null), [json!(null), json!(null)]));
    let mut moved = row("NS", json!(null), [json!(null), json!(null)]);
    moved["fixture"]["timestamp"] = json!(1_755_016_200);
    // An old first half stays behind on a moved match.
    moved["fixture"]["periods"]["first"] = json!(1_754_411_400);
    let moved = read(&moved);
    assert_eq!(postponed.id, moved.id);
    assert_eq!((moved.starts_at - postponed.starts_at).num_days(), 7);
    assert_eq!(moved.status.phase, Phase::Scheduled);
}

#[test]
fn the_date_stands_in_for_a_missing_timestamp() {
    let mut dated = row("NS", json!(null), [json!(null), json!(null)]);
    for missing in [json!(null), json!("soon"), json!(9_000_000_000_000_000_000_i64)] {
        dated["fixture"]["timestamp"] = missing;
        assert_eq!(read(&dated).starts_at.to_rfc3339(), "2025-08-05T16:30:00+00:00");
    }
}

#[test]
fn a_row_that_makes_no_sense_is_named_and_costs_no_other() {
    let good = row("NS", json!(null), [json!(null), json!(null)]);
    let bent = |pointer: &str, value: Value| {
        let mut row = good.clone();
        *row.pointer_mut(pointer).expect("the member is there") = value;
        row
    };
    for (row, id, reason) in [
        (bent("/fixture/id", json!(null)), None, "no fixture id"),
        (bent("/fixture", json!([])), None, "no fixture id"),
        (bent("/league/id", json!(null)), Some("900001"), "no league id"),
        (bent("/teams/away/id", json!(null)), Some("900001"), "no id for one of its teams"),
        (bent("/teams", json!([])), Some("900001"), "no id for one of its teams"),
        (bent("/teams/away/id", json!("33")), Some("900001"), "one team on both sides"),
        (bent("/fixture/status/short", json!("")), Some("900001"), "no status code"),
        (json!("a row"), None, "not an object"),
        (json!(null), None, "not an object"),
    ] {
        let left_out = skipped(&row);
        assert_eq!(left_out.id.as_deref(), id, "{reason}");
        assert!(left_out.reason.contains(reason), "{} / {reason}", left_out.reason);
    }
    let mut timeless = good.clone();
    timeless["fixture"]["timestamp"] = json!(null);
    timeless["fixture"]["date"] = json!("tomorrow");
    assert!(skipped(&timeless).reason.contains("no time of kick-off"));

    let mixed = json!([bent("/fixture/id", json!(null)), good, 7]);
    let answer = open(envelope("fixtures", &mixed));
    let observations = football::observations(&answer).expect("is a list");
    assert_eq!((observations.rows.len(), observations.skipped.len()), (1, 2));
}

#[test]
fn a_member_given_twice_costs_its_own_row_alone() {
    let good = row("NS", json!(null), [json!(null), json!(null)]).to_string();
    let twice = good.replacen("\"goals\"", "\"goals\":null,\"goals\"", 1);
    let other = good.replace("900001", "900002");
    let body = format!(r#"{{"get":"fixtures","errors":[],"response":[{twice},{other}]}}"#);
    let observations = football::observations(&open(body)).expect("is a list");
    assert_eq!(observations.rows.len(), 1);
    assert_eq!(observations.rows[0].id.0, "900002");
    assert!(
        observations.skipped[0].reason.contains("duplicate field"),
        "{:?}",
        observations.skipped
    );
}

#[test]
fn ids_may_be_texts_and_blank_texts_are_none() {
    let mut loose = row("FT", json!("90"), [json!("2"), json!(1.0)]);
    loose["fixture"]["id"] = json!("900001");
    loose["fixture"]["referee"] = json!("  ");
    loose["fixture"]["venue"] = json!({"id": "0", "name": " Old Trafford ", "city": ""});
    loose["league"]["season"] = json!("2025-2026");
    loose["teams"]["home"]["winner"] = json!("true");
    let seen = read(&loose);
    assert_eq!(seen.id.0, "900001");
    assert_eq!(seen.referee, None);
    let venue = seen.venue.expect("has a name");
    assert_eq!((venue.name.as_deref(), venue.city), (Some("Old Trafford"), None));
    assert_eq!(seen.league.season.as_deref(), Some("2025-2026"));
    assert_eq!((seen.competitors[0].score, seen.competitors[1].score), (Some(2), Some(1)));
    assert_eq!(seen.competitors[0].winner, Some(true));
    assert_eq!(seen.status.elapsed, Some(90));
}

#[test]
fn an_answer_that_is_no_list_is_refused_as_a_whole() {
    let answer = open(r#"{"get":"status","errors":[],"response":{"requests":{"current":1}}}"#);
    let error = football::observations(&answer).expect_err("is no list");
    assert!(error.to_string().contains("“status”"), "{error}");
}

#[test]
fn a_code_in_another_case_or_with_blanks_is_the_same_code() {
    for (raw, code, goals) in [
        ("Ft", "FT", [json!(1), json!(0)]),
        (" 2h ", "2H", [json!(1), json!(0)]),
        ("Canc", "CANC", [json!(null), json!(null)]),
        ("a e t", "AET", [json!(1), json!(0)]),
    ] {
        let seen = read(&row(raw, json!(30), goals.clone()));
        assert_eq!(seen, read(&row(code, json!(30), goals)), "{raw}");
        assert_eq!(seen.status.code, code);
    }
}
