//! What an operator does by command holds in the processes that serve, and is in the audit log.

use super::machine::{EVE, Machine};
use crate::{
    servers::Server,
    support::{
        client::Socket,
        eventually,
        http::{Http, Reply},
        process::{Process, run},
    },
};
use chrono::TimeDelta;
use entity::model::Kept;
use sea_orm::ConnectionTrait;
use server::{
    audit::{self, Action, Actor, Entry},
    store::Database,
};
use std::time::{Duration, Instant};

/// Within which an act holds everywhere.
const SOON: Duration = Duration::from_secs(2);

/// A process that serves, seen by one customer.
struct Node {
    process: Process,
    http: Http,
}

impl Node {
    async fn serve(machine: &Machine) -> Self {
        let process = Process::serve(&machine.settings()).await;
        Self { http: Http::new(process.url()), process }
    }

    async fn socket(&self, public_id: &str) -> Socket {
        let port = self.process.port;
        Socket::connect(&format!("ws://127.0.0.1:{port}/app/{public_id}?protocol=7")).await
    }

    async fn account(&self, token: &str) -> Reply {
        let bearer = format!("Bearer {token}");
        self.http.get_with("/api/v1/account", &[("authorization", &bearer)]).await
    }

    /// Wait until the key is answered so.
    async fn answers(&self, token: &str, what: &str, is: impl Fn(&Reply) -> bool) {
        eventually(what, SOON.as_secs(), || async {
            let reply = self.account(token).await;
            is(&reply).then_some(())
        })
        .await;
    }

    async fn sign_in(&self, password: &str) -> reqwest::Response {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let password: String = form_urlencoded::byte_serialize(password.as_bytes()).collect();
        client
            .build()
            .unwrap()
            .post(format!("{}/login", self.process.url()))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("email=eve%40example.com&password={password}&next="))
            .send()
            .await
            .unwrap()
    }

    async fn inside(&self, cookie: &str) -> bool {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let page = format!("{}/dashboard/settings", self.process.url());
        let request = client.build().unwrap().get(page).header("cookie", cookie);
        request.send().await.unwrap().status() == 200
    }
}

/// Wait until the socket is closed.
async fn closes(mut socket: Socket) {
    let began = Instant::now();
    while socket.next_within(SOON).await.is_some() {}
    assert!(began.elapsed() < SOON, "it stayed open");
}

fn cookie(reply: &reqwest::Response) -> String {
    let lines = reply.headers().get_all("set-cookie").iter();
    let pairs = lines.filter_map(|line| line.to_str().ok()?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_stops_an_abuser_with_one_command_and_sees_it_in_the_audit_log() {
    let machine = Machine::new();
    let (password, public_id, token) = machine.customer();
    let nodes = [Node::serve(&machine).await, Node::serve(&machine).await];
    let mut sockets = Vec::new();
    for node in &nodes {
        assert_eq!(node.account(&token).await.status, 200);
        sockets.push(node.socket(&public_id).await);
    }
    let signed_in = nodes[0].sign_in(&password).await;
    assert_eq!(signed_in.status(), 303);
    let cookie = cookie(&signed_in);
    assert!(nodes[0].inside(&cookie).await && nodes[1].inside(&cookie).await);

    machine.done(&["user:disable", EVE, "--why", "It scrapes other customers' pages."]);
    for socket in sockets {
        closes(socket).await;
    }
    for node in &nodes {
        let closed = |reply: &Reply| reply.status == 403 && reply.text.contains("account_closed");
        node.answers(&token, "the key to be refused", closed).await;
        assert!(!node.inside(&cookie).await, "the session ended");
    }
    // Why is told to whoever knows the password, and to nobody else.
    let told = nodes[1].sign_in(&password).await;
    assert_eq!(told.status(), 422);
    let page = told.text().await.unwrap();
    assert!(page.contains("This account is disabled: It scrapes other customers"), "{page}");
    let page = nodes[1].sign_in("a wrong password").await.text().await.unwrap();
    assert!(!page.contains("disabled") && page.contains("No account has this"), "{page}");
    let acts = machine.acts(EVE);
    let act = acts.iter().find(|act| act["action"] == "account_disable").unwrap();
    assert_eq!((&act["actor"], &act["result"]), (&"operator".into(), &"done".into()));
    let detail = act["detail"].as_str().unwrap();
    assert!(detail.starts_with("It scrapes") && detail.contains("uid "), "{detail}");
    let shown = machine.done(&["user:show", EVE]);
    assert!(shown.contains("(disabled)") && shown.contains("account_disable"), "{shown}");

    machine.done(&["user:enable", EVE]);
    for node in &nodes {
        node.answers(&token, "the key to be good again", |reply| reply.status == 200).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_keys_sessions_and_accounts_are_changed_by_command_while_it_serves() {
    let machine = Machine::new();
    let (password, public_id, token) = machine.customer();
    let node = Node::serve(&machine).await;
    assert_eq!(node.account(&token).await.json()["plan"]["name"], "free");
    machine.done(&["user:plan", EVE, "pro"]);
    let pro = |reply: &Reply| reply.json()["plan"]["name"] == "pro";
    node.answers(&token, "the new plan", pro).await;
    // A session ends, and nothing else does.
    let signed_in = node.sign_in(&password).await;
    let cookie = cookie(&signed_in);
    assert!(node.inside(&cookie).await);
    assert!(machine.done(&["user:sessions-end", EVE]).contains("1 sessions ended"));
    assert!(!node.inside(&cookie).await);
    let socket = node.socket(&public_id).await;
    machine.done(&["key:revoke", &public_id]);
    closes(socket).await;
    let revoked = |reply: &Reply| reply.status == 401 && reply.text.contains("revoked_key");
    node.answers(&token, "the key to be refused", revoked).await;
    let second = machine.done(&["key:create", EVE, "--name", "again"]).trim().to_owned();
    assert_eq!(node.account(&second).await.status, 200);
    machine.done(&["user:role", EVE, "viewer"]);
    machine.done(&["user:promote", EVE]);
    machine.factor(EVE).await;
    machine.done(&["user:two-factor-off", EVE]);
    let number = machine.json(&["user:show", EVE])["id"].as_str().unwrap().to_owned();
    machine.done(&["user:delete", EVE, "--force"]);
    assert_eq!(node.account(&second).await.status, 401, "a deleted account's key is unknown");
    assert_eq!(machine.json(&["user:list"]), serde_json::json!([]));
    // What was done outlives whom it was done to.
    let acts = machine.acts(&number);
    let did: Vec<&str> = acts
        .iter()
        .filter(|act| act["actor"] == "operator")
        .map(|act| act["action"].as_str().unwrap())
        .collect();
    let wanted = [
        "account_create",
        "key_create",
        "plan_change",
        "sessions_end",
        "key_revoke",
        "key_create",
        "role_change",
        "role_change",
        "factor_off",
        "account_disable",
        "account_delete",
    ];
    assert_eq!(did, wanted);
    let kept = serde_json::to_string(&acts).unwrap();
    assert!(!kept.contains(EVE), "no address outlives its account: {kept}");
}

#[test]
fn whom_a_command_does_not_find_is_named_with_exit_code_1() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    let bob = "bob@example.com";
    for arguments in [
        &["user:show", bob][..],
        &["user:plan", bob, "pro"],
        &["user:role", bob, "viewer"],
        &["user:disable", bob, "--why", "x"],
        &["user:enable", bob],
        &["user:two-factor-off", bob],
        &["user:sessions-end", bob],
        &["user:delete", bob],
        &["user:promote", bob],
        &["key:list", bob],
        &["audit:list", "--account", bob],
        &["key:revoke", "nonesuch"],
        &["queue:pause", "nonesuch"],
        &["queue:retry", "4711"],
    ] {
        let output = run(arguments, &machine.settings());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert_eq!(said.trim().lines().count(), 1, "{arguments:?}: {said}");
        assert!(said.starts_with("bts-guru: "), "{said}");
    }
    for arguments in [
        &["user:role", EVE, "king"][..],
        &["user:plan", EVE, "gold"],
        &["user:disable", EVE],
        &["user:disable", EVE, "--why", " "],
        &["audit:list", "--action", "nonesuch"],
        &["audit:list", "--since", "soon"],
    ] {
        let (said, code) = machine.failed(arguments);
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(said.starts_with("bts-guru: "), "{said}");
    }
}

#[test]
fn lists_are_tables_for_people_and_json_for_programs() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE, "--plan", "pro"]);
    machine.done(&["user:create", "root@example.com", "--admin"]);
    let table = machine.done(&["user:list"]);
    let head = table.lines().next().unwrap();
    assert!(
        head.starts_with("EMAIL") && head.contains("STATE") && head.contains("KEYS"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 3, "{table}");
    let found = machine.json(&["user:list", "--role", "admin"]);
    assert_eq!(found[0]["email"], "root@example.com");
    assert_eq!(machine.json(&["user:list", "--plan", "pro"])[0]["email"], EVE);
    assert_eq!(machine.json(&["user:list", "--search", "e_e"]), serde_json::json!([]));
    assert_eq!(machine.json(&["user:list", "--disabled"]), serde_json::json!([]));
    let acts = machine.json(&["audit:list", "--action", "account_create", "--since", "1h"]);
    assert_eq!(acts.as_array().unwrap().len(), 2);
    machine.done(&["queue:pause", "mail"]);
    let queues = machine.json(&["queue:list"]);
    let mail = queues.as_array().unwrap().iter().find(|queue| queue["queue"] == "mail").unwrap();
    assert_eq!(mail["paused"], true);
    machine.done(&["queue:resume", "mail"]);
    let acts = machine.done(&["audit:list"]);
    assert!(acts.contains("queue_pause") && acts.contains("queue:mail"), "{acts}");
}

#[tokio::test]
async fn what_is_so_already_is_said_and_neither_written_down_nor_told_by_letter() {
    let machine = Machine::new();
    let (_, public_id, _) = machine.customer();
    machine.done(&["user:promote", EVE]);
    machine.done(&["key:revoke", &public_id]);
    let disable = ["user:disable", EVE, "--why", "A test.", "--force"];
    for (arguments, said) in [
        (&["user:promote", EVE][..], "looks after the service already"),
        (&["user:enable", EVE], "is not disabled"),
        (&["user:two-factor-off", EVE], "has no second factor"),
        (&["key:revoke", &public_id], "was revoked already"),
    ] {
        let before = machine.acts(EVE);
        let printed = machine.done(arguments);
        assert!(printed.contains(said) && printed.ends_with("nothing was changed.\n"), "{printed}");
        assert_eq!(machine.acts(EVE), before, "{arguments:?}");
    }
    machine.done(&disable);
    let before = machine.acts(EVE);
    assert!(machine.done(&disable).contains("is disabled already"));
    assert_eq!(machine.acts(EVE), before);
    let promoted = machine.done(&["user:promote", EVE]);
    assert!(promoted.contains("user:enable eve@example.com"), "{promoted}");
    assert_eq!(machine.json(&["queue:list", "--jobs"]), serde_json::json!([]), "no letter");
}

async fn every_command(url: String) {
    let machine = Machine { database: Some(url), ..Machine::new() };
    let (_, public_id, _) = machine.customer();
    machine.factor(EVE).await;
    for arguments in [
        &["user:plan", EVE, "business"][..],
        &["user:role", EVE, "operator"],
        &["user:promote", EVE],
        &["user:disable", EVE, "--why", "A test.", "--force"],
        &["user:enable", EVE],
        &["user:two-factor-off", EVE],
        &["user:sessions-end", EVE],
        &["user:list", "--search", "e@"],
        &["user:show", EVE],
        &["key:revoke", &public_id],
        &["queue:pause", "mail"],
        &["queue:resume", "mail"],
        &["queue:list"],
    ] {
        machine.done(arguments);
    }
    let shown = machine.json(&["user:show", EVE]);
    let account = (&shown["plan"], &shown["role"], &shown["state"]);
    assert_eq!(account, (&"business".into(), &"admin".into(), &"active".into()));
    assert_eq!(shown["keys"][0]["state"], "revoked");
    machine.done(&["user:delete", EVE, "--force"]);
    let acts = machine.json(&["audit:list", "--since", "1h"]);
    assert_eq!(acts.as_array().unwrap().len(), 14, "{acts}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_works_on_postgresql() {
    Server::Postgres.on(every_command).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_works_on_mariadb() {
    Server::Maria.on(every_command).await;
}

/// What would rewrite the log, where `id` is the number of a row that is not old.
fn rewritings(url: &str, id: i64) -> Vec<String> {
    let insert = "into audit (id, at, actor, action, result)";
    let row = format!("values ({id}, 1, 'nobody', 'sign_in', 'done')");
    let mut tries = vec![
        "update audit set actor = 'nobody'".to_owned(),
        format!("delete from audit where id = {id}"),
        "delete from audit".to_owned(),
    ];
    if url.starts_with("postgres") {
        tries
            .push(format!("insert {insert} {row} on conflict (id) do update set actor = 'nobody'"));
        tries.push("truncate audit".to_owned());
    } else {
        // SQLite knows MySQL's word as well.
        tries.push(format!("replace {insert} {row}"));
    }
    if url.starts_with("sqlite") {
        tries.push(format!("insert or replace {insert} {row}"));
    }
    tries
}

async fn kept(url: String) {
    let database = Database::connect(&url).await.unwrap();
    database.migrate().await.unwrap();
    assert!(audit::is_write_protected(&database).await.unwrap());
    let pool = database.pool();
    let entry = || Entry::new(Action::RoleChange, Actor::Operator);
    audit::write(pool, entry()).await.unwrap();
    let before = chrono::Utc::now() - Kept::Audit.time();
    for at in [before - TimeDelta::minutes(1), before + TimeDelta::days(2)] {
        let at = at.timestamp_millis();
        let row = format!("values ({at}, 'operator', 'sign_in', 'done')");
        let sql = format!("insert into audit (at, actor, action, result) {row}");
        pool.execute_unprepared(&sql).await.unwrap();
    }
    let read =
        async || audit::read(pool, &audit::Query { limit: 9, ..Default::default() }).await.unwrap();
    let rows = read().await;
    for young in [&rows[0], &rows[2]] {
        for sql in rewritings(&url, young.id) {
            let error = pool.execute_unprepared(&sql).await.expect_err(&sql).to_string();
            assert!(error.contains("rows of audit are "), "{sql}: {error}");
            assert_eq!(read().await, rows, "{sql}");
        }
    }
    // Old ones are pruned, and new ones written.
    assert_eq!(audit::prune(&database, before).await.unwrap(), 1);
    audit::write(pool, entry()).await.unwrap();
    let left = read().await;
    assert_eq!(left[..2], [rows[0].clone(), rows[2].clone()]);
    assert_eq!(left.len(), 3);
    // As where the migrations may not make it.
    let table = if url.starts_with("postgres") { " on audit" } else { "" };
    pool.execute_unprepared(&format!("drop trigger audit_is_held{table}")).await.unwrap();
    assert!(!audit::is_write_protected(&database).await.unwrap());
}

#[tokio::test]
async fn the_audit_log_cannot_be_rewritten_on_sqlite() {
    kept("sqlite::memory:".to_owned()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_cannot_be_rewritten_on_postgresql() {
    Server::Postgres.on(kept).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_cannot_be_rewritten_on_mariadb() {
    Server::Maria.on(kept).await;
}
