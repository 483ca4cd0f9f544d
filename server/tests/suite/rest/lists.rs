//! What rows of a list have, and what only one match has.

use super::three_matches;
use crate::support::{eventually, service::Service};
use serde_json::{Value, json};

const LEAGUE: &str = "/api/v1/sports/football/leagues/test-league/matches";

/// Three matches, the second with line-ups and statistics.
async fn one_with_particulars() -> (crate::support::upstream::Upstream, Service) {
    let (upstream, service) = three_matches().await;
    upstream.edit(12, |row| {
        row["lineups"] = json!([{
            "team": {"id": 1, "name": "Reds", "logo": null}, "formation": "4-3-3",
            "coach": {"id": 3, "name": "C. Oach", "photo": null},
            "startXI": [{"player": {"id": 7, "name": "K. Eeper", "number": 1, "pos": "G", "grid": "1:1"}}],
            "substitutes": [],
        }]);
        let fouls = |team: u32, count: u32| {
            json!({"team": {"id": team, "name": "x", "logo": null},
                "statistics": [{"type": "Fouls", "value": count}]})
        };
        row["statistics"] = json!([fouls(1, 3), fouls(2, 5)]);
    });
    eventually("the particulars", 20, || async {
        let whole = service.http.json(&format!("{LEAGUE}/12")).await;
        (whole["lineups"].is_array() && whole["statistics"].is_array()).then_some(())
    })
    .await;
    (upstream, service)
}

/// The row of a match in a list.
async fn row(service: &Service, list: &str) -> Value {
    let rows = service.http.all(list).await;
    rows.into_iter().find(|row| row["id"] == "12").expect("is listed")
}

#[tokio::test]
async fn a_list_leaves_out_line_ups_and_statistics_unless_asked_for() {
    let (_upstream, service) = one_with_particulars().await;
    for list in ["/api/v1/matches", LEAGUE] {
        for (query, lineups, statistics) in [
            ("", false, false),
            ("?include=lineups", true, false),
            ("?include=statistics", false, true),
            ("?include=lineups,statistics", true, true),
            ("?include=statistics,%20lineups", true, true),
        ] {
            let row = row(&service, &format!("{list}{query}")).await;
            assert_eq!(row.get("lineups").is_some(), lineups, "{list}{query}");
            assert_eq!(row.get("statistics").is_some(), statistics, "{list}{query}");
        }
        let problem = service.http.get(&format!("{list}?include=odds")).await;
        assert_eq!(problem.status, 400);
        assert_eq!(problem.json()["errors"][0]["field"], json!("include"));
    }
}

#[tokio::test]
async fn one_match_is_always_whole_and_a_row_is_the_same_but_for_what_it_leaves_out() {
    let (_upstream, service) = one_with_particulars().await;
    let steady = |mut m: Value| {
        for age in ["as_of", "freshness"] {
            m[age] = Value::Null;
        }
        m
    };
    let mut whole = steady(service.http.json(&format!("{LEAGUE}/12?include=lineups")).await);
    assert!(whole["statistics"].is_array(), "{whole}");
    let full = row(&service, &format!("{LEAGUE}?include=lineups,statistics")).await;
    assert_eq!(steady(full), whole);
    let members = whole.as_object_mut().unwrap();
    assert!(members.remove("lineups").is_some() && members.remove("statistics").is_some());
    assert_eq!(steady(row(&service, LEAGUE).await), whole);
}
