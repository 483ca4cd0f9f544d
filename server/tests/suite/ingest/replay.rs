//! The service driven by recorded answers.

use crate::support::{
    eventually,
    folder::recordings,
    process::Process,
    service::{Service, service},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use server::clock::Clock;
use std::time::Duration;
use upstream::replay::{Replay, router};

#[tokio::test]
async fn recorded_teams_scores_states_and_incidents_come_out_of_rest() {
    let Some(folder) = recordings() else { return };
    let replay = Replay::load(folder.join("football")).expect("loads");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(replay)).await });
    let service = following(&upstream).await;

    let listed = eventually("the day of 5 August 2025", 20, || async {
        let listed = service.http.all("/api/v1/matches?date=2025-08-05&limit=100").await;
        (listed.len() >= 195).then_some(listed)
    })
    .await;
    assert_eq!(listed.len(), 195);

    // The live list of 19 February 2024, which no later list repeats.
    let live = eventually("the recorded live list", 20, || async {
        let live = service.http.all("/api/v1/matches?date=2024-02-19&limit=100").await;
        (live.len() >= 8).then_some(live)
    })
    .await;
    all_come_out_as_recorded(&service).await;
    let names: Vec<&str> =
        live.iter().filter_map(|m| m["competitors"][0]["name"].as_str()).collect();
    assert_eq!(live.len(), 8, "{names:?}");
    for m in &live {
        let phase = m["status"]["phase"].as_str().unwrap();
        assert!(["live", "break"].contains(&phase), "absence from the live list ends nothing: {m}");
        let counted =
            m["incidents"].as_array().unwrap().iter().filter(|i| i["kind"] == "goal").count();
        let scored: i64 = (0..2).filter_map(|n| m["competitors"][n]["score"].as_i64()).sum();
        if counted > 0 {
            assert_eq!(i64::try_from(counted).unwrap(), scored, "{m}");
        }
    }

    // A league is found by its slug and by its number, and its matches lie below it.
    let league = service.http.json("/api/v1/sports/football/leagues/39").await;
    assert_eq!(league["slug"], json!("premier-league"));
    let m = &listed[0];
    let path = format!("/api/v1/{}", m["channel"].as_str().unwrap().replace('.', "/"));
    let one = service.http.json(&path).await;
    assert_eq!(one["id"], m["id"]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_serves_recorded_matches_to_the_service() {
    let Some(folder) = recordings() else { return };
    let replay = Process::replay(&folder.join("football")).await;
    let service = following(&replay.url()).await;
    eventually("the recorded matches", 30, || async {
        let listed = service.http.all("/api/v1/matches?date=2025-08-05&limit=500").await;
        let live = service.http.all("/api/v1/matches?date=2024-02-19&limit=100").await;
        (listed.len() >= 195 && live.len() >= 8).then_some(())
    })
    .await;
    all_come_out_as_recorded(&service).await;
    service.stop().await;
    assert!(replay.terminate(), "it ends by itself when told to");
}

/// A service on the evening of the recorded day.
async fn following(upstream: &str) -> Service {
    let evening: DateTime<Utc> = "2025-08-05T18:00:00Z".parse().unwrap();
    let every = Duration::from_millis(200);
    service().clock(Clock::starting_at(evening)).follow(upstream, every).start().await
}

/// A match as the recordings have it, written out by hand.
struct Recorded {
    id: &'static str,
    league: &'static str,
    starts_at: &'static str,
    teams: [&'static str; 2],
    score: [Option<i64>; 2],
    /// Phase, code, minute, clock.
    status: (&'static str, &'static str, Option<u32>, Option<&'static str>),
    periods: &'static [(&'static str, [i64; 2])],
    /// Minute, kind, detail, side, player, assist.
    incidents: &'static [&'static str],
}

const RECORDED: [Recorded; 6] = [
    Recorded {
        id: "1161910",
        league: "OFC Champions League",
        starts_at: "2024-02-19T22:00:00Z",
        teams: ["Tupapa Maraerenga", "Vaiala Tongan"],
        score: [Some(7), Some(0)],
        status: ("break", "HT", Some(45), None),
        // The seventh goal was not in the score at half-time yet.
        periods: &[("1H", [6, 0])],
        incidents: &[
            "5 goal normal_goal home - -",
            "10 goal normal_goal home - -",
            "16 goal normal_goal home - -",
            "22 goal normal_goal home - -",
            "30 goal normal_goal home - -",
            "45+5 goal normal_goal home - -",
            "45+8 goal normal_goal home - -",
        ],
    },
    Recorded {
        id: "1153127",
        league: "Primera A",
        starts_at: "2024-02-19T21:00:00Z",
        teams: ["Chico", "Alianza Petrolera"],
        score: [Some(1), Some(0)],
        status: ("live", "2H", Some(90), Some("90'")),
        periods: &[("1H", [0, 0])],
        incidents: &[
            "6 var goal_disallowed_offside home E. Banguero -",
            "35 card yellow_card home H. Plazas -",
            "46 substitution - home J. Pimentel M. Gomez",
            "50 card yellow_card away R. R. Colpa Bolano -",
            "53 card yellow_card home G. Balanta -",
            "54 substitution - away S. Cardenas M. Torres",
            "54 substitution - away R. Manjarres F. A. Florez Carrillo",
            "60 goal normal_goal home W. Cruz M. Gomez",
            "63 card yellow_card away L. A. Ospina Londono -",
            "67 substitution - away E. Batalla M. Rangel",
            "67 substitution - away R. R. Colpa Bolano E. W. Meza Mercado",
            "67 substitution - home A. Pena Y. Tolosa",
            "70 card yellow_card away M. Gil -",
            "71 substitution - away M. Gil J. Contreras",
            "74 substitution - home G. Balanta J. Cortes",
            "75 substitution - home S. Tamara K. Londono",
            "78 card yellow_card away F. A. Florez Carrillo -",
        ],
    },
    Recorded {
        id: "1158538",
        league: "Copa de la Liga Profesional",
        starts_at: "2024-02-19T22:15:00Z",
        teams: ["Barracas Central", "Talleres Cordoba"],
        score: [Some(1), Some(1)],
        status: ("live", "1H", Some(40), Some("40'")),
        periods: &[],
        incidents: &[
            "2 goal normal_goal home M. Iacobellis M. Zalazar",
            "33 goal normal_goal away G. Benavidez -",
        ],
    },
    Recorded {
        id: "1415221",
        league: "DBU Pokalen",
        starts_at: "2025-08-05T16:00:00Z",
        teams: ["Ringsted", "Nykobing FC"],
        score: [Some(7), Some(6)],
        status: ("finished", "AET", Some(120), None),
        periods: &[("1H", [1, 1]), ("2H", [4, 4]), ("ET", [2, 1])],
        incidents: &[],
    },
    Recorded {
        id: "1321575",
        league: "Queensland NPL",
        starts_at: "2025-08-05T09:45:00Z",
        teams: ["SC Wanderers", "Eastern Suburbs"],
        score: [Some(0), Some(0)],
        status: ("abandoned", "ABD", None, None),
        periods: &[],
        incidents: &[],
    },
    Recorded {
        id: "1423458",
        league: "Copa Uruguay",
        starts_at: "2025-08-05T20:00:00Z",
        teams: ["Río Negro", "Penarol"],
        score: [None, None],
        status: ("postponed", "PST", None, None),
        periods: &[],
        incidents: &[],
    },
];

async fn all_come_out_as_recorded(service: &Service) {
    for expected in RECORDED {
        let found = service.http.all(&format!("/api/v1/matches?ids={}", expected.id)).await;
        let [m] = &found[..] else { panic!("{} matches are {}", found.len(), expected.id) };
        let path = format!("/api/v1/{}", m["channel"].as_str().unwrap().replace('.', "/"));
        let m = service.http.json(&path).await;
        let both = |field: &str| json!([0, 1].map(|side| m["competitors"][side][field].clone()));
        let (phase, code, elapsed, clock) = expected.status;
        let periods: Vec<Value> = expected
            .periods
            .iter()
            .map(|(name, scores)| json!({"name": name, "scores": scores}))
            .collect();
        let told = json!({
            "id": m["id"], "league": m["league"]["name"], "starts_at": m["starts_at"],
            "teams": both("name"), "score": both("score"), "phase": m["status"]["phase"],
            "code": m["status"]["code"], "elapsed": m["status"]["elapsed"],
            "clock": m["status"]["clock"], "periods": m["periods"],
            "incidents": m["incidents"].as_array().unwrap().iter().map(line).collect::<Vec<_>>(),
        });
        let written = json!({
            "id": expected.id, "league": expected.league, "starts_at": expected.starts_at,
            "teams": expected.teams, "score": expected.score, "phase": phase,
            "code": code, "elapsed": elapsed,
            "clock": clock, "periods": periods,
            "incidents": expected.incidents,
        });
        assert_eq!(told, written);
    }
}

/// What one line of a match report says.
fn line(incident: &Value) -> String {
    let word = |field: &str| incident[field].as_str().unwrap_or("-").to_owned();
    let minute = match incident["extra"].as_u64() {
        Some(extra) => format!("{}+{extra}", incident["elapsed"]),
        None => incident["elapsed"].to_string(),
    };
    let words = ["kind", "detail", "competitor", "player", "assist"].map(word);
    format!("{minute} {}", words.join(" "))
}
