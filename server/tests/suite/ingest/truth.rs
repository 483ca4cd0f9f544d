//! A match as the service tells it, held against what the simulator knows to be true.

use entity::model::{LeagueSlug, Seq};
use serde_json::{Value, json};
use server::ingest::merge;
use std::collections::BTreeSet;
use upstream::{
    client::Answer,
    football,
    simulator::{Simulator, SimulatorConfig, Truth, TruthEvent},
};

/// What of `held` is not as it truly stands; `None` where nothing is.
pub fn difference(truth: &Truth, held: &Value) -> Option<String> {
    let mut said = Vec::new();
    let mut compare = |what: &str, ours: Value, theirs: Value| {
        if ours != theirs {
            said.push(format!("{what} {ours} is {theirs}"));
        }
    };
    let both = |field: &str| json!([0, 1].map(|side| held["competitors"][side][field].clone()));
    let status = &held["status"];
    compare("league", held["league"]["id"].clone(), json!(truth.league.to_string()));
    compare("teams", both("name"), json!([truth.home.1, truth.away.1]));
    compare("numbers", both("id"), json!([truth.home.0, truth.away.0].map(|id| id.to_string())));
    compare("code", status["code"].clone(), json!(truth.code));
    compare("elapsed", status["elapsed"].clone(), json!(truth.elapsed));
    compare("extra", status["extra"].clone(), json!(truth.extra));
    compare("score", both("score"), json!(truth.goals.map_or([None; 2], |goals| goals.map(Some))));
    let leads = truth.home_leads;
    compare("winner", both("winner"), json!([leads, leads.map(|home| !home)]));
    compare("periods", held["periods"].clone(), periods(truth));
    compare("start", json!(instant(&held["starts_at"])), json!(truth.starts_at));
    compare("venue", held["venue"]["name"].clone(), json!(truth.venue));
    compare("referee", held["referee"].clone(), json!(truth.referee));
    let told = !held["lineups"].is_null();
    let ours = held["incidents"].as_array().unwrap();
    let ours = sorted(ours.iter().map(|incident| line(incident, told)).collect());
    let theirs = truth.events.iter().map(|event| line(&incident(event), told)).collect();
    let theirs = sorted(theirs);
    if truth.has_events || !ours.is_empty() {
        compare("incidents", missing_in(&theirs, &ours), missing_in(&ours, &theirs));
        compare("number of incidents", json!(ours.len()), json!(theirs.len()));
    }
    (!said.is_empty()).then(|| format!("{}: {}", truth.id, said.join(", ")))
}

fn instant(text: &Value) -> chrono::DateTime<chrono::Utc> {
    text.as_str().unwrap().parse().unwrap()
}

/// The parts of a match that is over. What was given at the table or broken off has none.
fn periods(truth: &Truth) -> Value {
    let second = truth.fulltime.zip(truth.halftime);
    let less =
        |side: usize| second.map(|(full, half)| i64::from(full[side]) - i64::from(half[side]));
    let parts = [
        ("1H", json!(truth.halftime)),
        ("2H", json!([less(0), less(1)])),
        ("ET", json!(truth.extratime)),
        ("PEN", json!(truth.penalty)),
    ];
    let played = match truth.code {
        "FT" => &parts[..2],
        "AET" => &parts[..3],
        "PEN" => &parts[..],
        _ => &[],
    };
    played.iter().map(|(name, scores)| json!({"name": name, "scores": scores})).collect()
}

/// The event in our words.
fn incident(event: &TruthEvent) -> Value {
    let detail = event.detail.to_lowercase().replace(" - ", "_").replace(' ', "_");
    let (kind, detail) = match (event.kind, event.detail) {
        ("Goal", "Missed Penalty") if event.is_shootout => ("shootout", Some("missed".to_owned())),
        ("Goal", _) if event.is_shootout => ("shootout", Some("scored".to_owned())),
        ("Goal", "Missed Penalty") => ("missed_penalty", Some(detail)),
        ("Goal", _) => ("goal", Some(detail)),
        ("Card", _) => ("card", Some(detail)),
        ("subst", _) => ("substitution", None),
        ("Var", _) => ("var", Some(detail)),
        (other, _) => panic!("the simulator plays no {other}"),
    };
    json!({
        "kind": kind, "detail": detail, "elapsed": event.elapsed, "extra": event.extra,
        "competitor": if event.home { "home" } else { "away" },
        "player": event.player, "assist": event.assist,
    })
}

/// One incident as one line. Who goes on and who goes off only line-ups can tell; without them
/// the two are compared as a pair.
fn line(incident: &Value, lineups: bool) -> String {
    let word = |field: &str| incident[field].to_string();
    let mut people = [word("player"), word("assist")];
    if incident["kind"] == "substitution" && !lineups {
        people.sort();
    }
    let [player, assist] = people;
    ["elapsed", "extra", "kind", "detail", "competitor"].map(word).join(" ")
        + &format!(" {player} {assist}")
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

fn missing_in(list: &[String], lines: &[String]) -> Value {
    lines.iter().filter(|line| !list.contains(line)).map(String::as_str).collect()
}

/// What it is about, and how to tell it.
type Lie = (&'static str, fn(&mut Truth));

#[test]
fn an_evening_read_from_the_wire_is_true_and_every_lie_is_noticed() {
    let config = SimulatorConfig::evening(3, 60, 20_000.0);
    let over = config.starts_at + chrono::TimeDelta::hours(5);
    let simulator = Simulator::new(config);
    while simulator.now() < over {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let truths = simulator.truth();
    let codes: BTreeSet<&str> = truths.iter().map(|truth| truth.code).collect();
    for code in ["FT", "AET", "PEN", "ABD", "AWD", "CANC", "NS", "WO"] {
        assert!(codes.contains(code), "{code} is not in {codes:?}");
    }
    let told: Vec<Value> = truths.chunks(20).flat_map(|some| read(&simulator, some)).collect();
    for (truth, held) in truths.iter().zip(&told) {
        assert_eq!(difference(truth, held), None);
    }
    let lies: [Lie; 16] = [
        ("league", |it| it.league += 1),
        ("home", |it| it.home.1.push('x')),
        ("away", |it| it.away.0 += 1),
        ("minute", |it| it.elapsed = it.elapsed.map(|minute| minute + 1)),
        ("stoppage", |it| it.extra = it.extra.map(|minute| minute + 1)),
        ("goals", |it| it.goals = it.goals.map(|[home, away]| [home + 1, away])),
        ("half-time", |it| add(&mut it.halftime, it.code != "ABD")),
        ("full time", |it| add(&mut it.fulltime, !["AWD", "WO"].contains(&it.code))),
        ("extra time", |it| add(&mut it.extratime, true)),
        ("shoot-out", |it| add(&mut it.penalty, true)),
        ("venue", |it| it.venue = it.venue.take().map(|name| name + "x")),
        ("referee", |it| it.referee = it.referee.take().map(|name| name + "x")),
        ("events", |it| drop(it.events.pop())),
        ("side", |it| it.events.iter_mut().for_each(|event| event.home = !event.home)),
        ("player", |it| it.events.iter_mut().for_each(|event| event.player = None)),
        ("detail", |it| cards(it).for_each(|event| event.detail = "Green Card")),
    ];
    for (what, lie) in lies {
        let mut lied = 0;
        for (truth, held) in truths.iter().zip(&told) {
            let mut other = truth.clone();
            lie(&mut other);
            if other != *truth {
                lied += 1;
                assert!(difference(&other, held).is_some(), "{what} of {}", truth.id);
            }
        }
        assert!(lied > 0, "no match has a lie of its {what}");
    }
}

fn add(score: &mut Option<[u32; 2]>, counts: bool) {
    if let Some([home, _]) = score.as_mut().filter(|_| counts) {
        *home += 1;
    }
}

fn cards(truth: &mut Truth) -> impl Iterator<Item = &mut TruthEvent> {
    truth.events.iter_mut().filter(|event| event.kind == "Card")
}

/// What the simulator tells of some matches, as a match that is met for the first time.
fn read(simulator: &Simulator, some: &[Truth]) -> Vec<Value> {
    let ids: Vec<String> = some.iter().map(|truth| truth.id.to_string()).collect();
    let reply = simulator.respond(&format!("/fixtures?ids={}", ids.join("-")));
    let now = chrono::Utc::now();
    let answer = Answer::open(200, &http::HeaderMap::new(), reply.body.into(), now).unwrap();
    let rows = football::observations(&answer).unwrap().rows;
    let mut matches: Vec<Value> = rows
        .into_iter()
        .map(|row| merge::first(row, LeagueSlug("league".to_owned()), Seq(0), now, now))
        .map(|m| serde_json::to_value(m).unwrap())
        .collect();
    matches.sort_by_key(|m| ids.iter().position(|id| m["id"] == **id));
    assert_eq!(matches.len(), ids.len());
    matches
}
