//! Signing up and finding the way back.

use super::support::{PASSWORD, Site};
use axum::http::StatusCode;
use server::{
    credentials::email::Email,
    queue::{Filter, JobId, QueueError, State},
};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_newcomer_registers_confirms_and_signs_in() {
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    let answer = ana.register("Ana@Example.com", PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/register?done=sent"));
    let told = ana.get("/register?done=sent").await.body;
    assert!(told.contains("Read your mail") && told.contains("/mail"), "{told}");
    let link = site.link("ana@example.com", "Confirm your e-mail address").await;
    assert!(ana.get(&link).await.body.contains("Confirm the address"));
    let token = link.split_once("token=").unwrap().1.to_owned();
    assert_eq!(ana.post("/verify", &[("token", &token)]).await.location(), "/verify?done=verify");
    let again = ana.post("/verify", &[("token", &token)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a link is good once");
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
    let row = site.app.accounts.users.find("ana@example.com").await.unwrap().unwrap();
    assert!(row.verified_at.is_some() && !row.is_admin && row.plan == "free");
}

#[tokio::test]
async fn an_address_that_has_an_account_is_answered_like_any_other() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut eve = site.browser("192.0.2.66");
    let taken = eve.register("ana@example.com", "another good one").await;
    let free = eve.register("new@example.com", "another good one").await;
    assert_eq!((taken.status, taken.location()), (free.status, free.location()));
    assert_eq!(taken.body, free.body);
    site.letter("ana@example.com", "You already have an account").await;
    assert_eq!(eve.login("ana@example.com", "another good one").await.status, 422);

    let known = eve.login("ana@example.com", "not the password").await;
    let unknown = eve.login("nobody@example.com", "not the password").await;
    assert_eq!((known.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, known.status));
    let said = "No account has this address and password.";
    assert!(known.body.contains(said) && unknown.body.contains(said));

    let known = eve.post("/forgot", &[("email", "ana@example.com")]).await;
    let unknown = eve.post("/forgot", &[("email", "nobody@example.com")]).await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    site.posted().await;
    assert_eq!(site.count("nobody@example.com"), 0);
}

#[tokio::test]
async fn the_same_is_done_for_an_address_without_an_account_while_somebody_waits() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let before = site.posted().await.len();
    site.app.queue.pause("mail").await.unwrap();
    let mut eve = site.browser("192.0.2.66");
    for email in ["ana@example.com", "new@example.com", "nobody@example.com"] {
        let path = if email.starts_with("nobody") { "/forgot" } else { "/register" };
        eve.post(path, &[("email", email), ("password", "another good one")]).await;
    }
    eve.post("/forgot", &[("email", "ana@example.com")]).await;
    let filter = Filter { queue: Some("mail".to_owned()), ..Filter::default() };
    let jobs = site.app.queue.list(&filter).await.unwrap();
    assert_eq!(jobs.len(), before + 4, "each has its job, whoever it is for");
    let waiting: String = jobs[..4].iter().map(|job| job.args.as_str()).collect();
    assert!(!waiting.contains("token="), "no link waits in the queue: {waiting}");
    site.app.queue.resume("mail").await.unwrap();
    let jobs = site.posted().await;
    assert!(jobs.iter().all(|job| job.state == State::Done && job.args.is_empty()), "{jobs:?}");
    assert_eq!((site.count("new@example.com"), site.count("nobody@example.com")), (1, 0));
    let retried = site.app.queue.retry(JobId(jobs[0].id)).await;
    assert!(matches!(retried, Err(QueueError::Wiped(_))), "{retried:?}");
}

#[tokio::test]
async fn the_time_of_an_answer_does_not_tell_who_has_an_account() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut eve = site.browser("192.0.2.66");
    let mut least = [Duration::MAX; 2];
    for _ in 0..5 {
        for (at, email) in ["ana@example.com", "nobody@example.com"].into_iter().enumerate() {
            let began = Instant::now();
            eve.login(email, "not the password").await;
            least[at] = least[at].min(began.elapsed());
        }
    }
    let [known, unknown] = least.map(|time| time.as_secs_f64());
    assert!(known / unknown < 2.5 && unknown / known < 2.5, "{known} s and {unknown} s");
}

/// The median of how long `path` takes for addresses with an account, and for others. Each is asked
/// for once, from a place of its own, so that no throttle tells them apart.
async fn medians(site: &Site, path: &str) -> [f64; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for turn in 0..15 {
        let known = format!("known{turn}@example.com");
        let email = Email::read(&known).unwrap();
        let users = &site.app.accounts.users;
        users.add(&email, "none".to_owned(), false, "free", true).await.unwrap();
        let unknown = format!("unknown{turn}@example.com");
        let mut browser = site.browser(&format!("192.0.2.{}", 100 + turn));
        for (times, email) in times.iter_mut().zip([&known, &unknown]) {
            let began = Instant::now();
            let answer =
                browser.post(path, &[("email", email), ("password", "another good one")]).await;
            times.push(began.elapsed().as_secs_f64());
            assert_eq!(answer.location(), format!("{path}?done=sent"));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

#[tokio::test]
async fn neither_does_the_time_it_takes_to_register_or_to_ask_for_a_new_password() {
    for path in ["/register", "/forgot"] {
        let site = Site::demonstration().await;
        // Letters are written later; here nobody's waiting is to be lengthened by them.
        site.app.queue.pause("mail").await.unwrap();
        let [known, unknown] = medians(&site, path).await;
        let near = known / unknown < 2.5 && unknown / known < 2.5;
        assert!(near, "{path}: {known} s and {unknown} s");
    }
}

#[tokio::test]
async fn a_reset_works_once_ends_sessions_and_tells_the_owner() {
    let site = Site::demonstration().await;
    let mut ana = site.member("ana@example.com", "192.0.2.1").await;
    let mut other = site.browser("192.0.2.2");
    other.post("/forgot", &[("email", "ana@example.com")]).await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    for row in tokens(&site).await {
        let kept = format!("{} {:?}", row.hash, row.detail);
        assert!(!kept.contains(&token), "the table knows the token's hash alone");
    }

    let weak = other.post("/reset", &[("token", &token), ("password", "password")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains(&token), "the link is not used up by a bad password");
    let good = [("token", token.as_str()), ("password", "a brand new sentence")];
    assert_eq!(other.post("/reset", &good).await.location(), "/login?done=reset");
    assert_eq!(other.post("/reset", &good).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!ana.inside().await, "every session was ended");
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.status, 422);
    assert_eq!(ana.login("ana@example.com", "a brand new sentence").await.location(), "/dashboard");
    site.letter("ana@example.com", "Your account was changed").await;
}

async fn tokens(site: &Site) -> Vec<entity::table::account_token::Model> {
    use sea_orm::EntityTrait;
    let pool = site.app.accounts.users.database.pool();
    entity::table::account_token::Entity::find().all(pool).await.unwrap()
}

#[tokio::test]
async fn who_registers_a_strangers_address_first_gains_nothing() {
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    eve.register("ana@example.com", "the password of eve").await;
    site.letter("ana@example.com", "Confirm your e-mail address").await;
    eve.login("ana@example.com", "the password of eve").await;
    let mut ana = site.browser("192.0.2.1");
    let before = site.count("ana@example.com");
    ana.register("ana@example.com", PASSWORD).await;
    while site.count("ana@example.com") == before {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let link = site.link("ana@example.com", "Confirm your e-mail address").await;
    let token = link.split_once("token=").unwrap().1.to_owned();
    ana.post("/verify", &[("token", &token)]).await;
    assert!(!eve.inside().await, "the session of the wrong owner was ended");
    assert_eq!(eve.login("ana@example.com", "the password of eve").await.status, 422);
    assert_eq!(ana.login("ana@example.com", PASSWORD).await.location(), "/dashboard");
}

#[tokio::test]
async fn a_form_comes_back_with_what_was_typed_and_what_is_wrong() {
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    let answer = ana.register("ana@@example", "sh0rt-pw").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"ana@@example\""), "the address is kept");
    assert!(answer.body.contains("Write an address such as"), "the field is named");
    assert!(
        answer.body.contains("role=\"alert\"") && answer.body.contains("aria-invalid=\"true\"")
    );
    assert!(!answer.body.contains("sh0rt-pw"), "a password is never sent back");
    let long = "x".repeat(20_000);
    let answer = ana.register("ana@example.com", &long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_reset_that_strangers_ask_for_ends_no_link_that_its_owner_holds() {
    let site = Site::demonstration().await;
    site.member("ana@example.com", "192.0.2.1").await;
    let mut ana = site.browser("203.0.113.1");
    ana.post("/forgot", &[("email", "ana@example.com")]).await;
    site.posted().await;
    let link = site.link("ana@example.com", "Choose a new password").await;
    for host in 1..=14 {
        let mut eve = site.browser(&format!("198.51.100.{host}"));
        eve.post("/forgot", &[("email", "ana@example.com")]).await;
    }
    site.posted().await;
    assert!(ana.get("/forgot?done=sent").await.body.contains("the links of those work"));
    assert!(ana.get(&link).await.body.contains("Set the password"));
    let token = link.split_once("token=").unwrap().1;
    let fields = [("token", token), ("password", "a brand new sentence")];
    assert_eq!(ana.post("/reset", &fields).await.location(), "/login?done=reset");
    // The first that is used ends the others, and their pages say so at once.
    let links = site.links("ana@example.com", "Choose a new password");
    assert!(links.len() > 1, "{links:?}");
    for link in links {
        let page = ana.get(&link).await.body;
        assert!(page.contains("This link was used before or has run out."), "{page}");
        assert!(!page.contains("name=\"password\"") && page.contains("action=\"/forgot\""));
    }
}

#[tokio::test]
async fn a_used_link_to_confirm_an_address_leads_to_a_new_letter() {
    let site = Site::demonstration().await;
    let mut ana = site.browser("192.0.2.1");
    ana.register("ana@example.com", PASSWORD).await;
    ana.login("ana@example.com", PASSWORD).await;
    let inside = ana.get("/verify?token=none").await.body;
    assert!(inside.contains("used before") && inside.contains("Send the letter again"), "{inside}");
    site.posted().await;
    let link = site.link("ana@example.com", "Confirm your e-mail address").await;
    assert!(!ana.get(&link).await.body.contains("used before"));
    site.follow(&mut ana, "ana@example.com", "Confirm your e-mail address").await;
    let mut phone = site.browser("192.0.2.2");
    let token = link.split_once("token=").unwrap().1;
    let pages = [phone.get(&link).await, phone.post("/verify", &[("token", token)]).await];
    for page in pages {
        assert!(page.body.contains("This link was used before or has run out."), "{}", page.body);
        assert!(!page.body.contains("name=\"password\""), "{}", page.body);
        assert!(page.body.contains("action=\"/forgot\""), "{}", page.body);
    }
    let sent = phone.post("/forgot", &[("email", "ana@example.com")]).await;
    assert_eq!(sent.location(), "/forgot?done=sent");
}
