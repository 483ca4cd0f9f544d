//! What happened in recorded and hand-written matches.

use crate::{
    recordings::{answer, observations},
    statuses::{read, row},
};
use entity::model::{Incident, IncidentKind, ObservedMatch, Role};
use serde_json::{Value, json};
use upstream::football::{self, Sides};

fn only(rows: Vec<ObservedMatch>) -> ObservedMatch {
    rows.into_iter().next().expect("one row")
}

fn list(seen: &ObservedMatch) -> &[Incident] {
    seen.incidents.as_deref().expect("the answer speaks of incidents")
}

/// Minute, kind, detail, side, player, assist: what one line of a match report says.
fn line(it: &Incident) -> String {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let minute = match (it.elapsed, it.extra) {
        (Some(minute), Some(extra)) => format!("{minute}+{extra}"),
        (Some(minute), None) => minute.to_string(),
        (None, _) => "-".to_owned(),
    };
    let side = match it.competitor {
        Some(Role::Home) => "home",
        Some(Role::Away) => "away",
        Some(Role::Entrant) | None => "-",
    };
    let kind = serde_json::to_value(it.kind).expect("is a word");
    let kind = kind.as_str().expect("is a word");
    format!("{minute} {kind} {} {side} {} {}", word(&it.detail), word(&it.player), word(&it.assist))
}

fn lines(seen: &ObservedMatch) -> Vec<String> {
    list(seen).iter().map(line).collect()
}

fn event(minute: Value, team: u32, kind: &str, detail: &str) -> Value {
    json!({"time": {"elapsed": minute, "extra": null}, "team": {"id": team, "name": "T"},
        "player": {"id": 1, "name": "One"}, "assist": {"id": 2, "name": "Two"},
        "type": kind, "detail": detail, "comments": null})
}

fn with_events(goals: [i64; 2], events: Value) -> Value {
    let mut row = row("2H", json!(80), goals.map(Value::from));
    row["events"] = events;
    row
}

#[test]
fn an_own_goal_counts_for_the_side_that_got_it() {
    let Some(rows) = observations("fixture-id-2.json") else { return };
    let seen = only(rows);
    assert_eq!(
        lines(&seen),
        [
            "21 goal normal_goal away B. Silva -",
            "25 card yellow_card home A. Bardakci -",
            "28 goal own_goal away S. Akaydin -",
            "39 card yellow_card away R. Leao -",
            "42 card yellow_card home S. Akaydin -",
            "42 card yellow_card home Z. Celik -",
            "45 card yellow_card away J. Palhinha -",
            // Here the upstream's player is the one coming on, as the line-ups show.
            "46 substitution - home Y. Yazici O. Kokcu",
            "46 substitution - away R. Neves J. Palhinha",
            "46 substitution - away P. Neto R. Leao",
            "56 goal normal_goal away B. Fernandes C. Ronaldo",
            "58 substitution - home K. Yildiz K. Akturkoglu",
            "58 substitution - home I. Yuksek K. Ayhan",
            "68 substitution - away N. Semedo J. Cancelo",
            "70 substitution - home A. Guler Y. Akgun",
            "75 substitution - home M. Demiral S. Akaydin",
            "83 substitution - away A. Silva Pepe",
            "88 substitution - away J. Neves Vitinha",
        ]
    );
    let tripping = &list(&seen)[4];
    assert_eq!(tripping.comment.as_deref(), Some("Tripping"));
    assert_eq!(tripping.player_id.as_deref(), Some("62490"));
    assert!(list(&seen).iter().all(|it| it.id.is_empty()));
}

#[test]
fn events_fetched_apart_find_their_side_by_its_id() {
    let Some(answer) = answer("football/events-1.json") else { return };
    let derby = Sides::new("33", "50").with_score(Some([0, 2]));
    let incidents = football::incidents(&answer, &derby).expect("is a list");
    let lines: Vec<_> = incidents.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "48 card yellow_card away Fernandinho -",
            "50 goal normal_goal away J. Stones -",
            "69 card yellow_card home Fred -",
            // Without line-ups the upstream's player is taken for the one going off.
            "75 substitution - home M. Greenwood S. McTominay",
            "78 card yellow_card away João Cancelo -",
            "79 substitution - away Rodri R. Mahrez",
            "83 goal normal_goal away Fernandinho -",
            "88 substitution - home D. van de Beek Fred",
            "90 card yellow_card home Luke Shaw -",
        ]
    );
    assert_eq!(incidents[0].comment.as_deref(), Some("Foul"));
    let change = &incidents[5];
    assert_eq!(
        (change.player_id.as_deref(), change.assist_id.as_deref()),
        (Some("44"), Some("635"))
    );
    let strangers = football::incidents(&answer, &Sides::new("1", "2")).expect("is a list");
    assert!(strangers.iter().all(|it| it.competitor.is_none()));
}

#[test]
fn events_of_one_type_are_the_same_events() {
    let Some(answer) = answer("football/events-2.json") else { return };
    let incidents = football::incidents(&answer, &Sides::new("33", "50")).expect("is a list");
    let lines: Vec<_> = incidents.iter().map(line).collect();
    assert_eq!(
        lines,
        ["50 goal normal_goal away J. Stones -", "83 goal normal_goal away Fernandinho -"]
    );
    let scorers: Vec<_> = incidents.iter().map(|it| it.player_id.as_deref()).collect();
    assert_eq!(scorers, [Some("626"), Some("640")]);
}

#[test]
fn a_player_going_off_is_turned_round_into_the_one_coming_on() {
    let Some(rows) = observations("fixture-id-7.json") else { return };
    let seen = only(rows);
    let changes: Vec<_> =
        lines(&seen).into_iter().filter(|line| line.contains("substitution")).collect();
    assert_eq!(
        changes,
        [
            "20 substitution - home Diogo Dalot N. Mazraoui",
            "45+4 substitution - away R. Olsen Marco Asensio",
            // Came on in the 20th minute and goes off in the 46th.
            "46 substitution - home K. Mainoo Diogo Dalot",
            "62 substitution - away Y. Tielemans J. McGinn",
            "63 substitution - away J. Ramsey A. Onana",
            "66 substitution - home C. Eriksen M. Mount",
            "66 substitution - home J. Evans A. Heaven",
            "81 substitution - home C. Obi R. Højlund",
            "83 substitution - away R. Barkley B. Kamara",
            "84 substitution - away D. Malen M. Rogers",
        ]
    );
    let goals: Vec<_> = lines(&seen).into_iter().filter(|line| line.contains("goal")).collect();
    assert_eq!(
        goals,
        ["76 goal normal_goal home A. Diallo Bruno Fernandes", "87 goal penalty home C. Eriksen -"]
    );
}

#[test]
fn whoever_comes_on_was_on_the_bench_in_every_recording_with_lineups() {
    for name in ["fixture-id-1.json", "fixture-id-2.json", "fixture-id-5.json", "fixture-id-6.json"]
    {
        let Some(rows) = observations(name) else { return };
        let seen = only(rows);
        let lineups = seen.lineups.as_deref().expect("has line-ups");
        let bench: Vec<_> = lineups.iter().flat_map(|it| &it.substitutes).collect();
        let changes: Vec<_> =
            list(&seen).iter().filter(|it| it.kind == IncidentKind::Substitution).collect();
        assert!(changes.len() >= 9, "{name}");
        for change in changes {
            let id = change.player_id.as_deref();
            assert!(bench.iter().any(|it| it.id.as_deref() == id), "{name}: {}", line(change));
        }
    }
}

#[test]
fn a_review_that_took_a_goal_back_says_why() {
    let Some(rows) = observations("fixtures-live-1.json") else { return };
    let seen = rows.into_iter().find(|row| row.id.0 == "1153127").expect("the row is there");
    assert_eq!(lines(&seen)[0], "6 var goal_disallowed_offside home E. Banguero -");
    assert_eq!(lines(&seen)[7], "60 goal normal_goal home W. Cruz M. Gomez");
}

#[test]
fn a_goal_by_nobody_is_a_goal() {
    let Some(rows) = observations("fixtures-live-5.json") else { return };
    let seen = rows.into_iter().find(|row| row.id.0 == "1640419").expect("the row is there");
    assert_eq!(lines(&seen)[3], "72 goal normal_goal away - -");
}

#[test]
fn kinds_and_details_are_told_in_any_case() {
    let mut events = Vec::new();
    for (kind, detail) in [
        ("goal", "normal goal"),
        ("Goal", "Penalty"),
        ("GOAL", "Missed Penalty"),
        ("card", "Second Yellow card"),
        ("Card", "Red Card"),
        ("Subst", "Substitution 1"),
        ("var", "Penalty confirmed"),
        ("Goal", "Goal cancelled"),
        ("Weather", "Rain - heavy"),
    ] {
        events.push(event(json!(10), 33, kind, detail));
    }
    events.push(json!({}));
    events.push(json!("an event"));
    assert_eq!(
        lines(&read(&with_events([2, 0], json!(events)))),
        [
            "10 goal normal_goal home One Two",
            "10 goal penalty home One Two",
            "10 missed_penalty missed_penalty home One Two",
            "10 card second_yellow_card home One Two",
            "10 card red_card home One Two",
            "10 substitution - home Two One",
            "10 var penalty_confirmed home One Two",
            "10 var goal_cancelled home One Two",
            "10 other rain_heavy home One Two",
            "- other - - - -",
        ]
    );
}

#[test]
fn own_goals_change_sides_only_where_that_alone_explains_the_score() {
    let events = json!([
        event(json!(5), 33, "Goal", "Own Goal"),
        event(json!(9), 36, "Goal", "Normal Goal")
    ]);
    let sides = |goals| -> Vec<_> {
        let seen = read(&with_events(goals, events.clone()));
        list(&seen).iter().map(|it| it.competitor).collect()
    };
    let (home, away) = (Some(Role::Home), Some(Role::Away));
    assert_eq!(sides([1, 1]), [home, away], "as it stands");
    assert_eq!(sides([0, 2]), [away, away], "the other way round");
    assert_eq!(sides([3, 1]), [home, away], "neither explains the score");
}

#[test]
fn missed_penalties_and_kicks_of_the_shootout_are_no_goals_of_the_score() {
    let kick = |number: u32, team: u32, detail: &str| {
        let mut kick = event(json!(120), team, "Goal", detail);
        kick["time"]["extra"] = json!(number);
        kick["comments"] = json!("Penalty Shootout");
        kick
    };
    let events = json!([
        kick(2, 36, "Missed Penalty"),
        kick(10, 36, "Penalty"),
        kick(1, 33, "Penalty"),
        event(json!(118), 36, "Goal", "Own Goal"),
        event(json!(120), 33, "Card", "Yellow Card"),
        event(json!(44), 33, "Goal", "Missed Penalty"),
    ]);
    let mut row = with_events([1, 0], events);
    row["fixture"]["status"]["short"] = json!("P");
    assert_eq!(
        lines(&read(&row)),
        [
            "44 missed_penalty missed_penalty home One Two",
            // Listed for the side that scored it: the score says the other side got it.
            "118 goal own_goal home One Two",
            "120 card yellow_card home One Two",
            "120+1 shootout scored home One Two",
            "120+2 shootout missed away One Two",
            "120+10 shootout scored away One Two",
        ]
    );
}

#[test]
fn incidents_stand_in_order_of_play_and_ties_in_the_upstreams() {
    let at = |elapsed: i64, extra: Option<u32>, player: &str| {
        let mut it = event(json!(elapsed), 33, "Card", "Yellow Card");
        it["time"]["extra"] = json!(extra);
        it["player"]["name"] = json!(player);
        it
    };
    let mut unknown = at(0, None, "untimed");
    unknown["time"] = json!(null);
    let events = json!([
        at(90, Some(4), "f"),
        at(46, None, "d"),
        at(45, Some(3), "c"),
        at(-3, None, "a"),
        at(45, Some(1), "b"),
        unknown,
        at(46, None, "e"),
        at(91, None, "g")
    ]);
    let seen = read(&with_events([0, 0], events));
    let players: Vec<_> = list(&seen).iter().filter_map(|it| it.player.as_deref()).collect();
    assert_eq!(players, ["b", "untimed", "c", "a", "d", "e", "f", "g"]);
}

#[test]
fn no_key_says_nothing_and_an_empty_list_says_there_are_none() {
    let mut row = row("1H", json!(5), [json!(0), json!(0)]);
    assert_eq!(read(&row).incidents, None);
    row["events"] = json!(null);
    assert_eq!(read(&row).incidents, None);
    row["events"] = json!([]);
    row["statistics"] = json!([]);
    row["lineups"] = json!([]);
    let seen = read(&row);
    assert_eq!(seen.incidents, Some(vec![]));
    assert_eq!((seen.statistics, seen.lineups), (None, None));
}

#[test]
fn events_fetched_apart_are_read_with_what_the_match_knows() {
    let Some(events) = answer("football/events-3.json") else { return };
    let sides = Sides::new("463", "442");
    let lineups = answer("football/lineups-3.json").expect("the other recording is there");
    let lineups = football::lineups(&lineups, &sides).expect("is a list").expect("are known");
    let sides = sides.with_score(Some([1, 0])).with_lineups(&lineups);
    let incidents = football::incidents(&events, &sides).expect("is a list");
    assert_eq!(incidents.len(), 18);
    assert_eq!(line(&incidents[0]), "25 goal normal_goal home F. Andrada -");
    assert_eq!(line(&incidents[6]), "46 substitution - away B. Merlini D. Rodríguez");
    assert_eq!(line(&incidents[16]), "90 card red_card home Hernán Burbano -");
}

#[test]
fn lineups_that_come_later_turn_round_what_they_contradict_and_nothing_twice() {
    let Some(rows) = observations("fixture-id-2.json") else { return };
    let seen = only(rows);
    let lineups = seen.lineups.as_deref().expect("has line-ups");
    // Without line-ups the upstream is taken at its word, which is wrong for this match.
    let body = crate::recordings::bytes("football/fixture-id-2.json").expect("is there");
    let mut envelope: Value = serde_json::from_slice(&body).expect("is JSON");
    envelope["response"][0]["lineups"] = json!(null);
    let bare =
        football::observations(&crate::recordings::open(envelope.to_string())).expect("a list");
    let mut incidents = only(bare.rows).incidents.expect("has incidents");
    assert_eq!(line(&incidents[7]), "46 substitution - home O. Kokcu Y. Yazici");
    for _ in 0..2 {
        football::settle_substitutions(&mut incidents, lineups);
        assert_eq!(incidents, list(&seen));
    }
    let settled = incidents.clone();
    football::settle_substitutions(&mut incidents, &[]);
    assert_eq!(incidents, settled, "no line-ups, no change");
}
