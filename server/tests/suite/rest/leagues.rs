use super::three_matches;
use serde_json::json;

#[tokio::test]
async fn sports_are_counted_with_what_is_on() {
    let (_upstream, service) = three_matches().await;
    let sports = service.http.json("/api/v1/sports").await;
    assert_eq!(sports["data"][0]["sport"], json!("football"));
    assert_eq!(sports["data"][0]["live"], json!(3));
    let one = service.http.json("/api/v1/sports/football").await;
    assert_eq!(one, sports["data"][0]);
}

#[tokio::test]
async fn a_league_is_found_by_slug_and_by_number() {
    let (_upstream, service) = three_matches().await;
    let leagues = service.http.all("/api/v1/sports/football/leagues").await;
    assert_eq!(leagues.len(), 1);
    for word in ["test-league", "900"] {
        let league = service.http.json(&format!("/api/v1/sports/football/leagues/{word}")).await;
        assert_eq!(league, leagues[0]);
    }
    let matches = service.http.all("/api/v1/sports/football/leagues/test-league/matches").await;
    assert_eq!(matches.len(), 3);
}
