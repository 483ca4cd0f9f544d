use crate::support::{eventually, service::service};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::Request,
};
use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    time::Duration,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceExt;
use upstream::simulator::{Simulator, SimulatorConfig};

const TOKEN: &str = "a-token-of-sixteen-and-more";

/// The samples of a page, which is refused where it breaks a rule of the format.
fn parse(text: &str) -> BTreeMap<String, f64> {
    assert!(text.ends_with('\n'), "the last line ends");
    let plain = |name: &str| {
        let mut bytes = name.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
            && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let mut kinds: HashMap<&str, &str> = HashMap::new();
    let mut family = "";
    let mut samples = BTreeMap::new();
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            family = help.split_once(' ').expect("a sentence").0;
            assert!(plain(family) && !kinds.contains_key(family), "{line}");
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a kind");
            assert_eq!(name, family, "help comes first");
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            kinds.insert(family, kind);
        } else {
            let (sample, value) = line.rsplit_once(' ').expect("a value");
            let (name, labels) = sample.split_once('{').unwrap_or((sample, "}"));
            assert!(labels.ends_with('}'), "{line}");
            let suffixes: &[&str] = match kinds.get(family).copied().expect("a type comes first") {
                "histogram" => &["_bucket", "_sum", "_count"],
                _ => &[""],
            };
            assert!(suffixes.iter().any(|s| format!("{family}{s}") == name), "{line} in {family}");
            let value: f64 = value.parse().unwrap_or_else(|_| panic!("{line}"));
            assert!(samples.insert(sample.to_owned(), value).is_none(), "{line} is said twice");
        }
    }
    samples
}

#[tokio::test]
async fn where_there_is_a_token_metrics_are_for_who_has_it() {
    let service =
        service().with("METRICS_TOKEN", TOKEN).with("TRUSTED_PROXIES", "127.0.0.1").start().await;
    assert_eq!(service.http.get("/metrics").await.status, 401, "from this machine as well");
    let bearer = format!("Bearer {TOKEN}");
    // Behind a proxy on this machine it is the visitor who counts, whatever else they claim to be.
    for visitor in ["203.0.113.7", "127.0.0.1, 203.0.113.7", "nonsense", "127.0.0.1"] {
        let seen = ("x-forwarded-for", visitor);
        let reply = service.http.get_with("/metrics", &[seen]).await;
        assert_eq!((reply.status, reply.header("content-type")), (401, "application/problem+json"));
        assert_eq!(reply.json()["code"], "metrics_token");
        assert!(!reply.text.contains(TOKEN));
        let reply = service.http.get_with("/metrics", &[seen, ("authorization", &bearer)]).await;
        assert_eq!(reply.status, 200, "{visitor}");
        assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    }
    let router = server::http::router::router(&service.app);
    let peer: SocketAddr = "203.0.113.7:4711".parse().unwrap();
    let longer = format!("{bearer}x");
    for (sent, status) in
        [(None, 401), (Some(&*longer), 401), (Some("Bearer"), 401), (Some(&*bearer), 200)]
    {
        let mut request = Request::get("/metrics").extension(ConnectInfo(peer));
        if let Some(sent) = sent {
            request = request.header("authorization", sent);
        }
        let reply = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(reply.status().as_u16(), status, "{sent:?}");
    }
    service.stop().await;
}

#[tokio::test]
async fn without_a_token_metrics_are_for_this_machine_alone() {
    let service = service().start().await;
    assert_eq!(service.http.get("/metrics").await.status, 200);
    let headers = [("x-forwarded-for", "203.0.113.7"), ("authorization", "Bearer null")];
    let reply = service.http.get_with("/metrics", &headers).await;
    assert_eq!(reply.status, 401);
    assert!(reply.text.contains("METRICS_TOKEN"), "{}", reply.text);
    for name in ["forwarded", "via", "x-real-ip", "x-forwarded-host", "x-forwarded-proto"] {
        let reply = service.http.get_with("/metrics", &[(name, "127.0.0.1")]).await;
        assert_eq!(reply.status, 401, "{name}");
    }
    for host in ["scores.example", "scores.example:8000", "localhost.example", "10.0.0.1"] {
        let reply = service.http.get_with("/metrics", &[("host", host)]).await;
        assert_eq!(reply.status, 401, "{host}");
    }
    for host in ["localhost", "localhost:8000", "[::1]:8000"] {
        let reply = service.http.get_with("/metrics", &[("host", host)]).await;
        assert_eq!(reply.status, 200, "{host}");
    }
    // What nginx's plain `proxy_pass` sends.
    let mut proxied = tokio::net::TcpStream::connect(service.address()).await.unwrap();
    let sent = b"GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:8000\r\nConnection: close\r\n\r\n";
    proxied.write_all(sent).await.unwrap();
    let mut answered = String::new();
    proxied.read_to_string(&mut answered).await.unwrap();
    assert!(answered.contains(" 401 "), "{answered}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_say_what_the_service_has_done() {
    let simulator = Simulator::new(SimulatorConfig::new(7, chrono::Utc::now()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, simulator.router()).await });
    let service = service().follow(&address, Duration::from_millis(200)).start().await;
    for path in ["/api/v1/sports", "/api/v1/sports", "/api/v1/sports/chess"] {
        service.http.get(path).await;
    }
    service.http.get("/api/v1/sports").await;
    // The counts in it may have moved meanwhile; a star is whatever it says now.
    service.http.get_with("/api/v1/sports", &[("if-none-match", "*")]).await;
    let good = "bts_http_requests_total{route=\"/sports\",method=\"GET\",status=\"2xx\"}";
    let calls = "bts_upstream_calls_total{sport=\"football\"}";
    let done = "bts_queue_jobs{queue=\"upkeep\",state=\"done\"}";
    let page = eventually("a poll and the upkeep", 30, || async {
        let page = parse(&service.http.get("/metrics").await.text);
        (page.get(calls) >= Some(&3.0) && page.contains_key(done)).then_some(page)
    })
    .await;
    let class = |route: &str, class: &str| {
        page[&format!(
            "bts_http_requests_total{{route=\"{route}\",method=\"GET\",status=\"{class}\"}}"
        )]
    };
    assert_eq!((class("/sports", "2xx"), class("/sports", "3xx")), (3.0, 1.0));
    assert_eq!(class("/sports/{sport}", "4xx"), 1.0);
    let timed = |suffix: &str, end: &str| {
        let name = "bts_http_request_seconds";
        page[&format!("{name}{suffix}{{route=\"/sports\",method=\"GET\"{end}}}")]
    };
    assert_eq!((timed("_count", ""), timed("_bucket", ",le=\"+Inf\"")), (4.0, 4.0));
    assert!(timed("_sum", "") > 0.0 && timed("_bucket", ",le=\"3.09485\"") <= 4.0);
    assert!(page["bts_upstream_good_answer_age_seconds{sport=\"football\"}"] < 30.0);
    assert!(page["bts_upstream_budget_left{sport=\"football\",window=\"day\"}"] > 0.0);
    assert_eq!(page["bts_database_up"], 1.0);
    assert!(page["process_start_time_seconds"] > 1.7e9);
    let whole = |name: &str| page.keys().any(|sample| sample.starts_with(name));
    for name in ["bts_build_info", "bts_limit_", "bts_realtime_sockets", "bts_log_unannounced"] {
        assert!(whole(name), "{name} is missing");
    }

    // Counters go on growing when usage is written and taken out of memory.
    let mut last = page[good];
    for _ in 0..3 {
        service.http.get("/api/v1/sports").await;
        service.app.usage.flush().await.unwrap();
        let now = parse(&service.http.get("/metrics").await.text)[good];
        assert!(now > last, "{now} after {last}");
        last = now;
    }
    service.stop().await;
}

#[tokio::test]
async fn a_page_lacks_what_the_database_knows_while_that_is_away() {
    let service = service().start().await;
    let pool = service.app.database.pool().clone();
    pool.close().await.unwrap();
    let router = server::http::router::router(&service.app);
    let local: SocketAddr = "127.0.0.1:4711".parse().unwrap();
    let request =
        Request::get("/metrics").header("host", "127.0.0.1").extension(ConnectInfo(local));
    let request = request.body(Body::empty());
    let reply = router.oneshot(request.unwrap()).await.unwrap();
    assert_eq!(reply.status().as_u16(), 200);
    let bytes = to_bytes(reply.into_body(), 1 << 20).await.unwrap();
    let page = parse(std::str::from_utf8(&bytes).unwrap());
    assert_eq!(page["bts_database_up"], 0.0);
    assert!(page.contains_key("bts_realtime_sockets") && !page.contains_key("bts_log_unannounced"));
}
