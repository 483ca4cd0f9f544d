use super::three_matches;
use serde_json::json;

const ONE: &str = "/api/v1/sports/football/leagues/test-league/matches/12";

#[tokio::test]
async fn a_match_has_the_shape_the_contract_gives_it() {
    let (_upstream, service) = three_matches().await;
    let m = service.http.json(ONE).await;
    assert_eq!(m["id"], json!("12"));
    assert_eq!(m["channel"], json!("sports.football.leagues.test-league.matches.12"));
    assert_eq!(m["league"]["slug"], json!("test-league"));
    assert_eq!(
        m["status"],
        json!({"phase": "live", "code": "2H", "label": "Second half", "clock": "50'", "elapsed": 50, "extra": null})
    );
    assert_eq!(m["competitors"][0]["role"], json!("home"));
    assert_eq!(m["competitors"][0]["score"], json!(1));
    assert_eq!(m["periods"], json!([{"name": "1H", "scores": [0, 0]}]));
    assert_eq!(m["statistics"], json!(null));
    assert_eq!(m["version"], json!(1));
    assert_eq!(m["seq"], json!("0-0"));
    assert_eq!(m["freshness"], json!("live"));
    for name in ["starts_at", "updated_at", "as_of"] {
        assert!(m[name].as_str().unwrap().ends_with('Z'), "{name} is in UTC");
    }
    let by_number = service.http.json("/api/v1/sports/football/leagues/900/matches/12").await;
    assert_eq!(by_number["id"], m["id"]);
}

#[tokio::test]
async fn a_validator_saves_the_body_until_something_changes() {
    let (upstream, service) = three_matches().await;
    let first = service.http.get(ONE).await;
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with("W/\""), "weak, for the body says how old it is");
    assert!(!first.header("x-data-as-of").is_empty() && !first.header("cache-control").is_empty());
    let second = service.http.get_with(ONE, &[("if-none-match", &etag)]).await;
    assert_eq!((second.status, second.text.as_str()), (304, ""));
    assert!(!second.header("x-data-as-of").is_empty());
    upstream.edit(12, |f| f["goals"]["home"] = json!(3));
    crate::support::eventually("the goal", 10, || async {
        let reply = service.http.get_with(ONE, &[("if-none-match", &etag)]).await;
        (reply.status == 200 && reply.json()["competitors"][0]["score"] == 3).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_list_goes_on_where_its_cursor_says() {
    let (_upstream, service) = three_matches().await;
    let first = service.http.json("/api/v1/matches?limit=2").await;
    let ids = |page: &serde_json::Value| -> Vec<String> {
        page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&first), ["11", "12"]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = service.http.json(&format!("/api/v1/matches?limit=2&cursor={cursor}")).await;
    assert_eq!((ids(&second), &second["next_cursor"]), (vec!["13".to_owned()], &json!(null)));
}

#[tokio::test]
async fn filters_let_through_what_they_name_and_nothing_else() {
    let (_upstream, service) = three_matches().await;
    let count =
        async |query: &str| service.http.all(&format!("/api/v1/matches?{query}")).await.len();
    assert_eq!(count("status=live").await, 3);
    assert_eq!(count("status=finished").await, 0);
    assert_eq!(count("status=scheduled,live").await, 3);
    assert_eq!(count("ids=11,13").await, 2);
    assert_eq!(count("sport=football&league=test-league").await, 3);
    assert_eq!(count("league=900").await, 3);
    assert_eq!(count("sport=hockey").await, 0);
    assert_eq!(count("updated_since=2020-01-01T00:00:00Z").await, 3);
    assert_eq!(count("updated_since=2999-01-01T00:00:00Z").await, 0);
    assert_eq!(count("from=2020-01-01&to=2999-01-01").await, 3);
    assert_eq!(count("to=2020-01-01").await, 0);
    assert_eq!(count("date=2020-01-01").await, 0);
}

#[tokio::test]
async fn changes_are_told_oldest_first_after_a_version() {
    let (upstream, service) = three_matches().await;
    for goals in [2, 3, 4] {
        upstream.edit(12, |f| f["goals"]["home"] = json!(goals));
        crate::support::eventually("the goal", 10, || async {
            (service.http.json(ONE).await["competitors"][0]["score"] == goals).then_some(())
        })
        .await;
    }
    let all = service.http.all(&format!("{ONE}/changes")).await;
    let versions: Vec<_> = all.iter().map(|change| change["version"].as_u64().unwrap()).collect();
    assert_eq!(versions, [2, 3, 4]);
    assert_eq!(all[0]["changes"][1], json!({"kind": "score", "from": [1, 0], "to": [2, 0]}));
    assert!(all[0]["patch"]["competitors"].is_array());
    let after = service.http.all(&format!("{ONE}/changes?after=3&limit=1")).await;
    assert_eq!(after.len(), 1);
}
