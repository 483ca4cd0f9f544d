//! The second factor.

use super::support::{Browser, PASSWORD, Site, code};
use axum::http::StatusCode;
use server::audit::Action;

const ADMIN: [(&str, &str); 3] = [
    ("ADMIN_EMAIL", "root@example.com"),
    ("ADMIN_PASSWORD", PASSWORD),
    ("RAPIDAPI_BASE_URL", "http://127.0.0.1:9"),
];

/// Set a second factor up; gives the seed and the recovery codes.
pub async fn enrol(browser: &mut Browser, password: &str) -> (String, Vec<String>) {
    let started = browser.post("/two-factor", &[("form", "start"), ("current", password)]).await;
    assert_eq!(started.location(), "/two-factor", "{}", started.body);
    let page = browser.get("/two-factor").await.body;
    assert!(page.contains("<path d=\"M0 0h1v1h-1z"), "the picture is drawn");
    let line = page.split("copy-line").nth(1).unwrap();
    let seed = line.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let seed = seed.replace(' ', "");
    let wrong = browser.post("/two-factor", &[("form", "confirm"), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("form", "confirm"), ("code", &code(&seed, 0))];
    let page = browser.post("/two-factor", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let codes: Vec<String> = page
        .body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split("</code>").next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (seed, codes)
}

pub async fn challenge(browser: &mut Browser, code: &str) -> super::support::Answer {
    browser.post("/two-factor", &[("form", "challenge"), ("code", code)]).await
}

#[tokio::test]
async fn with_a_second_factor_a_password_alone_lets_nobody_in() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana, PASSWORD).await;
    assert!(ana.inside().await);
    let mut eve = site.browser("192.0.2.66");
    assert_eq!(eve.login("ana@example.com", PASSWORD).await.location(), "/two-factor");
    assert!(!eve.inside().await);
    let before = eve.cookies["bts_session"].clone();
    assert_eq!(challenge(&mut eve, "123456").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let used = code(&seed, 1);
    assert_eq!(challenge(&mut eve, &used).await.location(), "/dashboard");
    assert!(eve.inside().await);
    assert_ne!(eve.cookies["bts_session"], before, "signed in under a new id");

    let mut again = site.browser("192.0.2.67");
    again.login("ana@example.com", PASSWORD).await;
    let answer = challenge(&mut again, &used).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "each code is good once");
    let typed = codes[0].to_uppercase();
    assert_eq!(challenge(&mut again, &typed).await.location(), "/dashboard");
    let mut third = site.browser("192.0.2.68");
    third.login("ana@example.com", PASSWORD).await;
    let answer = challenge(&mut third, &codes[0]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "each recovery code is good once");
}

#[tokio::test]
async fn guesses_at_the_code_run_out() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    enrol(&mut ana, PASSWORD).await;
    let mut eve = site.browser("192.0.2.66");
    eve.login("ana@example.com", PASSWORD).await;
    let mut last = StatusCode::OK;
    for n in 0..8 {
        last = challenge(&mut eve, &format!("{n:06}")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_reset_does_not_get_around_the_second_factor() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    enrol(&mut ana, PASSWORD).await;
    ana.post("/forgot", &[("email", "ana@example.com")]).await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let mut eve = site.browser("192.0.2.66");
    eve.post("/reset", &[("token", &token), ("password", "a brand new sentence")]).await;
    let answer = eve.login("ana@example.com", "a brand new sentence").await;
    assert_eq!(answer.location(), "/two-factor");
}

#[tokio::test]
async fn an_admin_sets_a_second_factor_up_before_anything_else() {
    let site = Site::open(&ADMIN).await;
    let mut root = site.browser("192.0.2.1");
    root.login("root@example.com", PASSWORD).await;
    for path in ["/", "/dashboard/settings", "/live", "/admin"] {
        assert_eq!(root.get(path).await.location(), "/two-factor", "{path}");
    }
    let refused = root.settings("sessions", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(root.get("/two-factor").await.body.contains("before anything else"));
    enrol(&mut root, PASSWORD).await;
    assert!(root.inside().await);
}

#[tokio::test]
async fn the_admin_of_a_demonstration_is_let_through() {
    let site = Site::demonstration().await;
    let accounts = &site.app.accounts;
    let row = accounts.users.find("demo@bts.guru").await.unwrap().unwrap();
    assert!(row.is_admin && row.verified_at.is_some());
    let hash = accounts.users.hasher.hash(server::credentials::Password::typed(PASSWORD)).await;
    let column = entity::table::user::Column::PasswordHash;
    accounts.users.set(row.id, column, hash.unwrap()).await.unwrap();
    let mut demo = site.browser("192.0.2.1");
    demo.login("demo@bts.guru", PASSWORD).await;
    assert!(demo.inside().await);
}

#[tokio::test]
async fn the_second_factor_goes_with_password_and_code_only() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana, PASSWORD).await;
    let half = ana.settings("two-factor-off", &[("current", PASSWORD), ("code", "000000")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = ana.settings("two-factor-off", &[("current", "no"), ("code", &codes[1])]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = [("current", PASSWORD), ("code", &*code(&seed, 1))];
    let answer = ana.settings("two-factor-off", &both).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=two-factor-off");
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
}

#[tokio::test]
async fn seeds_are_sealed_wherever_they_are_kept() {
    use entity::table::session::Entity as Session;
    use sea_orm::EntityTrait;
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    ana.post("/two-factor", &[("form", "start"), ("current", PASSWORD)]).await;
    let page = ana.get("/two-factor").await.body;
    let line = page.split("copy-line").nth(1).unwrap();
    let seed = line.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let seed = seed.replace(' ', "");
    for session in Session::find().all(site.app.database.pool()).await.unwrap() {
        assert!(!session.data.contains(&seed), "a candidate in a session");
    }
    let fields = [("form", "confirm"), ("code", &*code(&seed, 0))];
    assert_eq!(ana.post("/two-factor", &fields).await.status, StatusCode::OK);
    let kept = site.row("ana@example.com").await;
    let sealed = kept.totp_seed.unwrap();
    assert!(sealed.starts_with("sealed:1:") && !sealed.contains(&seed), "{sealed}");
    // As an earlier version kept it: still good, and sealed at the next start.
    let accounts = &site.app.accounts;
    let column = entity::table::user::Column::TotpSeed;
    accounts.users.set(kept.id, column, Some(seed.clone())).await.unwrap();
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    assert_eq!(challenge(&mut phone, &code(&seed, 1)).await.location(), "/dashboard");
    assert_eq!(accounts.seal_seeds().await.unwrap(), 1);
    assert_eq!(accounts.seal_seeds().await.unwrap(), 0);
    assert!(site.row("ana@example.com").await.totp_seed.unwrap().starts_with("sealed:1:"));
}

#[tokio::test]
async fn wrong_codes_take_ever_longer_are_told_and_keep_no_owner_out() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana, PASSWORD).await;
    let account = site.row("ana@example.com").await.id;
    let users = &site.app.accounts.users;
    let mut eve = site.browser("192.0.2.66");
    eve.login("ana@example.com", PASSWORD).await;
    for _ in 0..10 {
        let answer = challenge(&mut eve, "000000").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // As if she had waited long enough each time.
        let column = entity::table::user::Column::WrongCodeAt;
        users.set(account, column, Some(0_i64)).await.unwrap();
    }
    site.letter("ana@example.com", "Your account was changed").await;
    site.posted().await;
    assert!(site.told("ana@example.com", "10 wrong codes in a row"));
    assert_eq!(challenge(&mut eve, "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = code(&seed, 1);
    let held = challenge(&mut eve, &right).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "no code is looked at meanwhile");
    assert!(held.body.contains("Too many tries. Wait 19"), "over half an hour: {}", held.body);
    assert!(ana.get("/dashboard/settings").await.body.contains("11 wrong codes were tried"));
    let results = site.audit(Action::SecondFactor).await;
    assert_eq!(results.iter().filter(|entry| entry.result == "refused").count(), 11);
    assert_eq!(results.last().unwrap().result, "throttled");
    let mut phone = site.browser("192.0.2.2");
    phone.login("ana@example.com", PASSWORD).await;
    assert_eq!(challenge(&mut phone, &codes[0]).await.location(), "/dashboard");
}

/// Somebody who knows the password tries wrong codes until no code is looked at.
async fn hold(site: &Site, password: &str, address: &str) {
    let mut eve = site.browser(address);
    eve.login("ana@example.com", password).await;
    for _ in 0..5 {
        let answer = challenge(&mut eve, "000000").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(challenge(&mut eve, "000000").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn at_a_known_place_the_owner_waits_for_no_strangers_wrong_codes_but_guesses_run_out() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, _) = enrol(&mut ana, PASSWORD).await;
    hold(&site, PASSWORD, "192.0.2.66").await;
    let right = code(&seed, 1);
    let mut away = site.browser("203.0.113.9");
    away.login("ana@example.com", PASSWORD).await;
    assert_eq!(challenge(&mut away, &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut home = site.browser("192.0.2.1");
    home.login("ana@example.com", PASSWORD).await;
    assert_eq!(challenge(&mut home, &right).await.location(), "/dashboard");

    let mut colleague = site.browser("192.0.2.1");
    colleague.login("ana@example.com", PASSWORD).await;
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = challenge(&mut colleague, "000000").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_changed_password_ends_the_wait_that_wrong_codes_caused_and_a_reset_one_does_not() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana, PASSWORD).await;
    hold(&site, PASSWORD, "192.0.2.66").await;
    let counted = async || {
        let row = site.row("ana@example.com").await;
        (row.wrong_codes, row.wrong_code_at.is_some())
    };
    assert_eq!(counted().await, (5, true));
    ana.post("/forgot", &[("email", "ana@example.com")]).await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    let (second, third) = ("a brand new sentence", "an even better sentence");
    let mut phone = site.browser("203.0.113.5");
    let reset = phone.post("/reset", &[("token", &token), ("password", second)]).await;
    assert_eq!(reset.location(), "/login?done=reset", "{}", reset.body);
    assert_eq!(counted().await, (5, true), "who reads the mailbox does not guess on");
    let mut away = site.browser("203.0.113.9");
    away.login("ana@example.com", second).await;
    assert_eq!(challenge(&mut away, &code(&seed, 1)).await.status, StatusCode::TOO_MANY_REQUESTS);
    let entered = challenge(&mut away, &codes[1]).await;
    assert_eq!(entered.location(), "/dashboard", "by a recovery code: {}", entered.body);

    assert_eq!(counted().await, (5, true), "a recovery code guesses nothing and ends nothing");
    let fields = [("current", second), ("password", third), ("code", &*codes[0])];
    let changed = away.settings("password", &fields).await;
    assert_eq!(changed.location(), "/dashboard/settings?done=password", "{}", changed.body);
    assert_eq!(counted().await, (0, false));
}

#[tokio::test]
async fn with_a_factor_on_its_code_is_asked_for_what_a_borrowed_browser_must_not_do() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (_, codes) = enrol(&mut ana, PASSWORD).await;
    let new = "an even better sentence";
    let acts = [
        ("password", ("password", new)),
        ("email", ("email", "ana@new.example")),
        ("delete", ("confirm", "ana@example.com")),
    ];
    for (form, field) in acts {
        let fields = [("current", PASSWORD), field];
        let answer = ana.settings(form, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(answer.body.contains("Write the code your device shows."), "{form}");
        let fields = [("current", PASSWORD), field, ("code", "000000")];
        let answer = ana.settings(form, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    let row = site.row("ana@example.com").await;
    assert!(row.closed_at.is_none() && row.pending_email.is_none());
    let fields = [("current", PASSWORD), ("password", new), ("code", codes[0].as_str())];
    let answer = ana.settings("password", &fields).await;
    assert_eq!(answer.location(), "/dashboard/settings?done=password");
}

#[tokio::test]
async fn a_sign_in_that_awaits_its_code_ends_with_the_password() {
    let site = Site::demonstration().await;
    let mut bob = site.member("bob@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut bob, PASSWORD).await;
    let mut thief = site.browser("192.0.2.66");
    assert_eq!(thief.login("bob@example.com", PASSWORD).await.location(), "/two-factor");
    let kept = thief.clone();
    let new = "an even better sentence";
    let fields = [("current", PASSWORD), ("password", new), ("code", codes[0].as_str())];
    bob.settings("password", &fields).await;
    assert!(bob.inside().await);
    for mut thief in [thief, kept] {
        let answer = challenge(&mut thief, &code(&seed, 1)).await;
        assert!(answer.location().starts_with("/login"), "{}", answer.body);
        assert!(!thief.inside().await);
    }
}

/// Send a form of the keys as a browser without script does; the page it leads to.
async fn keys_form(browser: &mut Browser, form: &str, fields: &[(&str, &str)]) -> String {
    let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let path = format!("/fn/dashboard/keys/{form}");
    let sent = browser.post_from(&path, fields, &headers).await;
    assert_eq!(sent.status, StatusCode::FOUND, "{}", sent.body);
    let way = sent.location().to_owned();
    browser.get(&way).await.body
}

/// What follows `bts_live_` in the token that a page shows; a masked one is shorter.
fn token(page: &str) -> Option<String> {
    let whole = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    page.split("bts_live_").skip(1).map(whole).find(|text| text.len() > 30)
}

const KEY: [(&str, &str); 4] = [
    ("form[name]", "Deployer of keys"),
    ("form[scopes][keys:write]", "on"),
    ("form[expires]", "90"),
    ("form[addresses]", "203.0.113.0/24"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([more]).collect()
}

#[tokio::test]
async fn a_key_that_may_make_keys_takes_the_second_factor_and_nothing_typed_is_lost() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let (seed, codes) = enrol(&mut ana, PASSWORD).await;

    let asked = keys_form(&mut ana, "create", &KEY).await;
    let spent = with(&KEY, ("form[code]", "918273"));
    let wrong = keys_form(&mut ana, "create", &spent).await;
    for (page, why) in
        [(&asked, "Write the code your device shows"), (&wrong, "This code is wrong")]
    {
        assert!(page.contains(why) && token(page).is_none(), "{page}");
        let kept = ["value=\"Deployer of keys\"", "203.0.113.0/24", "name=\"form[code]\""];
        assert!(kept.iter().all(|kept| page.contains(kept)), "{page}");
        assert!(!page.contains("918273"), "a code is not kept");
    }
    let refused = site.audit(Action::KeyCreate).await;
    assert_eq!(refused.iter().filter(|row| row.result == "refused").count(), 1, "{refused:?}");

    let code = code(&seed, 1);
    let made = keys_form(&mut ana, "create", &with(&KEY, ("form[code]", &code))).await;
    let id = token(&made).expect("the token is shown")[..8].to_owned();
    let again = keys_form(&mut ana, "create", &with(&KEY, ("form[code]", &code))).await;
    assert!(again.contains("This code is wrong"), "a code is good once");

    // What such a key is given to is asked for as well, and its new token.
    let about = ("key", id.as_str());
    let page = keys_form(&mut ana, "update", &with(&KEY, about)).await;
    assert!(page.contains("Write the code your device shows"), "{page}");
    let rotate = [about, ("grace", "now")];
    let page = keys_form(&mut ana, "rotate", &rotate).await;
    assert!(page.contains("Write the code your device shows"), "{page}");
    let page = keys_form(&mut ana, "rotate", &with(&rotate, ("code", &codes[0]))).await;
    assert!(token(&page).is_some(), "a recovery code does as well: {page}");

    // A key that may not is made as before, and does not come to it by a change.
    let plain = [("form[name]", "Board"), ("form[scopes][matches:read]", "on")];
    let made = keys_form(&mut ana, "create", &plain).await;
    let id = token(&made).expect("the token is shown")[..8].to_owned();
    let page = keys_form(&mut ana, "update", &with(&KEY, ("key", &id))).await;
    assert!(page.contains("Write the code your device shows"), "{page}");
    let row = site.row("ana@example.com").await;
    let account = entity::model::AccountId(row.id);
    let key = site.app.keys.find(account, &id).await.unwrap();
    assert_eq!((key.name.as_str(), key.scopes.len()), ("Board", 1));
}

#[tokio::test]
async fn an_account_without_a_second_factor_is_asked_for_none_by_its_keys() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    assert!(!ana.get("/dashboard/keys?new").await.body.contains("form[code]"));
    assert!(token(&keys_form(&mut ana, "create", &KEY).await).is_some());
}
