//! Matches for the tests, one of each sport.

use entity::model::{Match, Sport};
use serde_json::{Value, json};

/// A match of that sport.
pub(crate) fn of(sport: Sport) -> Match {
    match sport {
        Sport::Football => football(),
        Sport::Basketball => game(
            sport,
            &["Real Madrid", "Barcelona"],
            &[Some(88), Some(85)],
            ("finished", "FT", "After overtime", None),
            &[("Q1", 20, 18), ("Q2", 19, 21), ("Q3", 20, 20), ("Q4", 18, 18), ("OT", 11, 8)],
        ),
        Sport::Nba => game(
            sport,
            &["Lakers", "Celtics"],
            &[Some(78), Some(81)],
            ("live", "2", "Third quarter", Some("2:17 left")),
            &[("Q1", 28, 24), ("Q2", 30, 26), ("Q3", 20, 31)],
        ),
        Sport::Hockey => game(
            sport,
            &["Bruins", "Sabres"],
            &[Some(4), Some(5)],
            ("finished", "AP", "After a shoot-out", None),
            &[("P1", 1, 0), ("P2", 2, 2), ("P3", 1, 2), ("OT", 0, 0), ("SO", 1, 2)],
        ),
        Sport::Baseball => {
            let mut game = game(
                sport,
                &["Cubs", "Mets"],
                &[Some(4), Some(2)],
                ("live", "IN7", "Seventh inning", Some("Bottom 7")),
                &[
                    ("1", 0, 0),
                    ("2", 1, 0),
                    ("3", 0, 2),
                    ("4", 0, 0),
                    ("5", 0, 0),
                    ("6", 3, 0),
                    ("7", 0, 0),
                ],
            );
            game.statistics = Some(measures(&[("hits", &[9.0, 6.0]), ("errors", &[0.0, 1.0])]));
            game
        }
        Sport::Handball => game(
            sport,
            &["Kiel", "Veszprem"],
            &[Some(31), Some(30)],
            ("finished", "AP", "After a shoot-out", None),
            &[("1H", 13, 12), ("2H", 14, 15), ("OT+PEN", 4, 3)],
        ),
        Sport::Rugby => game(
            sport,
            &["Leinster", "Munster"],
            &[Some(17), Some(10)],
            ("break", "HT", "Half-time", None),
            &[("1H", 17, 10)],
        ),
        Sport::Volleyball => game(
            sport,
            &["Trentino", "Perugia"],
            &[Some(2), Some(1)],
            ("live", "S4", "Fourth set", None),
            &[("S1", 25, 21), ("S2", 22, 25), ("S3", 25, 23), ("S4", 14, 9)],
        ),
        Sport::AmericanFootball => game(
            sport,
            &["Chiefs", "Bills"],
            &[Some(17), Some(14)],
            ("live", "Q3", "Third quarter", Some("8:22 left")),
            &[("Q1", 7, 0), ("Q2", 10, 7), ("Q3", 0, 7)],
        ),
        Sport::Afl => game(
            sport,
            &["Sydney", "Geelong"],
            &[Some(92), Some(71)],
            ("finished", "FT", "Finished", None),
            &[],
        ),
        Sport::Mma => bout(),
        Sport::Formula1 => race(),
    }
}

/// Arsenal 2, Chelsea 1, in the 67th minute.
pub(crate) fn football() -> Match {
    let incident = |id: &str, kind: &str, detail: &str, elapsed: u32, side: &str, player: &str| {
        json!({"id": id, "kind": kind, "detail": detail, "elapsed": elapsed, "competitor": side,
               "player": player})
    };
    let mut game = game(
        Sport::Football,
        &["Arsenal", "Chelsea"],
        &[Some(2), Some(1)],
        ("live", "2H", "Second half", Some("67'")),
        &[("1H", 1, 1)],
    );
    game.status.elapsed = Some(67);
    game.league.name = "Premier League".to_owned();
    game.league.country = Some("England".to_owned());
    game.incidents = read(json!([
        incident("i1", "goal", "normal_goal", 12, "away", "Palmer"),
        incident("i2", "card", "red_card", 58, "away", "Caicedo"),
        incident("i3", "goal", "normal_goal", 64, "home", "Saka"),
    ]));
    game
}

/// A bout of five rounds that the judges decided.
fn bout() -> Match {
    let mut bout = game(
        Sport::Mma,
        &["Sean Strickland", "Dricus Du Plessis"],
        &[None, None],
        ("finished", "FT", "Finished", None),
        &[],
    );
    bout.league.name = "UFC 297: Strickland vs. Du Plessis".to_owned();
    bout.league.round = Some("Main card - Middleweight".to_owned());
    for (fighter, won) in bout.competitors.iter_mut().zip([false, true]) {
        fighter.role = entity::model::Role::Entrant;
        fighter.winner = Some(won);
    }
    bout.periods = read(json!(
        (1..=5)
            .map(|n| json!({"name": format!("R{n}"), "scores": [null, null]}))
            .collect::<Vec<_>>()
    ));
    bout.incidents = read(json!([{"id": "i1", "kind": "other", "detail": "decision",
        "competitor": "entrant", "player": "Dricus Du Plessis",
        "comment": "Round 5, 5:00: 48-47, 47-48, 48-47"}]));
    bout
}

/// A race of five of whom one did not finish and one was lapped.
fn race() -> Match {
    let drivers =
        ["Max Verstappen", "Lando Norris", "Charles Leclerc", "Alex Albon", "Carlos Sainz"];
    let mut race = game(
        Sport::Formula1,
        &drivers,
        &[None; 5],
        ("live", "Live", "In progress", Some("Lap 23 of 57")),
        &[],
    );
    race.league.name = "Monaco Grand Prix".to_owned();
    race.league.round = Some("Race".to_owned());
    for driver in &mut race.competitors {
        driver.role = entity::model::Role::Entrant;
        driver.winner = Some(driver.id == "1");
    }
    race.statistics = read(json!([
        {"name": "position", "label": "Position", "unit": null, "values": [1.0, 2.0, 3.0, 4.0, 5.0]},
        {"name": "grid", "label": "Grid", "unit": null, "values": [1.0, 3.0, 2.0, 5.0, 4.0]},
        {"name": "laps", "label": "Laps", "unit": null, "values": [57.0, 57.0, 57.0, 56.0, 12.0]},
        {"name": "time", "label": "Time", "unit": "s", "values": [5465.323, null, null, null, null]},
        {"name": "gap", "label": "Gap", "unit": "s", "values": [null, 6.031, 71.5, null, null]},
    ]));
    race.incidents = read(json!([{"id": "i1", "kind": "other", "detail": "dnf",
        "competitor": "entrant", "player": "Carlos Sainz", "player_id": "5"}]));
    race
}

/// A match of one sport: names, scores, state and parts.
fn game(
    sport: Sport,
    names: &[&str],
    scores: &[Option<i64>],
    (phase, code, label, clock): (&str, &str, &str, Option<&str>),
    parts: &[(&str, i64, i64)],
) -> Match {
    let best = scores.iter().flatten().max();
    let side = |(at, name): (usize, &&str)| {
        let score = scores[at];
        json!({"role": if at == 0 { "home" } else { "away" }, "id": (at + 1).to_string(),
               "name": name, "score": score, "winner": score.map(|score| Some(&score) == best)})
    };
    let sides: Vec<Value> = names.iter().enumerate().map(side).collect();
    let part =
        |(name, home, away): &(&str, i64, i64)| json!({"name": name, "scores": [home, away]});
    let parts: Vec<Value> = parts.iter().map(part).collect();
    read(json!({
        "id": "17", "sport": sport,
        "league": {"id": "39", "slug": "premier-league", "name": "Premier League",
                   "season": "2025"},
        "channel": format!("sports.{sport}.leagues.premier-league.matches.17"),
        "starts_at": "2026-05-17T19:00:00Z",
        "status": {"phase": phase, "code": code, "label": label, "clock": clock},
        "competitors": sides, "periods": parts, "incidents": [],
        "version": 17, "seq": "40-0",
        "updated_at": "2026-05-17T20:20:00Z", "as_of": "2026-05-17T20:20:03Z", "freshness": "live"
    }))
}

/// Measures by name, one value a side.
fn measures(rows: &[(&str, &[f64])]) -> Vec<entity::model::Statistic> {
    let row =
        |(name, values): &(&str, &[f64])| json!({"name": name, "label": name, "values": values});
    read(json!(rows.iter().map(row).collect::<Vec<_>>()))
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the sample is what it should be")
}

/// The text of a piece of HTML, blanks between words made one.
#[cfg(feature = "ssr")]
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let rest = piece.split_once('>').map_or("", |(_, rest)| rest);
        text.push_str(rest);
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
