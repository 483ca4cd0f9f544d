//! A service in this process, browsers, and the letters it writes.

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode, header},
};
use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use entity::model::{AccountId, Scope};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use server::{
    accounts::keys::{ChangedBy, KeyDraft, Minted},
    app::AppState,
    audit::Action,
    config::{Config, Settings},
    http::{middleware::Stack, router::router},
    queue::Filter,
};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

pub const PASSWORD: &str = "plain words do well";
/// Most bytes of a page.
const LARGEST: usize = 4_000_000;

pub struct Site {
    pub app: AppState,
    router: Stack,
    folder: tempfile::TempDir,
    /// Ends the worker that writes the letters.
    _stop: DropGuard,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    pub fn set_cookie(&self) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines.map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join("\n")
    }
}

impl Site {
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let fixed = [
            ("DATA_DIR", data.as_str()),
            ("DATABASE_URL", "sqlite::memory:"),
            ("SERVER_PORT", "0"),
            ("APP_URL", "http://127.0.0.1:8000"),
            ("APP_KEY", "a key of tests, of 32 characters or more"),
        ];
        let pairs = fixed.iter().chain(settings).map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let settings = Settings::from_parts(pairs, "").unwrap();
        let app = AppState::open(Config::read(&settings).unwrap()).await.unwrap();
        server::accounts::bootstrap::create(&app.accounts, &app.config).await.unwrap();
        let stop = CancellationToken::new();
        tokio::spawn(app.worker().run(stop.clone()));
        Self { router: router(&app), app, folder, _stop: stop.drop_guard() }
    }

    pub async fn demonstration() -> Self {
        Self::open(&[]).await
    }

    pub fn browser(&self, address: &str) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            address: SocketAddr::new(address.parse().unwrap(), 40_000),
        }
    }

    /// Somebody who has confirmed their address, signed in.
    pub async fn member(&self, email: &str, address: &str) -> Browser {
        let mut browser = self.browser(address);
        browser.register(email, PASSWORD).await;
        let link = self.link(email, "Confirm your e-mail address").await;
        let token = link.split_once("token=").unwrap().1.to_owned();
        browser.post("/verify", &[("token", &token)]).await;
        let answer = browser.login(email, PASSWORD).await;
        assert_eq!(answer.location(), "/dashboard", "{}", answer.body);
        browser
    }

    /// Follow a link of a letter with the button on its page.
    pub async fn follow(&self, browser: &mut Browser, email: &str, subject: &str) -> Answer {
        let link = self.link(email, subject).await;
        let (page, token) = link.split_once("token=").unwrap();
        let page = page.split('?').next().unwrap();
        browser.post(page, &[("token", token)]).await
    }

    /// The account of an address, as it is now.
    pub async fn row(&self, email: &str) -> entity::table::user::Model {
        self.app.accounts.users.find(email).await.unwrap().unwrap()
    }

    /// What the audit log has of an act: its results, oldest first.
    pub async fn audit(&self, action: Action) -> Vec<entity::table::audit::Model> {
        use entity::table::audit::{Column, Entity};
        Entity::find()
            .filter(Column::Action.eq(action.as_str()))
            .order_by_asc(Column::Id)
            .all(self.app.database.pool())
            .await
            .unwrap()
    }

    /// A key of somebody's that may read and listen.
    pub async fn key(&self, email: &str) -> Minted {
        let row = self.app.accounts.users.find(email).await.unwrap().unwrap();
        let scopes = vec![Scope::MatchesRead, Scope::StreamConnect];
        let draft = KeyDraft { name: "phone".to_owned(), scopes, ..KeyDraft::default() };
        self.app.keys.create(AccountId(row.id), ChangedBy::Owner, &draft).await.unwrap()
    }

    /// Ask for the sports with a key.
    pub async fn sports(&self, key: &Minted) -> Answer {
        let bearer = format!("Bearer {}", key.token.reveal());
        let request = Request::get("/api/v1/sports").header(header::AUTHORIZATION, bearer);
        self.browser("192.0.2.7").send(request.body(Body::empty()).unwrap()).await
    }

    /// Rows of usage an account has.
    pub async fn used(&self, account: AccountId) -> i64 {
        let db = self.app.database.pool();
        let mut rows = 0;
        for table in ["usage_minute", "usage_hour"] {
            let sql = format!("select count(*) from {table} where account_id = {}", account.0);
            let statement = Statement::from_string(db.get_database_backend(), sql);
            let row = db.query_one_raw(statement).await.unwrap().unwrap();
            rows += row.try_get_by_index::<i64>(0).unwrap();
        }
        rows
    }

    fn letters(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.folder.path().join("mail")) else { return vec![] };
        let mut names: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        names.sort();
        names.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    /// The jobs that write letters, once none of them waits or runs.
    pub async fn posted(&self) -> Vec<entity::table::job::Model> {
        let began = Instant::now();
        let filter = Filter { queue: Some("mail".to_owned()), ..Filter::default() };
        loop {
            let jobs = self.app.queue.list(&filter).await.unwrap();
            if jobs.iter().all(|job| !job.state.is_live()) {
                return jobs;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "{jobs:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn count(&self, email: &str) -> usize {
        self.letters().iter().filter(|text| text.contains(&format!("To: {email}"))).count()
    }

    /// The tokens of the letters that ask somebody to confirm an address, oldest first.
    pub fn tokens(&self, email: &str) -> Vec<String> {
        let letters = self.letters().into_iter().filter(|text| {
            text.contains(&format!("To: {email}"))
                && text.contains("Subject: Confirm your e-mail address")
        });
        letters
            .map(|text| {
                let text = text.replace("=\r\n", "").replace("=3D", "=");
                let line = text.lines().find(|line| line.contains("token=")).unwrap();
                line.trim().split_once("token=").unwrap().1.to_owned()
            })
            .collect()
    }

    /// Whether a letter to somebody says so.
    pub fn told(&self, email: &str, words: &str) -> bool {
        let plain = |text: &String| text.replace("=\r\n", "").replace("\r\n", " ");
        self.letters()
            .iter()
            .any(|text| text.contains(&format!("To: {email}")) && plain(text).contains(words))
    }

    /// The newest letter to somebody about something, waited for.
    pub async fn letter(&self, email: &str, subject: &str) -> String {
        let began = Instant::now();
        loop {
            let found = self.letters().into_iter().rfind(|text| {
                text.contains(&format!("To: {email}"))
                    && text.contains(&format!("Subject: {subject}"))
            });
            if let Some(text) = found {
                return text;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "no letter to {email}: {subject}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The links of all letters to somebody about something, without the host, oldest first.
    pub fn links(&self, email: &str, subject: &str) -> Vec<String> {
        let letters = self.letters().into_iter().filter(|text| {
            text.contains(&format!("To: {email}")) && text.contains(&format!("Subject: {subject}"))
        });
        letters.map(|text| path_of_link(&text)).collect()
    }

    /// The link of that letter, without the host.
    pub async fn link(&self, email: &str, subject: &str) -> String {
        path_of_link(&self.letter(email, subject).await)
    }
}

fn path_of_link(letter: &str) -> String {
    let text = letter.replace("=\r\n", "").replace("=3D", "=");
    let line = text.lines().find(|line| line.contains("token=")).unwrap();
    line.trim().strip_prefix("http://127.0.0.1:8000").unwrap().to_owned()
}

#[derive(Clone)]
pub struct Browser {
    router: Stack,
    pub cookies: BTreeMap<String, String>,
    pub address: SocketAddr,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header("sec-fetch-site", "none");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn post_from(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body: String =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert_with(|| "127.0.0.1:8000".parse().unwrap());
        headers.insert(header::USER_AGENT, "Mozilla/5.0 (X11; Linux) Firefox/140".parse().unwrap());
        if !self.cookies.is_empty() {
            let line: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, line.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, LARGEST).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: text(&bytes) }
    }

    pub async fn register(&mut self, email: &str, password: &str) -> Answer {
        self.post("/register", &[("email", email), ("password", password)]).await
    }

    pub async fn login(&mut self, email: &str, password: &str) -> Answer {
        self.post("/login", &[("email", email), ("password", password), ("next", "")]).await
    }

    /// Whether this browser is signed in.
    pub async fn inside(&mut self) -> bool {
        self.get("/dashboard/settings").await.status == StatusCode::OK
    }

    pub async fn settings(&mut self, form: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("form", form)];
        all.extend_from_slice(fields);
        self.post("/dashboard/settings", &all).await
    }
}

/// The proof that a page asks for, worked out as a browser does.
pub fn solve(page: &str) -> String {
    let (_, rest) = page.split_once(" challenge=\"").expect("the page asks for a proof");
    let text = rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&");
    let challenge: serde_json::Value = serde_json::from_str(&text).unwrap();
    let parameters = &challenge["parameters"];
    let bytes =
        |name: &str| HEXLOWER.decode(parameters[name].as_str().unwrap().as_bytes()).unwrap();
    let (nonce, salt, prefix) = (bytes("nonce"), bytes("salt"), bytes("keyPrefix"));
    let rounds = u32::try_from(parameters["cost"].as_u64().unwrap()).unwrap();
    let mut key = [0; 32];
    let counter = (0_u32..).find(|counter| {
        let word = [nonce.as_slice(), &counter.to_be_bytes()].concat();
        let rounds = rounds.try_into().unwrap();
        ring::pbkdf2::derive(ring::pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, &word, &mut key);
        key.starts_with(&prefix)
    });
    let solution = serde_json::json!({
        "challenge": challenge,
        "solution": {"counter": counter.unwrap(), "derivedKey": HEXLOWER.encode(&key), "time": 1.5},
    });
    BASE64.encode(solution.to_string().as_bytes())
}

/// The code of a seed, `ahead` steps from now.
pub fn code(seed: &str, ahead: u64) -> String {
    let key = BASE32_NOPAD.decode(seed.as_bytes()).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let step = now.as_secs() / 30 + ahead;
    let mut mac = <Hmac<sha1::Sha1> as KeyInit>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0xf);
    let word = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

/// A page as its reader has it, without the marks at which a script finds its way.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("<!>", "")
}
