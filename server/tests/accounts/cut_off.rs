//! A database that is cut off: it refuses nothing, it is silent.

use super::{
    servers::Server,
    support::{Answer, PASSWORD, Site},
};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

const ANA: &str = "ana@example.com";
/// So long somebody may be kept waiting: 2 s, and what a busy machine adds; it was 10 s.
const AT_MOST: Duration = Duration::from_secs(6);

/// A way to a database server that can be cut off: its connections stay open, and nothing passes.
struct Relay {
    url: String,
    open: watch::Sender<bool>,
}

impl Relay {
    async fn to(url: &str) -> Self {
        let (head, database) = url.rsplit_once('/').unwrap();
        let (head, host) = head.rsplit_once('@').unwrap();
        let port = if url.starts_with("postgres") { 5432 } else { 3306 };
        let server = if host.contains(':') { host.to_owned() } else { format!("{host}:{port}") };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{head}@{}/{database}", listener.local_addr().unwrap());
        let (open, gate) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(&server).await.unwrap();
                let ((from_near, to_near), (from_far, to_far)) =
                    (near.into_split(), far.into_split());
                tokio::spawn(carry(from_near, to_far, gate.clone()));
                tokio::spawn(carry(from_far, to_near, gate.clone()));
            }
        });
        Self { url, open }
    }

    fn cut(&self) {
        self.open.send(false).unwrap();
    }

    fn mend(&self) {
        self.open.send(true).unwrap();
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut gate: watch::Receiver<bool>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await.unwrap_or(0);
        let open = gate.wait_for(|open| *open).await.is_ok();
        if read == 0 || !open || to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

/// It is answered 503 within the time, and told when to come again.
async fn is_told_soon(answer: impl Future<Output = Answer>) -> String {
    let began = Instant::now();
    let answer = answer.await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(began.elapsed() < AT_MOST, "after {:?}", began.elapsed());
    assert_eq!(answer.headers.get("retry-after").unwrap(), "5");
    answer.body
}

async fn cut_off(url: String) {
    let relay = Relay::to(&url).await;
    let site = Site::open(&[("DATABASE_URL", &relay.url)]).await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let (used, unused) = (site.key(ANA).await, site.key(ANA).await);
    assert_eq!(site.sports(&used).await.status, 200);
    relay.cut();
    assert_eq!(site.sports(&used).await.status, 200, "a key that was just used is remembered");
    let all = (0..20).map(|_| is_told_soon(site.sports(&unused)));
    for problem in futures::future::join_all(all).await {
        assert!(problem.contains("\"unavailable\""), "{problem}");
    }
    let mut bo = site.browser("192.0.2.2");
    let page = is_told_soon(bo.login(ANA, PASSWORD)).await;
    assert!(page.contains("did not work just now") && page.contains(ANA), "{page}");
    for path in ["/register", "/forgot", "/login/link"] {
        is_told_soon(bo.post(path, &[("email", "cy@example.com"), ("password", PASSWORD)])).await;
    }
    let problem = is_told_soon(ana.get("/dashboard/settings")).await;
    assert!(problem.contains("you stay signed in"), "{problem}");
    relay.mend();
    let began = Instant::now();
    while !(site.sports(&unused).await.status == 200 && ana.inside().await) {
        assert!(began.elapsed() < Duration::from_secs(30), "it does not come back");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(bo.login(ANA, PASSWORD).await.location(), "/dashboard");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_sign_ins_are_told_within_seconds_that_postgres_is_cut_off() {
    Server::Postgres.on(cut_off).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_sign_ins_are_told_within_seconds_that_mariadb_is_cut_off() {
    Server::Maria.on(cut_off).await;
}
