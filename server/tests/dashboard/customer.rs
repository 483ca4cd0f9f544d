//! From signing up to the first call on the usage page.

use crate::support::{Browser, PASSWORD, Site};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use entity::table::session;
use sea_orm::EntityTrait;
use server::usage::{Call, Verb};
use std::{net::SocketAddr, time::Duration};
use tower::ServiceExt;

const CREATE: &str = "/fn/dashboard/keys/create";

/// Send the form of a new key as a browser without script does; the page it leads to.
async fn create(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let sent = browser.post_from(CREATE, fields, &headers).await;
    assert_eq!(sent.status, StatusCode::FOUND, "{}", sent.body);
    let way = sent.location().to_owned();
    browser.get(&way).await.body
}

/// The token on a page.
fn token(page: &str) -> Option<String> {
    let at = page.find("bts_live_")?;
    let token: String =
        page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    (token.len() > 40).then_some(token)
}

async fn call(site: &Site, path: &str, token: &str) -> StatusCode {
    let request = Request::get(path).header("authorization", format!("Bearer {token}"));
    let mut request = request.body(Body::empty()).unwrap();
    let peer: SocketAddr = "203.0.113.9:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let router = server::http::router::router(&site.app);
    router.oneshot(request).await.unwrap().status()
}

/// The CSV's requests, over all lines.
fn requests(csv: &str) -> u64 {
    let place = csv.lines().next().unwrap().split(',').position(|name| name == "requests").unwrap();
    let number = |line: &str| line.split(',').nth(place).unwrap().parse::<u64>().unwrap();
    csv.lines().skip(1).map(number).sum()
}

#[tokio::test]
async fn a_call_with_a_new_key_is_on_the_usage_page_and_on_nobody_elses() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let mut ben = site.member("ben@example.org", "192.0.2.2").await;
    let fields = [
        ("form[name]", "Score board"),
        ("form[scopes][matches:read]", "on"),
        ("form[expires]", "30"),
    ];
    let shown = create(&mut anna, &fields).await;
    let token = token(&shown).expect("the token is shown");
    let again = anna.get("/dashboard/keys").await.body;
    assert!(again.contains("Score board"), "the key is in the list");
    assert!(!again.contains(&token), "the token is shown once");

    assert_eq!(call(&site, "/api/v1/sports", &token).await, StatusCode::OK);
    site.app.usage.flush().await.unwrap();

    let usage = anna.get("/dashboard/usage?by=endpoint&range=1h").await;
    assert_eq!(usage.status, StatusCode::OK);
    assert!(usage.body.contains("/sports"), "the call is on the page");
    let csv = anna.get("/dashboard/usage.csv?by=key&range=1h").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        csv.body.starts_with("at,key_id,key_name,requests,errors,limited,bytes,"),
        "{}",
        csv.body
    );
    assert!(csv.body.contains("Score board"));
    assert_eq!(requests(&csv.body), 1);
    let overview = anna.get("/dashboard").await;
    assert!(overview.body.contains("Requests today"), "the first request has arrived");
    let plan = anna.get("/dashboard/plan").await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.body);
    assert!(plan.body.contains(">free"), "the own plan is named");
    assert!(!plan.body.contains(">anonymous"), "nobody can be on that plan");

    let keys = ben.get("/dashboard/keys").await;
    assert_eq!(keys.status, StatusCode::OK);
    assert!(!keys.body.contains("Score board"));
    assert_eq!(requests(&ben.get("/dashboard/usage.csv?by=key&range=1h").await.body), 0);
    let public_id = &token[9..17];
    let pried = ben.get(&format!("/dashboard/usage.csv?key={public_id}")).await;
    assert_eq!(pried.status, StatusCode::NOT_FOUND, "{}", pried.body);
}

#[tokio::test]
async fn a_running_service_counts_within_a_few_seconds() {
    let site = Site::demonstration().await;
    let running = tokio::spawn(site.app.usage.clone().run(site.app.stop.clone()));
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let token = token(&create(&mut anna, &fields).await).expect("the token is shown");
    assert_eq!(call(&site, "/api/v1/sports", &token).await, StatusCode::OK);
    let mut counted = 0;
    for _ in 0..50 {
        counted = requests(&anna.get("/dashboard/usage.csv?range=1h").await.body);
        if counted > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(counted, 1);
    site.app.stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn a_key_without_a_name_is_not_made_and_the_page_says_why() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [("form[name]", " "), ("form[scopes][matches:read]", "on")];
    let page = create(&mut anna, &fields).await;
    assert!(page.contains("Give the key a name"));
    assert_eq!(token(&page), None);
}

#[tokio::test]
async fn a_stranger_is_led_to_the_door_and_a_wrong_query_is_refused() {
    let site = Site::demonstration().await;
    let mut stranger = site.browser("192.0.2.3");
    for (path, next) in [
        ("/dashboard/usage", "%2Fdashboard%2Fusage"),
        ("/dashboard/keys", "%2Fdashboard%2Fkeys"),
        ("/dashboard/usage.csv?by=key", "%2Fdashboard%2Fusage.csv%3Fby%3Dkey"),
    ] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.location(), format!("/login?next={next}"), "{path}");
    }
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let wrong = anna.get("/dashboard/usage.csv?by=owner").await;
    assert!(wrong.status.is_client_error(), "{}", wrong.status);
    let settings = anna.get("/dashboard/settings").await;
    assert!(settings.body.contains("dash-nav"), "settings stand in the dashboard");
}

#[tokio::test]
async fn a_key_made_and_revoked_by_form_is_in_the_audit_log_with_where_from() {
    use entity::table::audit;
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let shown = create(&mut anna, &fields).await;
    let public_id = token(&shown).expect("the token is shown")[9..17].to_owned();
    let fields = [("key", &*public_id), ("confirm", "Board")];
    anna.post("/fn/dashboard/keys/revoke", &fields).await;
    let rows = audit::Entity::find().all(site.app.database.pool()).await.unwrap();
    for action in ["key_create", "key_revoke"] {
        let row = rows.iter().find(|row| row.action == action).expect("is in the log");
        let said = (row.target.as_deref(), row.address.as_deref(), row.result.as_str());
        assert_eq!(
            said,
            (Some(&*format!("key:{public_id}")), Some("192.0.2.1"), "done"),
            "{action}"
        );
        assert!(row.actor.starts_with("account:"), "{}", row.actor);
    }
}

#[tokio::test]
async fn a_token_made_without_script_is_in_no_cookie_and_sealed_until_it_is_shown() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let mut phone = site.browser("192.0.2.9");
    phone.login("anna@example.org", PASSWORD).await;
    let kept = async || {
        let rows = session::Entity::find().all(site.app.database.pool()).await.unwrap();
        assert!(rows.iter().all(|row| !row.data.contains("bts_live_")), "{rows:?}");
        rows.iter().filter(|row| row.data.contains("shown_once")).count()
    };
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let fields = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let sent = anna.post_from(CREATE, &fields, &headers).await;
    assert_eq!(sent.status, StatusCode::FOUND, "{}", sent.body);
    assert!(!sent.set_cookie().contains("bts_live_"), "{}", sent.set_cookie());
    assert!(anna.cookies.keys().all(|name| name.ends_with("bts_session")), "{:?}", anna.cookies);
    assert_eq!(kept().await, 1);
    let elsewhere = phone.get("/dashboard/keys").await.body;
    assert!(elsewhere.contains("Board") && token(&elsewhere).is_none(), "it is of one session");
    assert!(token(&anna.get(sent.location()).await.body).is_some());
    assert_eq!(kept().await, 0, "it is gone once it was shown");
}

/// A request of some program with a key: its status and the fields of its answer.
async fn ask(
    site: &Site,
    path: &str,
    token: &str,
    known: Option<&str>,
) -> axum::response::Response {
    let mut request = Request::get(path).header("authorization", format!("Bearer {token}"));
    if let Some(tag) = known {
        request = request.header("if-none-match", tag);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let peer: SocketAddr = "203.0.113.9:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    server::http::router::router(&site.app).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn overview_plan_fields_usage_and_file_agree_about_the_quota() {
    let site = Site::open(&[("API_RATE_LIMIT", "12")]).await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [
        ("form[name]", "Board"),
        ("form[scopes][matches:read]", "on"),
        ("form[scopes][usage:read]", "on"),
    ];
    let token = token(&create(&mut anna, &fields).await).expect("the token is shown");
    let first = ask(&site, "/api/v1/sports", &token, None).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let mut seen = std::collections::BTreeMap::from([(200, 1)]);
    let paths = ["/sports", "/keys", "/nothing", "/account", "/usage", "/sports"];
    for _ in 0..16 {
        for path in paths {
            let known = (path == "/sports").then_some(tag.as_str());
            let answer = ask(&site, &format!("/api/v1{path}"), &token, known).await;
            *seen.entry(answer.status().as_u16()).or_insert(0) += 1;
        }
    }
    for status in [200, 304, 403, 404, 429] {
        assert!(seen.contains_key(&status), "no {status} among {seen:?}");
    }
    let last = ask(&site, "/api/v1/account", &token, None).await;
    let state = last.headers()["ratelimit"].to_str().unwrap().to_owned();
    let left = state.split("\"day\";r=").nth(1).unwrap().split(';').next().unwrap();
    let charged = 1_000 - left.parse::<u64>().unwrap();
    site.app.usage.flush().await.unwrap();
    let json = async |anna: &mut Browser, path: &str| -> serde_json::Value {
        serde_json::from_str(&anna.get(path).await.body).unwrap()
    };
    let plan = json(&mut anna, "/fn/dashboard/plan").await;
    assert_eq!(plan["used"]["today"], charged, "{seen:?}: {plan}");
    // All within a minute or two.
    let busiest = plan["used"]["busiest_minute"].as_u64().unwrap();
    assert!(busiest <= charged && busiest * 2 >= charged, "{busiest} of {charged}");
    let overview = json(&mut anna, "/fn/dashboard/overview").await;
    assert_eq!(overview["charged_today"], charged, "{overview}");
    let usage = ask(&site, "/api/v1/usage", &token, None).await;
    let body = axum::body::to_bytes(usage.into_body(), 1 << 20).await.unwrap();
    let usage: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(usage["total"]["charged"], charged, "{usage}");
    let csv = anna.get("/dashboard/usage.csv").await.body;
    let place = csv.lines().next().unwrap().split(',').position(|name| name == "charged").unwrap();
    let number = |line: &str| line.split(',').nth(place).unwrap().parse::<u64>().unwrap();
    assert_eq!(csv.lines().skip(1).map(number).sum::<u64>(), charged, "{csv}");
    let page = anna.get("/dashboard").await.body;
    assert!(page.contains(&format!("{charged} of 1,000")), "the overview shows it");
    let page = anna.get("/dashboard/plan").await.body;
    assert!(page.contains(&format!("{charged} of 1,000")), "the plan shows it");
    assert!(!page.contains("used up"), "a minute that is over is not used up");
}

#[tokio::test]
async fn no_page_shows_more_used_than_the_plan_allows() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let key = site.key("anna@example.org").await;
    // More than a minute's, also where a minute ends between two of them.
    let endpoint = site.app.usage.recorder().endpoint("/sports");
    for _ in 0..1_200 {
        site.app.usage.recorder().call(Call {
            account: key.key.account.0,
            key: key.key.key.0,
            endpoint,
            verb: Verb::Get,
            status: 200,
            bytes: 100,
            took: Duration::from_millis(5),
        });
    }
    site.app.usage.flush().await.unwrap();
    let page = anna.get("/dashboard/plan").await.body;
    for part in ["60 of 60", "1,000 of 1,000", "(100 %)"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = anna.get("/dashboard").await.body;
    assert!(page.contains("1,000 of 1,000"), "{page}");
}

#[tokio::test]
async fn refusals_of_a_key_are_on_its_owners_usage_page() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [
        ("form[name]", "Leaked"),
        ("form[scopes][matches:read]", "on"),
        ("form[addresses]", "198.51.100.7"),
    ];
    let token = token(&create(&mut anna, &fields).await).expect("the token is shown");
    assert!(!anna.get("/dashboard/usage").await.body.contains("address_denied"));
    for _ in 0..2 {
        assert_eq!(call(&site, "/api/v1/sports", &token).await, StatusCode::FORBIDDEN);
    }
    site.app.usage.flush().await.unwrap();
    let page = anna.get("/dashboard/usage").await.body;
    for told in ["Refused", "address_denied", "Leaked", "203.0.113.9"] {
        assert!(page.contains(told), "{told}");
    }
}

#[tokio::test]
async fn names_and_lists_of_a_key_have_the_same_rules_by_form_and_by_rest() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let fields = [
        ("form[name]", "First"),
        ("form[scopes][matches:read]", "on"),
        ("form[scopes][keys:write]", "on"),
    ];
    let token = token(&create(&mut anna, &fields).await).expect("the token is shown");
    let addresses: Vec<String> = (0..50).map(|n| format!("192.0.2.{n}")).collect();
    let name = "n".repeat(80);
    let body =
        serde_json::json!({"name": name, "scopes": ["matches:read"], "addresses": addresses});
    let request = Request::post("/api/v1/keys")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let answer = server::http::router::router(&site.app).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    let made = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let made: serde_json::Value = serde_json::from_slice(&made).unwrap();
    let id = made["id"].as_str().unwrap();
    // What REST made, the form saves as it is.
    let list = addresses.join("\n");
    let saved = anna
        .post(
            "/fn/dashboard/keys/update",
            &[
                ("key", id),
                ("form[name]", &*name),
                ("form[scopes][matches:read]", "on"),
                ("form[expires]", "keep"),
                ("form[addresses]", &*list),
            ],
        )
        .await;
    assert!(saved.body.contains("is saved"), "{}", saved.body);
    for grace in ["1d", "24h"] {
        let fields = [("key", id), ("grace", grace)];
        let rotated = anna.post("/fn/dashboard/keys/rotate", &fields).await;
        assert!(rotated.body.contains("bts_live_"), "{grace}: {}", rotated.body);
        let request = Request::post(format!("/api/v1/keys/{id}/rotate"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let body = serde_json::json!({"grace": grace}).to_string();
        let request = request.body(Body::from(body)).unwrap();
        let answer = server::http::router::router(&site.app).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{grace}");
    }
}

#[tokio::test]
async fn a_form_about_a_key_that_is_not_there_leads_to_a_page_that_says_so() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let mut ben = site.member("ben@example.org", "192.0.2.2").await;
    let fields = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let made = create(&mut ben, &fields).await;
    let bens = token(&made).expect("the token is shown")[9..17].to_owned();
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    for key in ["zzzzzzzz", bens.as_str()] {
        for form in ["update", "rotate", "finish", "enable", "revoke"] {
            let fields = [
                ("key", key),
                ("form[name]", "x"),
                ("grace", "now"),
                ("to", "on"),
                ("confirm", "x"),
            ];
            let path = format!("/fn/dashboard/keys/{form}");
            let sent = anna.post_from(&path, &fields, &headers).await;
            assert_eq!(sent.location(), "/dashboard/keys", "{form}: {}", sent.status);
            let page = anna.get("/dashboard/keys").await.body;
            assert!(page.contains("We know no such key of yours."), "{form}: {page}");
            assert!(page.contains("role=\"alert\""), "{form}: {page}");
            let script = anna.post(&path, &fields).await;
            assert_eq!(script.status, StatusCode::NOT_FOUND, "{form}: {}", script.body);
        }
    }

    // One that is gone meanwhile has no panel any more; what is wrong is said all the same.
    let made = create(&mut anna, &fields).await;
    let gone = token(&made).expect("the token is shown")[9..17].to_owned();
    anna.post("/fn/dashboard/keys/revoke", &[("key", &*gone), ("confirm", "Board")]).await;
    let fields = [("key", &*gone), ("grace", "now")];
    let sent = anna.post_from("/fn/dashboard/keys/rotate", &fields, &headers).await;
    let page = anna.get(sent.location()).await.body;
    assert!(page.contains("role=\"alert\"") && page.contains("revoked"), "{page}");
}

#[tokio::test]
async fn a_form_that_is_not_understood_says_so_in_our_words_and_never_in_those_of_an_address() {
    let site = Site::demonstration().await;
    let mut anna = site.member("anna@example.org", "192.0.2.1").await;
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "text/html"),
        ("referer", "http://127.0.0.1:8000/dashboard/keys"),
    ];
    let sent = anna.post_from("/fn/dashboard/keys/revoke", &[("confirm", "x")], &headers).await;
    let way = sent.location().strip_prefix("http://127.0.0.1:8000").expect("leads back").to_owned();
    let page = anna.get(&way).await.body;
    assert!(page.contains("The form could not be taken."), "{page}");

    let words = r#"{"kind":"invalid","detail":"Call 555 0100 at once","request_id":null}"#;
    let words = data_encoding::BASE64URL.encode(words.as_bytes()).replace('=', "%3D");
    let path = "%2Ffn%2Fdashboard%2Fkeys%2Frevoke";
    let page = anna.get(&format!("/dashboard/keys?__path={path}&__err={words}")).await.body;
    assert!(page.contains("The form could not be taken."), "{page}");
    assert!(!page.contains("Call 555"), "{page}");
}
