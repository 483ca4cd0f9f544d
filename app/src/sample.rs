//! A match for the tests.

use entity::model::Match;
use serde_json::json;

/// Arsenal 2, Chelsea 1, in the 67th minute.
pub(crate) fn football() -> Match {
    let incident = |id: &str, kind: &str, detail: &str, elapsed: u32, side: &str, player: &str| {
        json!({"id": id, "kind": kind, "detail": detail, "elapsed": elapsed, "competitor": side,
               "player": player})
    };
    serde_json::from_value(json!({
        "id": "17", "sport": "football",
        "league": {"id": "39", "slug": "premier-league", "name": "Premier League",
                   "country": "England", "season": "2025"},
        "channel": "sports.football.leagues.premier-league.matches.17",
        "starts_at": "2026-05-17T19:00:00Z",
        "status": {"phase": "live", "code": "2H", "label": "Second half", "clock": "67'",
                   "elapsed": 67},
        "competitors": [
            {"role": "home", "id": "1", "name": "Arsenal", "score": 2, "winner": true},
            {"role": "away", "id": "2", "name": "Chelsea", "score": 1, "winner": false}],
        "periods": [{"name": "1H", "scores": [1, 1]}],
        "incidents": [
            incident("i1", "goal", "normal_goal", 12, "away", "Palmer"),
            incident("i2", "card", "red_card", 58, "away", "Caicedo"),
            incident("i3", "goal", "normal_goal", 64, "home", "Saka")],
        "version": 17, "seq": "40-0",
        "updated_at": "2026-05-17T20:20:00Z", "as_of": "2026-05-17T20:20:03Z", "freshness": "live"
    }))
    .expect("the sample is a match")
}
