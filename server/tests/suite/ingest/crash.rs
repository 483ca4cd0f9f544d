//! The process dies at the worst moment.

use crate::support::{
    client::{Holding, Socket, essence},
    eventually,
    http::Http,
    process::Process,
    upstream::{Upstream, fixture, score},
};
use serde_json::json;

const PATH: &str = "/api/v1/sports/football/leagues/test-league/matches/7";
const CHANNEL: &str = "sports.football.leagues.test-league.matches.7";

#[tokio::test(flavor = "multi_thread")]
async fn a_change_committed_and_not_announced_is_announced_after_a_kill() {
    let upstream = Upstream::default();
    upstream.put(fixture(7, 0, 0));
    let url = upstream.start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let settings = [("DATA_DIR", data.as_str()), ("UPSTREAM_FOOTBALL_BASE_URL", url.as_str())];

    let process = Process::serve(&[settings[0], settings[1], ("CRASH_AFTER_COMMITS", "2")]).await;
    let http = Http::new(process.url());
    let mut holding = Holding::default();
    holding.show(
        eventually("the match", 20, || async {
            let reply = http.get(PATH).await;
            (reply.status == 200).then(|| reply.json())
        })
        .await,
    );
    let mut socket = Socket::connect(&process.socket()).await;
    socket.subscribe(CHANNEL, None).await;
    socket.expect("match.snapshot").await;
    upstream.edit(7, |f| score(f, 1, 0));
    holding.hear(&socket.expect("score.updated").await);
    upstream.edit(7, |f| score(f, 2, 0));
    let quiet = socket.next_within(std::time::Duration::from_secs(6)).await;
    assert!(quiet.is_none(), "committed, and stopped dead before anybody was told: {quiet:?}");
    process.kill();

    let process = Process::serve(&settings).await;
    let mut socket = Socket::connect(&process.socket()).await;
    socket.subscribe(CHANNEL, Some(&holding.position)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(answer.data, json!({"recovered": true}));
    let event = socket.expect("score.updated").await;
    assert_eq!(event.data["version"], json!(3));
    holding.hear(&event);
    assert!(holding.gaps.is_empty());
    let now = Http::new(process.url()).json(PATH).await;
    assert_eq!(essence(&holding.matches["7"]), essence(&now));
    assert!(process.terminate(), "it ends by itself when told to");
}
