//! Redis dies under load and comes back, and nobody who asks is told.

use crate::{
    servers::Server,
    support::{
        eventually,
        ground::on_server,
        http::Http,
        process::{OwnRedis, Process, free_port, run},
    },
};
use chrono::Utc;
use entity::table::plan;
use futures::StreamExt;
use sea_orm::{EntityTrait, sea_query::Expr};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio_tungstenite::{connect_async, tungstenite::Message};
use upstream::simulator::{Simulator, SimulatorConfig};

/// In which act what was answered how, and how often.
type Rows = BTreeMap<(usize, String, String), usize>;

/// What came of everything asked.
#[derive(Clone, Default)]
struct Book {
    rows: Arc<Mutex<Rows>>,
    act: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

impl Book {
    fn write(&self, what: &str, answer: String) {
        let row = (self.act.load(SeqCst), what.to_owned(), answer);
        *self.rows.lock().unwrap().entry(row).or_default() += 1;
    }

    /// Ask one path again and again, by a key where one is given.
    async fn ask(self, what: &'static str, url: String, token: Option<String>) {
        let client = reqwest::Client::new();
        while !self.over.load(SeqCst) {
            let mut request = client.get(&url);
            if let Some(token) = &token {
                request = request.bearer_auth(token);
            }
            let reply = request.send().await;
            self.write(
                what,
                match reply {
                    Ok(reply) => reply.status().as_u16().to_string(),
                    Err(error) => error.to_string(),
                },
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Open a socket, be greeted, and hang up, again and again.
    async fn connect(self, url: String) {
        while !self.over.load(SeqCst) {
            let patience = Duration::from_secs(10);
            let greeting = tokio::time::timeout(patience, greeted(&url)).await;
            self.write("socket", greeting.unwrap_or_else(|_| "silence".to_owned()));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn greeted(url: &str) -> String {
    match connect_async(url).await {
        Ok((mut socket, _)) => match socket.next().await {
            Some(Ok(Message::Text(text))) if text.contains("connection_established") => {
                "greeted".to_owned()
            }
            other => format!("{other:?}"),
        },
        Err(error) => error.to_string(),
    }
}

async fn simulated() -> String {
    let mut config = SimulatorConfig::new(7, Utc::now());
    config.matches_per_day = 60;
    let router = Simulator::new(config).router();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// The token of a key that may use the proxy, on a plan that this load does not use up.
fn key(settings: &[(&str, &str)]) -> String {
    let made = run(&["user:create", "a@example.com", "--plan", "business"], settings);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let minted = ["key:create", "a@example.com", "--name", "load", "--scope", "proxy:read"];
    let minted = run(&minted, settings);
    assert!(minted.status.success(), "{}", String::from_utf8_lossy(&minted.stderr));
    String::from_utf8(minted.stdout).unwrap().trim().to_owned()
}

/// Whoever shows no key may ask as often a day as this load does.
async fn no_limit_a_day(settings: &[(&str, &str)]) {
    let migrated = run(&["migrate", "up"], settings);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let url = settings.iter().find(|(name, _)| *name == "DATABASE_URL").unwrap().1;
    let database = sea_orm::Database::connect(url).await.unwrap();
    let unlimited = plan::Entity::update_many()
        .col_expr(plan::Column::PerDay, Expr::value(None::<i64>))
        .exec(&database)
        .await
        .unwrap();
    assert!(unlimited.rows_affected > 0);
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_and_no_socket_of_two_processes_fails_while_redis_is_away() {
    on_server(Server::Postgres, |ground| async move {
        let port = free_port();
        let Some(redis) = OwnRedis::start(port) else {
            println!("no redis-server to start: not tested");
            return;
        };
        let (address, upstream) = (format!("redis://127.0.0.1:{port}"), simulated().await);
        let mut settings = ground.settings();
        settings.extend([
            ("REDIS_URL", address.as_str()),
            ("UPSTREAM_FOOTBALL_BASE_URL", upstream.as_str()),
            ("API_RATE_LIMIT_ENABLED", "true"),
            ("API_RATE_LIMIT", "1000000"),
            ("PAGE_RATE_LIMIT", "1000000"),
        ]);
        no_limit_a_day(&settings).await;
        let nodes = [Process::serve(&settings).await, Process::serve(&settings).await];
        let token = key(&settings);
        let leaders = eventually("a league with leaders", 60, || async {
            let http = Http::new(nodes[1].url());
            for m in http.all("/api/v1/matches?limit=100").await {
                let league = m["league"]["slug"].as_str().unwrap();
                let path = format!("/sports/football/leagues/{league}/leaders/goals");
                if http.get(&format!("/api/v1{path}")).await.status == 200 {
                    return Some(path);
                }
            }
            None
        })
        .await;

        let book = Book::default();
        let mut load = tokio::task::JoinSet::new();
        for node in &nodes {
            let url = |path: &str| format!("{}/api/v1{path}", node.url());
            load.spawn(book.clone().ask("sports", url("/sports"), None));
            load.spawn(book.clone().ask("leaders", url(&leaders), None));
            let live = url("/proxy/football/fixtures?live=all");
            load.spawn(book.clone().ask("proxy", live, Some(token.clone())));
            load.spawn(book.clone().connect(node.socket()));
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        book.act.store(1, SeqCst);
        drop(redis);
        tokio::time::sleep(Duration::from_secs(5)).await;
        book.act.store(2, SeqCst);
        let redis = OwnRedis::start(port).unwrap();
        // It begins empty: what is in it was written by the processes since.
        eventually("the processes to come back to Redis", 20, || async {
            (redis.size().await > 0).then_some(())
        })
        .await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        book.over.store(true, SeqCst);
        load.join_all().await;

        let rows = book.rows.lock().unwrap().clone();
        for act in 0..3 {
            for (what, good) in
                [("sports", "200"), ("proxy", "200"), ("leaders", "200"), ("socket", "greeted")]
            {
                let of =
                    rows.iter().filter(|((when, which, _), _)| (*when, &**which) == (act, what));
                let answers: Vec<_> =
                    of.map(|((_, _, answer), count)| (&**answer, *count)).collect();
                let [(answer, count)] = answers[..] else {
                    panic!("{what} in act {act}: {answers:?}")
                };
                assert_eq!(answer, good, "{what} in act {act}");
                assert!(count >= 10, "{what} was asked {count} times in act {act}");
            }
        }
        for node in nodes {
            assert!(node.terminate(), "it ends by itself when told to");
        }
    })
    .await;
}
