//! The samples in `server/deploy`: nginx and systemd take them as they are.

use crate::{
    servers,
    support::{client::Socket, eventually, process::free_port, service::service},
};
use entity::model::Scope;
use server::accounts::keys::{ChangedBy, KeyDraft};
use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

fn sample(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// A program of the system, also where only the administrator's path has it.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The sample in front of a service, without TLS, on a port of its own.
struct Nginx {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Nginx {
    async fn before(service: std::net::SocketAddr) -> Option<Self> {
        let program = program("nginx")?;
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let text = sample("nginx.conf");
        let lines = text.lines().filter(|line| {
            let line = line.trim();
            !line.starts_with("ssl_") && !line.starts_with("listen [") && line != "listen 80;"
        });
        let lines = lines.map(|line| {
            line.replace("listen 443 ssl http2", &format!("listen 127.0.0.1:{port}"))
                .replace("server 127.0.0.1:8000", &format!("server {service}"))
        });
        let mut site = lines.collect::<Vec<_>>().join("\n");
        // The server that leads from http to https listens nowhere now.
        let (from, to) = (site.find("server {").unwrap(), site.rfind("server {").unwrap());
        site.replace_range(from..to, "");
        let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {kind};"))
            .join(" ");
        let whole = format!(
            "daemon off; worker_processes 1; pid pid; error_log stderr;\n\
             events {{}}\nhttp {{ access_log off; {temp}\n{site}\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, whole).unwrap();
        let child = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let nginx = Self { child, port, _folder: folder };
        eventually("nginx to listen", 10, || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        Some(nginx)
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Told, it ends its workers as well.
        drop(Command::new("kill").arg(self.child.id().to_string()).status());
        drop(self.child.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_rest_and_sockets_pass_through_nginx_with_the_visitors_address() {
    let service = service().with("TRUSTED_PROXIES", "127.0.0.1").start().await;
    let Some(nginx) = Nginx::before(service.address()).await else {
        return servers::missing("there is no nginx");
    };
    let account = service.account().await;
    let draft = KeyDraft {
        name: "fenced".to_owned(),
        scopes: vec![Scope::MatchesRead],
        addresses: vec!["127.0.0.2/32".to_owned()],
        ..KeyDraft::default()
    };
    let minted = service.app.keys.create(account, ChangedBy::Owner, &draft).await.unwrap();
    let ask = async |from: &str, path: &str, claimed: Option<&str>| {
        let from: IpAddr = from.parse().unwrap();
        let client = reqwest::Client::builder().local_address(from).build().unwrap();
        let mut request = client.get(nginx.url(path)).bearer_auth(minted.token.reveal());
        if let Some(claimed) = claimed {
            request = request.header("x-forwarded-for", claimed);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, page) = ask("127.0.0.3", "/live", None).await;
    assert!(status == 200 && page.contains("</html>"), "{status}: {page}");
    assert_eq!(ask("127.0.0.2", "/api/v1/sports", None).await.0, 200, "the key's own address");
    assert_eq!(ask("127.0.0.3", "/api/v1/sports", None).await.0, 403, "another one");
    assert_eq!(ask("127.0.0.3", "/api/v1/sports", Some("127.0.0.2")).await.0, 403, "claimed");
    assert_eq!(ask("127.0.0.1", "/metrics", None).await.0, 404);
    let url = nginx.url("/app/bts-guru?protocol=7").replacen("http", "ws", 1);
    let mut socket = Socket::connect(&url).await;
    socket.subscribe("sports", None).await;
    socket.expect("pusher_internal:subscription_succeeded").await;
    service.stop().await;
}

#[test]
fn the_sample_for_supervisor_names_settings_that_there_are() {
    let known = include_str!("../../../../.env.example");
    let sample = sample("supervisor.conf");
    let given = sample.lines().find_map(|line| line.strip_prefix("environment=")).unwrap();
    let names: Vec<&str> = given.split(',').filter_map(|one| one.split('=').next()).collect();
    assert!(names.contains(&"APP_KEY_FILE"), "{names:?}");
    for name in names {
        let setting = name.strip_suffix("_FILE").unwrap_or(name);
        assert!(known.contains(&format!("\n{setting}=")), "{name} is no setting");
    }
}

#[test]
fn the_unit_is_one_that_systemd_takes() {
    let Some(analyze) = program("systemd-analyze") else {
        // Not a program that tests may ask for: macOS has none.
        println!("there is no systemd-analyze: not tested");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bts-guru.service");
    let unit = sample("bts-guru.service");
    let unit = unit.replace("/opt/bts-guru/bts-guru", env!("CARGO_BIN_EXE_bts-guru"));
    std::fs::write(&file, unit.replace("#LoadCredential", "LoadCredential")).unwrap();
    let output = Command::new(analyze).arg("verify").arg(&file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("bts-guru.service")).collect();
    assert!(output.status.success() && ours.is_empty(), "{said}");
}
