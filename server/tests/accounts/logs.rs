//! What the real binary writes down, in its log and on disk, while somebody uses every form.

use super::support::{code, text};
use reqwest::{Client, Response, header, redirect::Policy};
use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const EMAIL: &str = "ana@example.com";
const PASSWORDS: [&str; 4] = [
    "the first secret phrase",
    "the second secret phrase",
    "the third secret phrase",
    "a wrong guess",
];

struct Served {
    child: Child,
    url: String,
    folder: tempfile::TempDir,
    client: Client,
    cookies: BTreeMap<String, String>,
    /// Everything that must not be in the log.
    secrets: Vec<String>,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    async fn start() -> Self {
        // The client asks for one, though nothing here is encrypted.
        drop(rustls::crypto::ring::default_provider().install_default());
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_bts-guru"))
            .args(["serve", "--port", &port.to_string()])
            .current_dir(folder.path())
            .env_remove("DATABASE_URL")
            .env("DATA_DIR", folder.path().join("data"))
            .env("API_RATE_LIMIT_ENABLED", "false")
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap();
        let url = format!("http://127.0.0.1:{port}");
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        let began = Instant::now();
        while client.get(format!("{url}/livez")).send().await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(60), "it does not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let secrets = PASSWORDS.map(ToOwned::to_owned).to_vec();
        Self { child, url, folder, client, cookies: BTreeMap::new(), secrets }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: &Response) {
        for line in answer.headers().get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap().to_owned();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
            if value.len() > 20 && name.contains("session") {
                self.secrets.push(value.to_owned());
            }
        }
    }

    async fn get(&mut self, path: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.url));
        let answer = request.header(header::COOKIE, self.cookie()).send().await.unwrap();
        self.keep(&answer);
        text(&answer.bytes().await.unwrap())
    }

    /// Where a form leads, and its page.
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (String, String) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .client
            .post(format!("{}{path}", self.url))
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let answer = request.send().await.unwrap();
        self.keep(&answer);
        let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (to.unwrap_or_default(), text(&answer.bytes().await.unwrap()))
    }

    async fn settings(&mut self, form: &str, fields: &[(&str, &str)]) -> String {
        let fields = [&[("form", form)], fields].concat();
        let (to, page) = self.post("/dashboard/settings", &fields).await;
        assert!(to.contains("done=") || to.is_empty(), "{form}: {to} {page}");
        to
    }

    /// The token of the newest letter about something.
    async fn token(&mut self, subject: &str) -> String {
        let began = Instant::now();
        loop {
            let letters = std::fs::read_dir(self.data().join("mail")).into_iter().flatten();
            let mut paths: Vec<PathBuf> = letters.map(|file| file.unwrap().path()).collect();
            paths.sort();
            let texts = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
            let texts = texts.map(|text| text.replace("=\r\n", "").replace("=3D", "="));
            let found = texts
                .filter(|text| text.contains(&format!("Subject: {subject}")))
                .filter_map(|text| Some(text.split_once("token=")?.1.lines().next()?.to_owned()))
                .next_back();
            if let Some(token) = found {
                self.secrets.push(token.clone());
                return token;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "no letter: {subject}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn within<'a>(page: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap()).collect()
}

/// Everything under a folder that others on the machine may look into.
fn open_to_others(path: &Path, found: &mut Vec<String>) {
    let mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        found.push(format!("{} {mode:o}", path.display()));
    }
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            open_to_others(&entry.unwrap().path(), found);
        }
    }
}

#[tokio::test]
async fn every_form_leaves_no_secret_in_the_log_and_nothing_on_disk_for_others() {
    let mut ana = Served::start().await;
    let [first, second, third, wrong] = PASSWORDS;
    ana.post("/register", &[("email", EMAIL), ("password", first)]).await;
    let token = ana.token("Confirm your e-mail address").await;
    ana.get(&format!("/verify?token={token}")).await;
    assert_eq!(ana.post("/verify", &[("token", &token)]).await.0, "/verify?done=verify");
    ana.post("/login", &[("email", EMAIL), ("password", wrong)]).await;
    let login = [("email", EMAIL), ("password", first)];
    assert_eq!(ana.post("/login", &login).await.0, "/dashboard");
    // Signing in once more, from inside, ends the session that was.
    assert_eq!(ana.post("/login", &login).await.0, "/dashboard");

    let fields = [("form[name]", "mine"), ("form[scopes][matches:read]", "on")];
    let (_, made) = ana.post("/fn/dashboard/keys/create", &fields).await;
    let key = within(&made, "\"token\":\"", "\"")[0].to_owned();
    ana.secrets.push(key.clone());
    let request = ana.client.get(format!("{}/api/v1/sports", ana.url)).bearer_auth(&key);
    assert_eq!(request.send().await.unwrap().status(), 200);

    ana.post("/two-factor", &[("form", "start"), ("current", first)]).await;
    let page = ana.get("/two-factor").await;
    let line = within(&page, "copy-line", "</div>")[0];
    let shown = within(line, "<code>", "</code>")[0].to_owned();
    let seed = shown.replace(' ', "");
    ana.secrets.extend([shown, seed.clone()]);
    let (_, page) =
        ana.post("/two-factor", &[("form", "confirm"), ("code", &code(&seed, 0))]).await;
    let codes: Vec<String> =
        within(&page, "<li><code>", "</code>").into_iter().map(ToOwned::to_owned).collect();
    assert_eq!(codes.len(), 10, "{page}");
    ana.secrets.extend(codes.clone());

    let fields = [("current", first), ("password", second), ("code", &codes[0])];
    assert!(ana.settings("password", &fields).await.contains("done=password"));
    let fields = [("current", second), ("email", "ana@new.example"), ("code", &codes[1])];
    assert!(ana.settings("email", &fields).await.contains("done=email"));
    ana.token("Confirm your new e-mail address").await;
    assert!(ana.settings("email-cancel", &[]).await.contains("done=email-cancel"));
    ana.settings("verify", &[]).await;
    ana.settings("session", &[("session", "none")]).await;
    assert!(ana.settings("sessions", &[]).await.contains("done=sessions"));
    let (_, page) = ana
        .post("/dashboard/settings", &[("form", "codes"), ("current", second), ("code", &codes[2])])
        .await;
    let codes: Vec<String> =
        within(&page, "<li><code>", "</code>").into_iter().map(ToOwned::to_owned).collect();
    ana.secrets.extend(codes.clone());
    ana.get("/dashboard/settings").await;
    ana.get("/dashboard/settings/export").await;

    ana.post("/forgot", &[("email", EMAIL)]).await;
    let token = ana.token("Choose a new password").await;
    ana.get(&format!("/reset?token={token}")).await;
    ana.post("/reset", &[("token", &token), ("password", "short")]).await;
    let fields = [("token", token.as_str()), ("password", third)];
    assert_eq!(ana.post("/reset", &fields).await.0, "/login?done=reset");
    let login = [("email", EMAIL), ("password", third)];
    assert_eq!(ana.post("/login", &login).await.0, "/two-factor");
    ana.post("/two-factor", &[("form", "challenge"), ("code", "000000")]).await;
    let (to, _) = ana.post("/two-factor", &[("form", "challenge"), ("code", &codes[0])]).await;
    assert_eq!(to, "/dashboard");
    let fields = [("current", third), ("confirm", EMAIL), ("code", &codes[1])];
    let fields = [&[("form", "delete")], fields.as_slice()].concat();
    assert_eq!(ana.post("/dashboard/settings", &fields).await.0, "/login?done=deleted");
    ana.post("/login", &login).await;
    ana.post("/two-factor", &[("form", "challenge"), ("code", &codes[2])]).await;
    assert!(ana.post("/restore", &[]).await.0.contains("done=restore"));
    let fields = [("current", third), ("code", codes[3].as_str())];
    assert!(ana.settings("two-factor-off", &fields).await.contains("done=two-factor-off"));
    assert_eq!(ana.post("/logout", &[]).await.0, "/login?done=out");

    let log = std::fs::read_to_string(ana.folder.path().join("log")).unwrap();
    assert!(log.contains("TRACE") && log.contains("audit"), "it logs all there is to log");
    let told = |secret: &str| {
        let line = log.lines().find(|line| line.contains(secret))?;
        let at = line.find(secret).unwrap();
        Some(format!("{secret}: {}", &line[at.saturating_sub(400)..line.len().min(at + 80)]))
    };
    let told: Vec<String> = ana.secrets.iter().filter_map(|secret| told(secret)).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(!log.contains("$argon2"), "the hash of a password is in the log");

    let mut found = Vec::new();
    open_to_others(&ana.data(), &mut found);
    assert!(found.is_empty(), "{found:#?}");
    assert!(ana.data().join("bts-guru.sqlite-wal").exists());
}
