//! What a start refuses and what it warns of: one line that names the setting and the mend.

use crate::support::{
    eventually,
    http::Http,
    process::{bts_guru, free_port, run},
};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    sync::{Arc, Mutex},
};

const APP_KEY: &str = "a key of tests, of 32 characters or more";

fn line(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// A served process whose log is read.
struct Logged {
    child: Child,
    log: Arc<Mutex<String>>,
    port: u16,
}

impl Logged {
    async fn serve(settings: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut child = bts_guru(&["serve", "--port", &port.to_string()], settings)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (log, written) = (Arc::<Mutex<String>>::default(), child.stderr.take().unwrap());
        let kept = log.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(written).lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        eventually("the process to listen", 30, || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        Self { child, log, port }
    }

    fn lines(&self, part: &str) -> Vec<String> {
        let log = self.log.lock().unwrap();
        log.lines().filter(|line| line.contains(part)).map(ToOwned::to_owned).collect()
    }

    fn http(&self) -> Http {
        Http::new(format!("http://127.0.0.1:{}", self.port))
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_shared_store_without_an_app_key_stops_the_start_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let nowhere = format!("redis://127.0.0.1:{}", free_port());
    let settings = [("DATA_DIR", &*data), ("RUST_LOG", "off"), ("REDIS_URL", &nowhere)];
    for command in [&["serve", "--port", "0"][..], &["user:create", "ana@example.com"]] {
        let output = run(command, &settings);
        let said = line(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("bts-guru: APP_KEY=null cannot be used: Redis is set"), "{said}");
        assert!(said.contains("openssl rand") && said.lines().count() == 1, "{said}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "no key and no database was made");
    std::fs::write(folder.path().join("app.key"), APP_KEY).unwrap();
    let said = line(&run(&["serve", "--port", "0"], &settings));
    assert!(said.contains("set APP_KEY to what ") && said.ends_with("app.key holds"), "{said}");
}

#[tokio::test]
async fn a_database_server_without_an_app_key_stops_the_start_with_one_line() {
    crate::servers::Server::Postgres
        .on(|url| async move {
            let settings = [("DATABASE_URL", &*url), ("RUST_LOG", "off")];
            let output = run(&["serve", "--port", "0"], &settings);
            let said = line(&output);
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains("APP_KEY=null cannot be used: DATABASE_URL names"), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        })
        .await;
}

#[test]
fn a_secret_that_cannot_be_read_from_its_file_stops_the_start_with_one_line() {
    for name in ["APP_KEY", "DATABASE_URL", "METRICS_TOKEN", "MAIL_URL", "RAPIDAPI_KEY"] {
        let own = format!("{name}_FILE");
        let output = run(&["serve", "--port", "0"], &[(&own, "/nowhere/secret")]);
        let said = line(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        let start = format!("bts-guru: {own}=/nowhere/secret cannot be used: the file cannot be");
        assert!(said.starts_with(&start) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn a_secret_from_a_file_is_shown_masked_with_the_file_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key").display().to_string();
    std::fs::write(&path, format!("{APP_KEY}\n")).unwrap();
    let output = run(&["config:show"], &[("APP_KEY_FILE", &path)]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains(&format!("APP_KEY=****  # file {path}\n")), "{shown}");
    assert!(shown.contains(&format!("APP_KEY_FILE={path}  # environment\n")), "{shown}");
    assert!(!shown.contains(APP_KEY), "{shown}");
}

#[tokio::test]
async fn a_service_for_others_without_its_address_is_warned_of_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let mut settings = vec![("DATA_DIR", &*data), ("SERVER_HOST", "0.0.0.0")];
    settings.push(("MAIL_URL", "smtp://mail.example:25"));
    let told = Logged::serve(&settings).await;
    assert_eq!(told.lines("set APP_URL to").len(), 1, "{:?}", told.log);
    assert_eq!(told.lines("MAIL_URL sends letters to mail.example").len(), 1, "{:?}", told.log);
    drop(told);
    let named =
        vec![("DATA_DIR", &*data), ("SERVER_HOST", "0.0.0.0"), ("APP_URL", "https://a.example")];
    let told = Logged::serve(&named).await;
    assert_eq!(told.lines("WARN").len(), 1, "{:?}", told.log);
    assert_eq!(told.lines("MAIL_URL is not set: letters become files").len(), 1, "{:?}", told.log);
    drop(told);
    let whole = [named, vec![("MAIL_URL", "smtps://mail.example")]].concat();
    assert_eq!(Logged::serve(&whole).await.lines("WARN"), Vec::<String>::new());
}

#[tokio::test]
async fn a_database_that_does_not_protect_the_audit_log_is_warned_of_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let url = format!("sqlite://{data}/own.sqlite");
    let settings = [("DATA_DIR", &*data), ("DATABASE_URL", &*url)];
    let status = || {
        let output = run(&["migrate", "status"], &settings);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(run(&["migrate", "up"], &settings).status.success());
    assert!(!status().contains("warning"));
    // One connection: another one may not have seen yet that a trigger is gone.
    let mut one = sea_orm::ConnectOptions::new(&url);
    one.max_connections(1);
    let pool = sea_orm::Database::connect(one).await.unwrap();
    let said = "audit log is not write-protected by the database: ";
    for trigger in ["audit_is_kept", "audit_is_held", "audit_is_not_replaced"] {
        let made = format!("select sql from sqlite_master where name = '{trigger}'");
        let made = Statement::from_string(pool.get_database_backend(), made);
        let made = pool.query_one_raw(made).await.unwrap().unwrap();
        let made: String = made.try_get("", "sql").unwrap();
        pool.execute_unprepared(&format!("drop trigger {trigger}")).await.unwrap();
        assert!(status().contains(&format!("warning: {said}")), "{trigger}");
        pool.execute_unprepared(&made).await.unwrap();
        assert!(!status().contains("warning"), "{trigger}");
    }
    pool.execute_unprepared("drop trigger audit_is_kept").await.unwrap();
    pool.clone().close().await.unwrap();
    let told = Logged::serve(&settings).await;
    assert_eq!(told.lines(said).len(), 1, "{:?}", told.log);
    assert_eq!(told.lines("WARN").len(), 1, "{:?}", told.log);
}

#[tokio::test]
async fn a_proxy_that_nobody_trusts_is_warned_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let told = Logged::serve(&[("DATA_DIR", &*data)]).await;
    told.http().get("/api/v1/sports").await;
    for visitor in ["203.0.113.7", "203.0.113.8", "203.0.113.9"] {
        told.http().get_with("/api/v1/sports", &[("x-forwarded-for", visitor)]).await;
    }
    let lines = eventually("the warning", 10, || async {
        Some(told.lines("TRUSTED_PROXIES")).filter(|lines| !lines.is_empty())
    })
    .await;
    assert!(lines.len() == 1 && lines[0].contains("set TRUSTED_PROXIES=127.0.0.1"), "{lines:?}");
    drop(told);
    let trusted = [("DATA_DIR", &*data), ("TRUSTED_PROXIES", "127.0.0.1")];
    let silent = Logged::serve(&trusted).await;
    silent.http().get_with("/api/v1/sports", &[("x-forwarded-for", "203.0.113.7")]).await;
    assert_eq!(silent.lines("TRUSTED_PROXIES"), Vec::<String>::new());
}
