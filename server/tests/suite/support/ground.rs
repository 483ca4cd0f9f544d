//! What several nodes stand on together: one database, and one Redis or none.

use super::service::{Start, service};
use crate::servers::{self, Server};

/// What nodes sign with.
const APP_KEY: &str = "a key of tests, of 32 characters or more";

/// The settings that all nodes of one test share.
#[derive(Clone)]
pub struct Ground {
    settings: Vec<(String, String)>,
}

impl Ground {
    fn new(database: String, redis: Option<String>) -> Self {
        let mut settings = vec![
            ("DATABASE_URL".to_owned(), database),
            // Nodes that share people sign with one key.
            ("APP_KEY".to_owned(), APP_KEY.to_owned()),
        ];
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

/// On a database server, without Redis.
pub async fn on_server<F: Future<Output = ()> + Send + 'static>(
    server: Server,
    test: impl FnOnce(Ground) -> F,
) {
    server.on(|url| test(Ground::new(url, None))).await;
}

/// On PostgreSQL and Redis.
pub async fn on_redis<F: Future<Output = ()> + Send + 'static>(test: impl FnOnce(Ground) -> F) {
    let Some(redis) = servers::redis().await else { return };
    let Some(own) = Server::Postgres.database().await else { return };
    let ground = Ground::new(own.url.clone(), Some(redis.clone()));
    let prefix = ground.settings.last().map(|(_, value)| value.clone()).unwrap();
    // Apart, so that all is removed however the test ends.
    let outcome = tokio::spawn(test(ground)).await;
    forget(&redis, &prefix).await;
    own.end().await;
    outcome.unwrap();
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
