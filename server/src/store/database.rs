//! One database of three kinds: SQLite by default, PostgreSQL or MySQL by `DATABASE_URL`.

use super::private;
use crate::config::without_password;
use migration::{Migrator, MigratorTrait, SchemaManager};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::{io, path::PathBuf, time::Duration};

/// The connection pool. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pool: DatabaseConnection,
    place: Topology,
}

/// Who else may write to the database, and how that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topology {
    /// Nobody: it lies in this process's memory.
    Private,
    /// Other processes of this machine, into this file and its log beside it.
    File(PathBuf),
    /// Anybody who reaches the server.
    Server,
}

/// The database cannot be used; one sentence says which and why.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} the database {place}: {}", root_cause(.source))]
pub struct DatabaseError {
    place: String,
    doing: &'static str,
    source: Cause,
}

/// What stands in the way.
#[derive(Debug, thiserror::Error)]
enum Cause {
    /// The database, or the way to it.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Its file, or the folder it lies in.
    #[error(transparent)]
    File(#[from] io::Error),
}

/// What drivers say in their own way, and what it means to whoever starts the service.
const KNOWN_CAUSES: [(&str, &str); 4] = [
    ("pool timed out", "nothing answers there"),
    ("file is not a database", "the file is no SQLite database"),
    ("unable to open database file", "there is no file that could be opened"),
    ("database is locked", "another program holds it locked"),
];

/// Why, without the words of the layers in between.
pub fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error;
    while let Some(inner) = cause.source() {
        words = inner.to_string();
        cause = inner;
    }
    if let Some((_, meant)) = KNOWN_CAUSES.iter().find(|(said, _)| words.contains(said)) {
        return (*meant).to_owned();
    }
    let words = words.replace('\n', " ");
    let words = words.strip_prefix("Custom Error: ").unwrap_or(&words);
    let words = words.strip_prefix("error returned from database: ").unwrap_or(words);
    // PostgreSQL tells the line of its own source.
    words.split(" at line ").next().unwrap_or(words).to_owned()
}

/// After so long it is said what is waited for.
const CONNECT_NOTICE_AFTER: Duration = Duration::from_secs(1);

/// The table of what was done to the schema: it is there wherever a schema was ever made.
const STEPS: &str = "seaql_migrations";

impl Database {
    /// Connect to what is there, and make nothing; `None` where no schema was ever made.
    pub async fn existing(url: &str) -> Result<Option<Self>, DatabaseError> {
        if let Topology::File(path) = topology_of(url)
            && !path.exists()
        {
            return Ok(None);
        }
        let database = Self::connect(url).await?;
        let there = SchemaManager::new(&database.pool).has_table(STEPS).await;
        let there = there.map_err(|source| DatabaseError {
            place: without_password(url),
            doing: "read",
            source: source.into(),
        })?;
        Ok(there.then_some(database))
    }

    /// Connect to `url`; an SQLite file that is not there is made.
    pub async fn connect(url: &str) -> Result<Self, DatabaseError> {
        let fail =
            |doing, source: Cause| DatabaseError { place: without_password(url), doing, source };
        if let Topology::File(path) = topology_of(url) {
            let folder = sqlite_folder(url);
            folder
                .map_or(Ok(()), |folder| private::folder(&folder))
                .and_then(|()| private::database(&path))
                .map_err(|error| fail("open", error.into()))?;
        }
        let mut options = ConnectOptions::new(url);
        options
            // Each connection to `:memory:` would be a database of its own.
            .max_connections(if url.contains(":memory:") { 1 } else { 8 })
            .connect_timeout(Duration::from_secs(10))
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
                sqlite
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Normal)
                    .busy_timeout(Duration::from_secs(5))
                    .foreign_keys(true)
                    .pragma("cache_size", "-65536")
            })
            // Beyond the cache MySQL closes statements one by one, at 40 ms each over TCP.
            .map_sqlx_mysql_opts(|mysql| mysql.statement_cache_capacity(1_000));
        let opening = async {
            let pool = sea_orm::Database::connect(options).await?;
            pool.ping().await?;
            Ok::<_, DbErr>(pool)
        };
        let pool = patiently(url, opening).await.map_err(|error| fail("open", error.into()))?;
        // The pool connects lazily; a file that is no database shows only when it is read.
        let probe = "select 1";
        let statement = Statement::from_string(pool.get_database_backend(), probe);
        pool.query_one_raw(statement).await.map_err(|error| fail("read", error.into()))?;
        Ok(Self { pool, place: topology_of(url) })
    }

    /// Who else may write to it.
    pub fn topology(&self) -> &Topology {
        &self.place
    }

    /// Bring the schema up to date. Several processes may start at once: one does it.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        match self.pool.get_database_backend() {
            DbBackend::Sqlite => {
                let transaction = self.begin().await?;
                Migrator::up(&transaction, None).await?;
                transaction.commit().await
            }
            DbBackend::Postgres => {
                let transaction = self.pool.begin().await?;
                transaction.execute_unprepared("select pg_advisory_xact_lock(7423110042)").await?;
                Migrator::up(&transaction, None).await?;
                transaction.commit().await
            }
            // MySQL commits with every change of schema, so the lock is held by a connection of
            // its own rather than by the transaction that migrates.
            DbBackend::MySql => {
                let lock = self.pool.begin().await?;
                lock.execute_unprepared("select get_lock('bts_guru_migrate', 60)").await?;
                let outcome = Migrator::up(&self.pool, None).await;
                lock.execute_unprepared("select release_lock('bts_guru_migrate')").await?;
                lock.commit().await?;
                outcome
            }
            other => Err(DbErr::BackendNotSupported {
                db: other.as_str(),
                ctx: "bringing a schema up to date",
            }),
        }
    }

    /// Take the schema back by one step.
    pub async fn migrate_down(&self) -> Result<(), DbErr> {
        Migrator::down(&self.pool, Some(1)).await
    }

    /// Each migration and whether it has been applied.
    pub async fn migration_status(&self) -> Result<Vec<(String, bool)>, DbErr> {
        let migrations = Migrator::get_migration_with_status(&self.pool).await?;
        Ok(migrations
            .into_iter()
            .map(|m| {
                let applied = matches!(m.status(), migration::MigrationStatus::Applied);
                (m.name().to_owned(), applied)
            })
            .collect())
    }

    /// A transaction that writes. On SQLite it takes the write lock at once: one that first reads
    /// and then writes would be refused instead of waiting.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.pool.begin_with_options(options).await
    }

    /// Connections that are open, and how many of them nobody uses.
    pub fn connections(&self) -> (usize, usize) {
        let (open, idle) = match self.pool.get_database_backend() {
            DbBackend::Postgres => {
                let pool = self.pool.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
            DbBackend::MySql => {
                let pool = self.pool.get_mysql_connection_pool();
                (pool.size(), pool.num_idle())
            }
            DbBackend::Sqlite => {
                let pool = self.pool.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
            // No other is ever connected to.
            _ => (0, 0),
        };
        (open as usize, idle)
    }

    /// The pool, to read with.
    pub fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }
}

/// Open a database; that a server takes its time is said.
async fn patiently<T>(url: &str, work: impl Future<Output = T>) -> T {
    if topology_of(url) != Topology::Server {
        return work.await;
    }
    tokio::pin!(work);
    if let Ok(done) = tokio::time::timeout(CONNECT_NOTICE_AFTER, &mut work).await {
        return done;
    }
    tracing::warn!("waiting for the database {} to answer", without_password(url));
    work.await
}

/// The folder an SQLite URL's file lies in.
fn sqlite_folder(url: &str) -> Option<PathBuf> {
    let Topology::File(path) = topology_of(url) else { return None };
    let folder = path.parent()?;
    (!folder.as_os_str().is_empty()).then(|| folder.to_owned())
}

fn topology_of(url: &str) -> Topology {
    let Some(path) = url.strip_prefix("sqlite:") else { return Topology::Server };
    let path = path.strip_prefix("//").unwrap_or(path);
    match path.split_once('?').map_or(path, |(path, _)| path) {
        ":memory:" => Topology::Private,
        path => Topology::File(path.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_driver_says_is_told_in_plain_words() {
        let told = |words: &str| root_cause(&DbErr::Custom(words.to_owned()));
        let locked = "error returned from database: (code: 5) database is locked";
        assert_eq!(told(locked), "another program holds it locked");
        let missing = "error returned from database: database \"x\" does not exist at line 948";
        assert_eq!(told(missing), "database \"x\" does not exist");
    }

    #[test]
    fn an_sqlite_files_folder_is_found_in_either_spelling() {
        let folder = Some(PathBuf::from("data"));
        assert_eq!(sqlite_folder("sqlite://data/x.sqlite?mode=rwc"), folder);
        assert_eq!(sqlite_folder("sqlite:data/x.sqlite"), folder);
        assert_eq!(topology_of("sqlite::memory:"), Topology::Private);
        assert_eq!(topology_of("postgres://h/db"), Topology::Server);
    }
}
