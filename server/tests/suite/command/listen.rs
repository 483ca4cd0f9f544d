//! A client in the terminal, and the service it listens to.

use crate::{
    realtime::channels::one_match,
    support::{
        client::Socket,
        eventually,
        http::Http,
        process::{Process, bts_guru, free_port, run},
        upstream::{Upstream, fixture, score},
    },
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::{
        Notify,
        mpsc::{UnboundedReceiver, unbounded_channel},
    },
    time::timeout,
};

const MATCH: &str = "sports.football.leagues.test-league.matches.5";
const PATH: &str = "/api/v1/sports/football/leagues/test-league/matches/5";
const PATIENCE: Duration = Duration::from_secs(30);

/// The command while it runs; killed when dropped.
struct Listener {
    child: Child,
    printed: UnboundedReceiver<String>,
    said: UnboundedReceiver<String>,
}

fn lines(from: impl Read + Send + 'static) -> UnboundedReceiver<String> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            drop(sender.send(line));
        }
    });
    receiver
}

fn listen(url: &str, more: &[&str]) -> Listener {
    let mut command = bts_guru(&[&["listen", "--url", url][..], more].concat(), &[]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let printed = lines(child.stdout.take().unwrap());
    let said = lines(child.stderr.take().unwrap());
    Listener { child, printed, said }
}

impl Listener {
    async fn line(&mut self) -> String {
        timeout(PATIENCE, self.printed.recv()).await.expect("a line comes").expect("it goes on")
    }

    async fn json(&mut self) -> Value {
        let line = self.line().await;
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"))
    }

    /// Wait for a line that says how things stand.
    async fn says(&mut self, part: &str) {
        loop {
            let line = timeout(PATIENCE, self.said.recv()).await;
            let line = line.unwrap_or_else(|_| panic!("“{part}” is not said"));
            if line.unwrap_or_else(|| panic!("it ended without “{part}”")).contains(part) {
                return;
            }
        }
    }

    async fn ended(&mut self) -> ExitStatus {
        for _ in 0..300 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it goes on")
    }

    /// Ctrl-C; answers what was printed that nobody has read.
    async fn interrupted(mut self) -> Vec<String> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        assert_eq!(self.ended().await.code(), Some(0));
        let mut rest = Vec::new();
        while let Some(line) = self.printed.recv().await {
            rest.push(line);
        }
        rest
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A way to the service that can be cut.
async fn relay(to: SocketAddr) -> (String, Arc<Notify>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let cut = Arc::new(Notify::new());
    let cutting = cut.clone();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let cutting = cutting.clone();
            tokio::spawn(async move {
                let mut far = TcpStream::connect(to).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => {}
                    () = cutting.notified() => {}
                }
            });
        }
    });
    (url, cut)
}

async fn stands_at(http: &Http, version: u64) {
    eventually("the change", 30, || async {
        let reply = http.get(PATH).await;
        (reply.status == 200 && reply.json()["version"] == version).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_a_line_with_its_time_place_teams_and_minute() {
    let (upstream, service) = one_match().await;
    let url = format!("ws://{}", service.address());
    let mut listener = listen(&url, &[MATCH, "--key", "bts-guru"]);
    listener.says("connected, listening to").await;
    listener.says("snapshot taken: Reds 0–0 Blues").await;
    upstream.edit(5, |f| score(f, 1, 0));
    let line = listener.line().await;
    let (time, rest) = line.split_once("  ").unwrap();
    assert!(chrono::NaiveTime::parse_from_str(time, "%H:%M:%SZ").is_ok(), "{line}");
    assert!(rest.starts_with("football/test-league  Reds 1–0 Blues  goal 50' Reds"), "{line}");
    assert!(!line.contains('\u{1b}'), "colours are for terminals: {line}");
    assert_eq!(listener.interrupted().await, [""; 0]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_the_data_of_each_message_once_though_two_channels_tell_it() {
    let (upstream, service) = one_match().await;
    let (public_id, _) = service.key().await;
    let mut socket = Socket::connect(&service.socket()).await;
    socket.subscribe("sports", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    let url = format!("http://{}", service.address());
    let channels = ["sports", "sports.football", "--json", "--key", &public_id];
    let mut listener = listen(&url, &channels);
    listener.says("listening to sports.football").await;
    for goals in 1..4 {
        upstream.edit(5, |f| score(f, goals, 0));
        let told = socket.expect("score.updated").await.data;
        assert_eq!(told["version"], json!(goals + 1));
        assert_eq!(listener.json().await, told);
    }
    assert_eq!(listener.interrupted().await, [""; 0]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_cut_what_was_missed_is_printed_once_and_in_order() {
    let (upstream, service) = one_match().await;
    let (url, cut) = relay(service.address()).await;
    let mut listener = listen(&url, &["sports.football", "--json"]);
    listener.says("listening to sports.football").await;
    let mut versions = Vec::new();
    for goals in [1, 3, 5] {
        upstream.edit(5, |f| score(f, goals, 0));
        versions.push(listener.json().await["version"].as_u64().unwrap());
        cut.notify_waiters();
        upstream.edit(5, |f| score(f, goals + 1, 0));
        stands_at(&service.http, u64::from(goals) + 2).await;
        listener.says("sports.football is resumed").await;
        versions.push(listener.json().await["version"].as_u64().unwrap());
    }
    assert_eq!(versions, [2, 3, 4, 5, 6, 7]);
    assert_eq!(listener.interrupted().await, [""; 0]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_service_neither_loses_nor_repeats_a_change() {
    let upstream = Upstream::default();
    upstream.put(fixture(5, 0, 0));
    let fed = upstream.start().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let settings = [("DATA_DIR", data.as_str()), ("UPSTREAM_FOOTBALL_BASE_URL", fed.as_str())];
    let port = free_port();
    let process = Process::serve_at(port, &settings).await;
    stands_at(&Http::new(process.url()), 1).await;
    let mut listener = listen(&process.url(), &[MATCH, "--json"]);
    listener.says("connected, listening to").await;
    upstream.edit(5, |f| score(f, 1, 0));
    assert_eq!(listener.json().await["version"], json!(2));
    assert!(process.terminate(), "it ends by itself when told to");
    upstream.edit(5, |f| score(f, 2, 0));
    let process = Process::serve_at(port, &settings).await;
    listener.says("is resumed").await;
    assert_eq!(listener.json().await["version"], json!(3));
    process.kill();
    listener.says("cut: ").await;
    let process = Process::serve_at(port, &settings).await;
    listener.says("is resumed").await;
    upstream.edit(5, |f| score(f, 3, 0));
    assert_eq!(listener.json().await["version"], json!(4));
    assert_eq!(listener.interrupted().await, [""; 0]);
    assert!(process.terminate());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_key_or_service_that_will_not_do_is_told_in_one_sentence() {
    let (_upstream, service) = one_match().await;
    let url = format!("http://{}", service.address());
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let league = "sports.football.leagues.nowhere";
    for (arguments, code, part) in [
        (&["sports.cricket", "--url", &url][..], 1, "sports.cricket is refused: “sports.cricket”"),
        (&[league, "--url", &url], 1, "there is no league “nowhere” in Football"),
        (&["sports", "--url", &url, "--key", "nobody"], 1, "the service refuses: "),
        (&["sports", "--url", &nobody], 1, "cannot connect to ws://127.0.0.1:"),
        (&["sports", "--url", "scores.example"], 2, "--url=scores.example cannot be used: "),
        (&["sports", "--url", &url, "--key", "a/b"], 2, "--key=a/b cannot be used: "),
        (&["--url", &url], 2, "`bts-guru listen --help` says more"),
    ] {
        let output = run(&[&["listen"][..], arguments].concat(), &[]);
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.starts_with("bts-guru: ") && said.contains(part), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_whose_reader_leaves_ends_well_and_quietly() {
    let (upstream, service) = one_match().await;
    let url = format!("http://{}", service.address());
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = bts_guru(&["listen", "sports", "--json", "--url", &url], &[]);
    let mut child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let said = lines(child.stderr.take().unwrap());
    let (_, printed) = unbounded_channel();
    let mut unread = Listener { child, printed, said };
    unread.says("listening to sports").await;
    upstream.edit(5, |f| score(f, 1, 0));
    assert_eq!(unread.ended().await.code(), Some(0));
    assert_eq!(unread.said.recv().await, None, "nothing more is said");
    service.stop().await;
}
