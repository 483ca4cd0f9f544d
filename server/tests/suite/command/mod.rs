//! The command line: what goes wrong is one line, and the exit code says whose turn it is.

mod admins;
mod fresh;
mod jobs;
mod listen;
mod machine;
mod mail;
mod operator;
mod pipes;
mod setup;
mod show;

use crate::support::process::{free_port, run};
use entity::table::api_key;
use sea_orm::{EntityTrait, QueryOrder};

fn line(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[test]
fn a_wrong_setting_stops_the_start_with_one_line_that_names_it() {
    let output = run(&["serve"], &[("SERVER_PORT", "eighty")]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        line(&output),
        "bts-guru: SERVER_PORT=eighty cannot be used: write a port from 0 to 65535"
    );
}

/// Every setting that can be wrong, written wrong.
const WRONG: [(&str, &str); 48] = [
    ("APP_URL", "scores.example"),
    ("APP_URL", "https://"),
    ("APP_URL", "https://scores.example/app"),
    ("APP_KEY", "short"),
    ("APP_PREVIOUS_KEYS", "short"),
    ("SERVER_HOST", "scores.example"),
    ("SERVER_PORT", "70000"),
    ("TRUSTED_PROXIES", "10.0.0.0/99"),
    ("DATABASE_URL", "oracle://x/y"),
    ("ADMIN_EMAIL", "ana"),
    ("ADMIN_PASSWORD", "x"),
    ("MAIL_URL", "http://x"),
    ("MAIL_FROM", "somebody"),
    ("MAIL_REPLY_TO", "somebody"),
    ("SECURITY_CONTACT", "security@scores.example"),
    ("SECURITY_CONTACT", "mailto:nobody"),
    ("RUST_LOG", "==,="),
    ("RUST_LOG", "=,="),
    ("RUST_LOG", "inof"),
    ("LOG_FORMAT", "xml"),
    ("RAPIDAPI_HOST", "a b"),
    ("RAPIDAPI_BASE_URL", "ftp://x"),
    ("UPSTREAM_FOOTBALL_BASE_URL", "x"),
    ("SPORTS", "cricket"),
    ("SPORTS", ","),
    ("CLOCK", "noon"),
    ("API_CACHE_ENABLED", "perhaps"),
    ("API_DEFAULT_CACHE_DURATION", "-1"),
    ("REVERB_APP_ID", "a/b"),
    ("REVERB_APP_KEY", "a/b"),
    ("REVERB_APP_KEY", ""),
    ("REVERB_HOST", "a b"),
    ("REVERB_PORT", "0"),
    ("REVERB_PORT", "many"),
    ("REDIS_URL", "x"),
    ("REDIS_URL", "rediss://127.0.0.1/#insecure"),
    ("APP_KEY_FILE", "/nowhere/secret"),
    ("REDIS_PORT", "x"),
    ("REDIS_DB", "-1"),
    ("API_RATE_LIMIT_ENABLED", "perhaps"),
    ("API_RATE_LIMIT", "0"),
    ("API_RATE_LIMIT", "-1"),
    ("API_RATE_LIMIT", "99999999999"),
    ("API_RATE_LIMIT_DURATION", "0"),
    ("API_RATE_LIMIT_DURATION", "1e3"),
    ("API_RATE_LIMIT_NODES", "0"),
    ("API_RATE_LIMIT_NODES", "two"),
    ("SERVER_PORT", ""),
];

#[test]
fn each_setting_that_is_wrong_is_named_with_what_would_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    for (name, value) in WRONG {
        let output = run(&["migrate", "status"], &[("DATA_DIR", &data), (name, value)]);
        let said = line(&output);
        assert_eq!(output.status.code(), Some(2), "{name}={value}: {said}");
        assert!(said.starts_with(&format!("bts-guru: {name}=")), "{name}={value}: {said}");
        assert!(said.contains(" cannot be used: "), "{name}={value}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn an_address_that_is_not_ours_is_told_apart_from_a_busy_port() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let settings = [("DATA_DIR", &*data), ("RUST_LOG", "error"), ("SERVER_HOST", "203.0.113.1")];
    let output = run(&["serve", "--port", "0"], &settings);
    assert_eq!(output.status.code(), Some(2));
    let said = line(&output);
    assert!(said.starts_with("bts-guru: SERVER_HOST=203.0.113.1 cannot be used: "), "{said}");
}

#[test]
fn a_database_that_another_program_holds_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let settings = [("DATA_DIR", &*data), ("RUST_LOG", "error")];
    assert!(run(&["migrate", "up"], &settings).status.success());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite://{data}/bts-guru.sqlite");
    let (said, code) = runtime.block_on(async {
        let database = server::store::Database::connect(&url).await.unwrap();
        let held = database.begin().await.unwrap();
        let output = run(&["serve", "--port", "0"], &settings);
        held.commit().await.unwrap();
        (line(&output), output.status.code())
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("another program holds it locked"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_busy_port_stops_the_start_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let data = folder.path().display().to_string();
    let output = run(&["serve", "--port", &port], &[("DATA_DIR", &data), ("RUST_LOG", "error")]);
    assert_eq!(output.status.code(), Some(2));
    let said = line(&output);
    assert_eq!(
        said,
        format!(
            "bts-guru: SERVER_PORT={port} cannot be used: 127.0.0.1:{port} is taken by another \
             program; stop the program that has it or choose another port"
        )
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_file_that_is_no_database_stops_the_start_with_one_line_and_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bts-guru.sqlite");
    std::fs::write(&file, "this is a letter, not a database\n".repeat(200)).unwrap();
    let data = folder.path().display().to_string();
    let output = run(&["serve"], &[("DATA_DIR", &data), ("RUST_LOG", "error")]);
    assert_eq!(output.status.code(), Some(2));
    let said = line(&output);
    assert!(said.contains("bts-guru.sqlite") && said.contains("DATABASE_URL"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("this is a letter"));
}

#[test]
fn the_effective_settings_are_shown_with_where_each_came_from() {
    let output = run(&["config:show"], &[("SERVER_PORT", "9001"), ("RAPIDAPI_KEY", "s3cret")]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains("SERVER_PORT=9001  # environment"), "{shown}");
    assert!(shown.contains("SERVER_HOST=127.0.0.1  # default"), "{shown}");
    assert!(shown.contains("RAPIDAPI_KEY=****  # environment") && !shown.contains("s3cret"));
}

#[test]
fn the_schema_goes_up_down_and_tells_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let migrate = |direction: &str| {
        let output = run(&["migrate", direction], &[("DATA_DIR", &data)]);
        assert!(output.status.success(), "{}", line(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let up = migrate("up");
    assert!(!up.contains("pending "), "{up}");
    for _ in up.lines() {
        migrate("down");
    }
    assert!(!migrate("status").contains("applied "), "every step has its way back");
}

#[tokio::test]
async fn a_key_made_without_scopes_may_do_everything_but_make_keys() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let done = |arguments: &[&str]| {
        let output = run(arguments, &[("DATA_DIR", &data)]);
        assert!(output.status.success(), "{}", line(&output));
    };
    done(&["user:create", "ana@example.com"]);
    done(&["key:create", "ana@example.com", "--name", "x"]);
    done(&["key:create", "ana@example.com", "--name", "x", "--scope", "keys:write"]);
    let url = format!("sqlite://{data}/bts-guru.sqlite");
    let database = server::store::Database::connect(&url).await.unwrap();
    let keys = api_key::Entity::find().order_by_asc(api_key::Column::Id);
    let scopes: Vec<_> =
        keys.all(database.pool()).await.unwrap().into_iter().map(|key| key.scopes).collect();
    assert_eq!(scopes, ["matches:read proxy:read stream:connect usage:read", "keys:write"]);
}

#[test]
fn nobody_at_home_is_told_by_health_with_exit_code_1() {
    let port = free_port().to_string();
    let output = run(&["health"], &[("SERVER_PORT", &port)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        line(&output).starts_with("bts-guru: nothing answers at 127.0.0.1:"),
        "{}",
        line(&output)
    );
}

#[test]
fn a_sync_says_what_it_called_why_and_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let output = run(&["api:sync"], &[("DATA_DIR", &data), ("RUST_LOG", "error")]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", line(&output));
    assert!(
        said.contains("football: called fixtures?live=all because nothing is known yet:"),
        "{said}"
    );
    assert!(said.contains("calls left today"), "{said}");
}

#[test]
fn a_fault_nobody_knows_is_refused_by_name() {
    let output = run(&["upstream:simulate", "--faults", "gremlins"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(line(&output).contains("gremlins"), "{}", line(&output));
}
