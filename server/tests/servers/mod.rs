//! The servers that tests run on: those that `BTS_TEST_POSTGRES`, `BTS_TEST_MYSQL` and
//! `BTS_TEST_REDIS` name, else those of this machine that ask for no password. Where one is missing
//! a test says so and passes, unless `CI` is set: then it fails.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

/// A database server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    Postgres,
    Maria,
}

/// A database that is there for one test.
pub struct Own {
    pub url: String,
    name: String,
    root: DatabaseConnection,
    server: Server,
}

impl Server {
    /// A new database, if the server is there. [`Own::end`] drops it.
    pub async fn database(self) -> Option<Own> {
        let (variable, here) = match self {
            Server::Postgres => ("BTS_TEST_POSTGRES", "postgres://postgres@127.0.0.1/postgres"),
            Server::Maria => ("BTS_TEST_MYSQL", "mysql://root@127.0.0.1/mysql"),
        };
        let url = named(variable, here);
        let root = match Database::connect(&url).await {
            Ok(root) => root,
            Err(error) => {
                missing(&format!("{self:?} does not answer as {variable} says ({error})"));
                return None;
            }
        };
        let name = format!("bts_test_{:016x}", rand::random::<u64>());
        root.execute_unprepared(&format!("create database {name}")).await.expect("is made");
        let (stem, rest) = url.rsplit_once('/').expect("a URL names a database");
        let options = rest.split_once('?').map_or(String::new(), |(_, more)| format!("?{more}"));
        Some(Own { url: format!("{stem}/{name}{options}"), name, root, server: self })
    }

    /// Run a test on a database of its own, which is dropped however the test ends.
    pub async fn on<F: Future<Output = ()> + Send + 'static>(self, test: impl FnOnce(String) -> F) {
        let Some(own) = self.database().await else { return };
        let outcome = tokio::spawn(test(own.url.clone())).await;
        own.end().await;
        if let Err(failure) = outcome {
            std::panic::resume_unwind(failure.into_panic());
        }
    }
}

impl Own {
    pub async fn end(self) {
        let force = if self.server == Server::Postgres { " with (force)" } else { "" };
        let drop = format!("drop database {}{force}", self.name);
        self.root.execute_unprepared(&drop).await.expect("is dropped");
    }
}

/// Where Redis is to be.
pub fn redis_url() -> String {
    named("BTS_TEST_REDIS", "redis://127.0.0.1:6379")
}

/// Where Redis is, if it is there.
pub async fn redis() -> Option<String> {
    let url = redis_url();
    let client = redis::Client::open(url.as_str()).expect("BTS_TEST_REDIS is an address of Redis");
    match client.get_multiplexed_async_connection().await {
        Ok(_) => Some(url),
        Err(error) => {
            missing(&format!("Redis does not answer as BTS_TEST_REDIS says ({error})"));
            None
        }
    }
}

/// Something a test needs is not there.
pub fn missing(what: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "{what}; where CI is set no test is left out, so start it with `make databases`"
    );
    println!("{what}: not tested");
}

fn named(variable: &str, here: &str) -> String {
    std::env::var(variable).ok().filter(|url| !url.is_empty()).unwrap_or(here.to_owned())
}
