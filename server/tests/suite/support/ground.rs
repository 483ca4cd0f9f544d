//! What several nodes stand on together: one database, and one Redis or none.

use super::service::{Start, service};
use sea_orm::ConnectionTrait;
use server::store::Database;

/// The settings that all nodes of one test share.
#[derive(Clone)]
pub struct Ground {
    settings: Vec<(String, String)>,
}

impl Ground {
    fn new(database: String, redis: Option<String>) -> Self {
        let mut settings = vec![("DATABASE_URL".to_owned(), database)];
        if let Some(url) = redis {
            let prefix = format!("test:{:x}:", rand::random::<u64>());
            settings.push(("REDIS_URL".to_owned(), url));
            settings.push(("REDIS_CACHE_PREFIX".to_owned(), prefix));
        }
        Self { settings }
    }

    /// One more node.
    pub fn node(&self) -> Start {
        self.settings.iter().fold(service(), |start, (name, value)| start.with(name, value))
    }

    pub fn settings(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// On an SQLite file, without Redis.
pub async fn on_a_file<F: Future<Output = ()>>(test: impl FnOnce(Ground) -> F) {
    let folder = tempfile::tempdir().unwrap();
    test(Ground::new(format!("sqlite://{}/x.sqlite", folder.path().display()), None)).await;
}

/// On a database server that `variable` names, without Redis.
pub async fn on_server<F: Future<Output = ()> + Send + 'static>(
    variable: &str,
    test: impl FnOnce(Ground) -> F,
) {
    on(variable, None, test).await;
}

/// On PostgreSQL and Redis.
pub async fn on_redis<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Ground) -> F) {
    let url = std::env::var("BTS_TEST_REDIS").unwrap_or("redis://127.0.0.1:6379".to_owned());
    let address = url.trim_start_matches("redis://").trim_end_matches('/').to_owned();
    if tokio::net::TcpStream::connect(&address).await.is_err() {
        println!("no Redis at {address}: not tested");
        return;
    }
    on("BTS_TEST_POSTGRES", Some(url), test).await;
}

/// Delete everything in Redis under a prefix.
async fn forget(url: &str, prefix: &str) {
    let client = redis::Client::open(url).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut keys = redis::cmd("KEYS");
    let found: Vec<String> =
        keys.arg(format!("{prefix}*")).query_async(&mut connection).await.unwrap();
    for key in found {
        let _: i64 = redis::cmd("DEL").arg(key).query_async(&mut connection).await.unwrap();
    }
}

async fn on<F: Future<Output = ()> + Send + 'static>(
    variable: &str,
    redis: Option<String>,
    test: impl FnOnce(Ground) -> F,
) {
    let url = match (std::env::var(variable), variable) {
        (Ok(url), _) => url,
        (Err(_), "BTS_TEST_POSTGRES") => "postgres://postgres@127.0.0.1/postgres".to_owned(),
        (Err(_), _) => "mysql://root@127.0.0.1/mysql".to_owned(),
    };
    let Ok(root) = Database::connect(&url).await else {
        println!("no database server at {url}: not tested");
        return;
    };
    let name = format!("bts_cluster_{:08x}", rand::random::<u32>());
    root.pool().execute_unprepared(&format!("create database {name}")).await.unwrap();
    let stem = url.rsplit_once('/').unwrap().0;
    // Apart, so that the database is dropped however the test ends.
    let ground = Ground::new(format!("{stem}/{name}"), redis.clone());
    let prefix = ground.settings.last().map(|(_, value)| value.clone()).unwrap();
    let outcome = tokio::spawn(test(ground)).await;
    if let Some(url) = redis {
        forget(&url, &prefix).await;
    }
    let force = if url.starts_with("postgres") { " with (force)" } else { "" };
    root.pool().execute_unprepared(&format!("drop database {name}{force}")).await.unwrap();
    outcome.unwrap();
}
