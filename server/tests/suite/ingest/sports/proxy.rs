//! The endpoints of a sport through the proxy.

use super::tape::Tape;
use entity::model::Sport;
use upstream::client::Query;

#[tokio::test(flavor = "multi_thread")]
async fn the_proxy_passes_on_the_own_endpoints_of_a_sport() {
    let Some(tape) = Tape::of(Sport::Hockey) else { return };
    let query = Query::new("games/events").with("game", 370_289);
    tape.put(&query, 1, &tape.rows("events-1"));
    let service = tape.service("2024-09-22").await;
    let (_, token) = service.key().await;
    let bearer = format!("Bearer {token}");
    let get =
        async |path: &str| service.http.get_with(path, &[("authorization", bearer.as_str())]).await;
    let reply = get("/api/v1/proxy/hockey/games/events?game=370289").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.json()["response"].as_array().unwrap().len(), 14);
    assert_eq!(get("/api/v1/proxy/hockey/games/events").await.status, 400);
    let reply = get("/api/v1/proxy/hockey/fixtures").await;
    assert_eq!(reply.status, 404);
    assert!(reply.text.contains("games/events"), "{}", reply.text);
    service.stop().await;
}
