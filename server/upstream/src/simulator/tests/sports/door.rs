//! One port for all sports: addresses, refusals, quotas, faults.

use super::*;
use serde_json::{Value, json};

fn parsed(simulator: &Simulator, question: &str) -> Value {
    let reply = simulator.respond(question);
    assert_eq!(reply.status, 200, "{question}");
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{question}: {error}"))
}

#[test]
fn the_first_segment_of_a_path_says_the_sport() {
    let simulator = simulator(1);
    let plain = parsed(&simulator, "/fixtures?date=2026-11-23");
    for question in ["/football/fixtures?date=2026-11-23", "/football/v3/fixtures?date=2026-11-23"]
    {
        let named = parsed(&simulator, question);
        assert_eq!(named["results"], plain["results"], "{question}");
    }
    for (question, get) in [
        ("/basketball/games?date=2026-11-23", "games"),
        ("/hockey/v1/games?date=2026-11-23", "games"),
        ("/nba/games?date=2026-11-24", "games/"),
        ("/nba/v2/leagues", "leagues/"),
        ("/american-football/leagues", "leagues"),
        ("/mma/categories", "categories"),
        ("/formula-1/races?season=2026", "races"),
        ("/formula-1/rankings/drivers?season=2026", "rankings"),
        ("/volleyball/timezone", "timezone"),
    ] {
        let answer = parsed(&simulator, question);
        assert_eq!(answer["get"], get, "{question}");
        assert_eq!(answer["errors"], json!([]), "{question}");
        assert_ne!(answer["results"], 0, "{question}");
    }
}

#[test]
fn questions_a_sport_does_not_take_are_refused_in_the_vendors_words() {
    let simulator = simulator(1);
    for (question, key, text) in [
        ("/basketball/fixtures?date=2026-11-23", "endpoint", "This endpoint do not exist."),
        ("/baseball/games/events?id=1", "endpoint", "This endpoint do not exist."),
        ("/basketball/games?live=all", "live", "The Live field do not exist."),
        ("/basketball/games", "required", "At least one parameter is required."),
        ("/rugby/games?league=101", "season", "The Season field is required."),
        ("/rugby/games?season=2026", "season", "The Season field need another parameter."),
        ("/handball/standings?league=101", "season", "The Season field is required."),
        ("/hockey/games?id=x", "id", "The Id field must contain an integer."),
        ("/hockey/games/events?id=1", "game", "The Game field is required."),
        ("/formula-1/rankings/races", "race", "The Race field is required."),
        ("/mma/fights", "required", "At least one parameter is required."),
    ] {
        assert_eq!(parsed(&simulator, question)["errors"][key], text, "{question}");
    }
}

#[test]
fn each_sport_has_a_quota_of_its_own() {
    let config = SimulatorConfig { day_limit: 2, ..SimulatorConfig::new(1, monday()) };
    let simulator = Simulator::new(config);
    for sport in ["basketball", "hockey", "football"] {
        for left in ["1", "0"] {
            let reply = simulator.respond(&format!("/{sport}/timezone"));
            assert_eq!(reply.headers["x-ratelimit-requests-remaining"], left, "{sport}");
        }
        let refused = parsed(&simulator, &format!("/{sport}/timezone"));
        assert!(refused["errors"]["requests"].is_string(), "{sport}");
        let status = parsed(&simulator, &format!("/{sport}/status"));
        assert_eq!(status["response"]["requests"]["current"], 2, "{sport}");
    }
    assert_eq!(parsed(&simulator, "/rugby/status")["response"]["requests"]["current"], 0);
}

#[test]
fn faults_befall_every_sport() {
    let config = SimulatorConfig {
        faults: "rate_limit=1".parse().expect("a fault"),
        ..SimulatorConfig::new(1, monday())
    };
    let simulator = Simulator::new(config);
    for sport in SPORTS {
        let answer = parsed(&simulator, &format!("/{sport}/seasons"));
        assert!(answer["errors"]["rateLimit"].is_string(), "{sport}");
    }
}

#[test]
fn a_zone_moves_the_day_and_never_the_match() {
    let simulator = simulator(1);
    let at = monday() + Duration::days(2);
    for sport in [Sport::Basketball, Sport::Handball, Sport::Mma] {
        let day = |zone: &str, date: &str| {
            let endpoint = if sport == Sport::Mma { "fights" } else { "games" };
            let query = client::Query::new(endpoint).with("date", date).with("timezone", zone);
            let body: Value =
                serde_json::from_str(&body(&simulator, sport, &query, at)).expect("is JSON");
            body["response"].as_array().expect("rows").clone()
        };
        for row in day("Asia/Seoul", "2026-11-28") {
            let date = row["date"].as_str().expect("a date");
            assert!(date.starts_with("2026-11-28T") && date.ends_with("+09:00"), "{date}");
            let told = DateTime::parse_from_rfc3339(date).expect("a date");
            assert_eq!(Some(told.timestamp()), row["timestamp"].as_i64());
        }
    }
}
