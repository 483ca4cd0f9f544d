//! The process that polls is killed.

use crate::{
    servers::Server,
    support::{
        client::{Holding, Socket, essence},
        eventually,
        ground::{Ground, on_a_file, on_redis, on_server},
        http::Http,
        process::Process,
        upstream::{Upstream, fixture, score},
    },
};
use serde_json::json;
use std::time::Duration;

const PATH: &str = "/api/v1/sports/football/leagues/test-league/matches/7";
const CHANNEL: &str = "sports.football.leagues.test-league.matches.7";

async fn the_other_takes_over(ground: Ground) {
    let upstream = Upstream::default();
    upstream.put(fixture(7, 0, 0));
    let url = upstream.start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let mut settings = ground.settings();
    settings.extend([("DATA_DIR", data.as_str()), ("UPSTREAM_FOOTBALL_BASE_URL", url.as_str())]);

    let polling = Process::serve(&settings).await;
    let there = Http::new(polling.url());
    let mut holding = Holding::default();
    holding.show(
        eventually("the match", 20, || async {
            let reply = there.get(PATH).await;
            (reply.status == 200).then(|| reply.json())
        })
        .await,
    );
    let other = Process::serve(&settings).await;
    let mut socket = Socket::connect(&polling.socket()).await;
    socket.subscribe(CHANNEL, None).await;
    socket.expect("match.snapshot").await;
    upstream.edit(7, |f| score(f, 1, 0));
    holding.hear(&socket.expect("score.updated").await);
    // The client goes away, misses one, and the process with it.
    drop(socket);
    upstream.edit(7, |f| score(f, 2, 0));
    let missed = eventually("the change that is missed", 20, || async {
        let now = there.json(PATH).await;
        (now["version"] == json!(3)).then_some(now)
    })
    .await;
    polling.kill();
    let killed = std::time::Instant::now();
    upstream.edit(7, |f| score(f, 3, 0));

    let mut socket = Socket::connect(&other.socket()).await;
    socket.subscribe(CHANNEL, Some(&holding.position)).await;
    let answer = socket.expect("pusher_internal:subscription_succeeded").await;
    assert_eq!(answer.data, json!({"recovered": true}));
    let event = socket.expect("score.updated").await;
    assert_eq!((&event.data["version"], &event.data["seq"]), (&json!(3), &missed["seq"]));
    holding.hear(&event);
    let event = socket.next_within(Duration::from_secs(15)).await.expect("the other polls");
    assert!(killed.elapsed() < Duration::from_secs(15), "{:?}", killed.elapsed());
    assert_eq!(event.data["version"], json!(4));
    holding.hear(&event);
    assert!(holding.gaps.is_empty(), "{:?}", holding.gaps);
    let now = Http::new(other.url()).json(PATH).await;
    assert_eq!(essence(&holding.matches["7"]), essence(&now));
    let changes = Http::new(other.url()).all(&format!("{PATH}/changes?after=1")).await;
    let versions: Vec<_> = changes.iter().map(|change| change["version"].clone()).collect();
    assert_eq!(versions, [2, 3, 4]);
    assert!(other.terminate(), "it ends by itself when told to");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_polling_process_is_killed_the_other_goes_on_and_a_client_misses_nothing() {
    on_redis(the_other_takes_over).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_the_database_alone_does() {
    on_server(Server::Postgres, the_other_takes_over).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_one_sqlite_file_two_processes_do_as_well() {
    on_a_file(the_other_takes_over).await;
}
