//! From the start of the commit to the last of a thousand subscribers, through real sockets.
//!
//! One iteration writes a goal to SQLite, announces it, and ends when every client has read it;
//! the clients run in the same process, so their cost is in the figure.

#![allow(missing_docs, reason = "criterion's macros make the entry point")]

use criterion::{Criterion, criterion_group, criterion_main};
use entity::{
    model::{ObservedMatch, Sport},
    table::plan,
};
use futures::StreamExt;
use sea_orm::{EntityTrait, sea_query::Expr};
use server::{
    app::AppState,
    config::{Config, Settings},
    runtime::Server,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Message;

const SUBSCRIBERS: usize = 1_000;

struct Bench {
    app: AppState,
    _running: Server,
    heard: Arc<AtomicUsize>,
    all: Arc<Notify>,
    goals: i64,
}

impl Bench {
    async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("bts-push-{:08x}", rand::random::<u32>()));
        let pairs = [
            ("SERVER_PORT", "0".to_owned()),
            ("DATA_DIR", folder.display().to_string()),
            ("API_RATE_LIMIT_ENABLED", "false".to_owned()),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value));
        let settings = Settings::from_parts(pairs, "").expect("settings");
        let app =
            AppState::open(Config::read(&settings).expect("configuration")).await.expect("opens");
        let many = plan::Entity::update_many()
            .col_expr(plan::Column::Sockets, Expr::value(i64::from(u16::MAX)));
        many.exec(app.database.pool()).await.expect("the plan is edited");
        app.plans.refresh().await.expect("the plans are read");
        let running = Server::start(app.clone(), None).await.expect("starts");
        let (heard, all) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let mut bench = Self { app, _running: running, heard, all, goals: 0 };
        bench.goal().await;
        let url = format!("ws://{}/app/bts-guru?protocol=7", bench._running.address);
        for _ in 0..SUBSCRIBERS {
            let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.expect("connects");
            let subscribe = r#"{"event":"pusher:subscribe","data":{"channel":"sports.football"}}"#;
            futures::SinkExt::send(&mut socket, Message::text(subscribe)).await.expect("is sent");
            let (heard, all) = (bench.heard.clone(), bench.all.clone());
            tokio::spawn(async move {
                while let Some(Ok(Message::Text(text))) = socket.next().await {
                    if text.contains("score.updated")
                        && heard.fetch_add(1, Ordering::Relaxed) + 1 == SUBSCRIBERS
                    {
                        all.notify_one();
                    }
                }
            });
        }
        while bench.app.hub.subscribers("sports.football") < SUBSCRIBERS {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bench
    }

    /// Write one more goal.
    async fn goal(&mut self) {
        let now = Instant::now();
        let row = observation(self.goals);
        self.goals += 1;
        let ingest = self.app.ingest.clone();
        ingest
            .apply(Sport::Football, vec![row], now, self.app.clock.now())
            .await
            .expect("is written");
    }

    async fn push(&mut self) -> Duration {
        self.heard.store(0, Ordering::Relaxed);
        let begun = Instant::now();
        self.goal().await;
        self.all.notified().await;
        begun.elapsed()
    }
}

fn observation(goals: i64) -> ObservedMatch {
    let row = serde_json::json!({
        "id": "1", "sport": "football",
        "league": {"id": "1", "name": "League", "country": "World", "season": "2026", "round": null, "logo": null, "flag": null},
        "starts_at": "2026-11-23T12:00:00Z",
        "status": {"phase": "live", "code": "2H", "label": "Second half", "clock": "77'", "elapsed": 77, "extra": null},
        "competitors": [
            {"role": "home", "id": "1", "name": "Reds", "logo": null, "score": goals, "winner": null},
            {"role": "away", "id": "2", "name": "Blues", "logo": null, "score": 0, "winner": null}],
        "periods": [], "venue": null, "referee": null, "incidents": null, "statistics": null, "lineups": null
    });
    serde_json::from_value(row).expect("is an observation")
}

fn push(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("starts");
    let mut bench = runtime.block_on(Bench::start());
    let mut group = c.benchmark_group("push");
    group.sample_size(20);
    group.bench_function("commit to the last of 1,000 subscribers", |b| {
        b.iter_custom(|count| {
            runtime.block_on(async {
                let mut total = Duration::ZERO;
                for _ in 0..count {
                    total += bench.push().await;
                }
                total
            })
        });
    });
    group.finish();
}

criterion_group!(benches, push);
criterion_main!(benches);
