//! A crowd at the door: what it is told, and that nobody else waits for it.

use super::{
    servers,
    support::{Answer, Browser, PASSWORD, Site, solve},
};
use axum::http::header;
use entity::table::audit;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::{audit::Action, net::Network};
use std::{
    net::IpAddr,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CROWD: u32 = 500;
const BO: &str = "bo@example.com";

/// How long a sign-in from a new address takes; the median of some.
async fn sign_in(site: &Site, network: u8) -> Duration {
    let mut times = Vec::new();
    for host in 1..=7 {
        let mut bo = site.browser(&format!("203.0.{network}.{host}"));
        let began = Instant::now();
        let answer = bo.login(BO, PASSWORD).await;
        times.push(began.elapsed());
        assert_eq!(answer.location(), "/dashboard", "{}: {}", answer.status, answer.body);
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// Register so many times at once, each address of `email`.
fn register(browser: &Browser, email: impl Fn(u32) -> String) -> JoinSet<Answer> {
    let mut crowd = JoinSet::new();
    for n in 0..CROWD {
        let (mut browser, email) = (browser.clone(), email(n));
        crowd.spawn(async move { browser.register(&email, PASSWORD).await });
    }
    crowd
}

/// Few were taken, all others told when to come again.
fn few(answers: &[Answer]) {
    let taken = some(answers);
    assert!(taken <= 25, "{taken}");
}

/// Some were taken, how many is given; all others were told when to come again.
fn some(answers: &[Answer]) -> usize {
    let taken = answers.iter().filter(|answer| answer.status == 303).count();
    assert!(taken > 0);
    for answer in answers.iter().filter(|answer| answer.status != 303) {
        assert_eq!(answer.status, 429, "{}", answer.body);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
    taken
}

/// Whether a sign-in takes at most three times as long meanwhile, before and after compared.
async fn holds_up(
    site: &Site,
    network: u8,
    crowd: JoinSet<Answer>,
    judge: impl Fn(&[Answer]),
) -> Result<(), String> {
    let meanwhile = sign_in(site, network).await;
    judge(&crowd.join_all().await);
    let calm = sign_in(site, network + 1).await;
    if meanwhile <= calm * 3 { Ok(()) } else { Err(format!("{meanwhile:?}, calm {calm:?}")) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_registrations_at_once_hold_up_no_stranger_who_signs_in() {
    let site = Site::demonstration().await;
    site.member(BO, "192.0.2.8").await;
    let mut seen = Vec::new();
    // Tried again, as a machine that tests may be busy with something else just then.
    for round in 0..6 {
        let eve = site.browser(&format!("198.51.100.{round}"));
        let crowd = register(&eve, |n| format!("somebody{n}@example.com"));
        let strangers = holds_up(&site, 10 * round, crowd, few).await;
        // Somebody with an account, at an address where it was signed in from.
        let email = format!("cat{round}@example.com");
        let cat = site.member(&email, &format!("192.0.2.{}", 60 + round)).await;
        let crowd = register(&cat, |_| email.clone());
        match strangers.and(holds_up(&site, 10 * round + 2, crowd, few).await) {
            Ok(()) => return,
            Err(why) => seen.push(why),
        }
    }
    panic!("{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registrations_from_five_hundred_networks_hold_up_no_stranger_who_signs_in() {
    let mut seen = Vec::new();
    // Tried again as above, each time at a new service: one such crowd uses up the letters of all.
    for _ in 0..6 {
        let site = Site::demonstration().await;
        site.member(BO, "192.0.2.8").await;
        let mut crowd = JoinSet::new();
        for n in 0..CROWD {
            let mut eve = site.browser(&format!("198.18.{}.{}", n / 250, n % 250));
            let email = format!("somebody{n}@example.com");
            crowd.spawn(async move { eve.register(&email, PASSWORD).await });
        }
        let judge = |answers: &[Answer]| {
            let taken = some(answers);
            assert!(taken < answers.len(), "more wait than there is room for");
        };
        match holds_up(&site, 0, crowd, judge).await {
            Ok(()) => return,
            Err(why) => seen.push(why),
        }
    }
    panic!("{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn right_passwords_as_well_are_paid_for_before_they_are_compared() {
    let site = Site::demonstration().await;
    let cat = site.member("cat@example.com", "192.0.2.66").await;
    let began = Instant::now();
    let mut crowd = JoinSet::new();
    for _ in 0..300 {
        let mut cat = cat.clone();
        crowd.spawn(async move { cat.login("cat@example.com", PASSWORD).await });
    }
    let answers = crowd.join_all().await;
    let taken = answers.iter().filter(|answer| answer.status == 303).count();
    // What the bucket holds, and what flows in meanwhile.
    let most = 121 + 2 * began.elapsed().as_secs();
    assert!((1..=most).contains(&(taken as u64)), "{taken} of {most}");
    for answer in answers.iter().filter(|answer| answer.status != 303) {
        assert_eq!(answer.status, 429, "{}", answer.body);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
}

/// Guess from one new address after another until all of them together are held back.
async fn botnet(site: &Site, email: &str, network: u8) -> Answer {
    for host in 1..=40 {
        let mut eve = site.browser(&format!("198.51.{network}.{host}"));
        let answer = eve.login(email, "a wrong guess").await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("never held back");
}

fn fields<'a>(email: &'a str, password: &'a str, proof: &'a str) -> [(&'a str, &'a str); 3] {
    [("email", email), ("password", password), ("proof", proof)]
}

#[tokio::test]
async fn the_owner_gets_in_from_anywhere_while_a_botnet_tries_the_account() {
    let site = Site::demonstration().await;
    let mut home = site.member(BO, "192.0.2.8").await;
    botnet(&site, BO, 1).await;
    assert_eq!(home.login(BO, PASSWORD).await.location(), "/dashboard", "from a known address");

    let mut away = site.browser("203.0.113.9");
    let asked = away.login(BO, PASSWORD).await;
    assert_eq!(asked.status, 429);
    assert!(asked.headers.contains_key(header::RETRY_AFTER));
    assert!(asked.body.contains("<altcha-widget") && asked.body.contains("/pkg/altcha/proof.js"));
    assert!(!asked.body.contains(PASSWORD), "what was typed as password does not come back");
    let proof = solve(&asked.body);
    botnet(&site, BO, 2).await;
    let mut eve = site.browser("198.51.100.66");
    let stolen = eve.post("/login", &fields(BO, "a wrong guess", &proof)).await;
    assert_eq!(stolen.status, 429, "a proof is another network's");
    let other = away.post("/forgot", &[("email", BO), ("proof", &proof)]).await;
    assert_eq!(other.status, 303, "not asked for here, and not used up");
    let entered = away.post("/login", &fields(BO, PASSWORD, &proof)).await;
    assert_eq!(entered.location(), "/dashboard", "{}", entered.body);
}

#[tokio::test]
async fn a_proof_is_good_for_one_try() {
    let site = Site::demonstration().await;
    botnet(&site, BO, 1).await;
    let mut eve = site.browser("203.0.113.9");
    let proof = solve(&eve.login(BO, "a wrong guess").await.body);
    let tried = eve.post("/login", &fields(BO, "a wrong guess", &proof)).await;
    assert_eq!(tried.status, 422, "it was compared: {}", tried.body);
    // One try comes back every 15 seconds, which a slow machine may take in between.
    for network in 2..5 {
        botnet(&site, BO, network).await;
        let again = eve.post("/login", &fields(BO, "another guess", &proof)).await;
        if again.status == 429 {
            return;
        }
    }
    panic!("a proof was good again");
}

#[tokio::test]
async fn who_has_no_scripts_is_mailed_a_link_that_lets_in_once() {
    let site = Site::demonstration().await;
    site.member(BO, "192.0.2.8").await;
    let asked = botnet(&site, BO, 1).await;
    assert!(asked.body.contains("action=\"/login/link\""), "{}", asked.body);
    let mut bo = site.browser("203.0.113.9");
    let sent = bo.post("/login/link", &[("email", BO)]).await;
    assert_eq!(sent.location(), "/login?done=link");
    let link = site.link(BO, "Sign in to your account").await;
    assert!(bo.get(&link).await.body.contains("action=\"/enter\""));
    assert!(!bo.inside().await, "looking at the link uses nothing up");
    let token = link.split_once("token=").unwrap().1;
    let mut copy = site.browser("203.0.113.10");
    assert_eq!(bo.post("/enter", &[("token", token)]).await.location(), "/dashboard");
    assert!(bo.inside().await);
    assert_eq!(copy.post("/enter", &[("token", token)]).await.status, 422, "it was used");

    // A mailbox is not flooded, and nobody is told whether there is an account.
    for _ in 0..8 {
        assert_eq!(copy.post("/login/link", &[("email", BO)]).await.status, 303);
    }
    let nobody = copy.post("/login/link", &[("email", "nobody@example.com")]).await;
    assert_eq!(nobody.location(), "/login?done=link");
    site.posted().await;
    assert!(site.count(BO) <= 6, "{}", site.count(BO));
    assert_eq!(site.count("nobody@example.com"), 0);
}

#[tokio::test]
async fn the_owner_without_scripts_is_shown_the_mailed_link_first_and_gets_in_by_it() {
    let site = Site::demonstration().await;
    site.member(BO, "192.0.2.8").await;
    // Strangers use up the letters that the mailbox gets of this kind.
    for host in 1..=6 {
        let mut eve = site.browser(&format!("198.51.100.{host}"));
        eve.post("/login/link", &[("email", BO)]).await;
    }
    site.posted().await;
    let first = site.link(BO, "Sign in to your account").await;
    botnet(&site, BO, 1).await;
    let mut bo = site.browser("203.0.113.9");
    let asked = bo.login(BO, PASSWORD).await;
    assert_eq!(asked.status, 429);
    let page = &asked.body;
    let [link, form] = ["action=\"/login/link\"", "action=\"/login\""].map(|way| page.find(way));
    assert!(link.is_some() && link < form, "the way that everybody can go stands first: {page}");
    assert!(page.contains("Have a link mailed to you, above."), "{page}");
    let email = page.split_once("action=\"/login/link\"").unwrap().1;
    assert!(email.split("</form>").next().unwrap().contains(&format!("value=\"{BO}\"")), "{page}");

    let sent = bo.post("/login/link", &[("email", BO)]).await;
    let told = bo.get(sent.location()).await.body;
    assert!(told.contains("the links of those work"), "{told}");
    site.posted().await;
    let token = first.split_once("token=").unwrap().1;
    assert_eq!(bo.post("/enter", &[("token", token)]).await.location(), "/dashboard");
    assert!(bo.inside().await);
    // The first that is used ends the others.
    for link in site.links(BO, "Sign in to your account") {
        let page = site.browser("203.0.113.10").get(&link).await.body;
        assert!(page.contains("used before") && !page.contains("action=\"/enter\""), "{page}");
        assert!(page.contains("action=\"/login/link\""), "another can be asked for: {page}");
    }
}

#[tokio::test]
async fn tries_too_many_are_one_row_of_the_audit_log_and_not_one_each() {
    let site = Site::demonstration().await;
    site.member(BO, "192.0.2.8").await;
    for network in 1..=10 {
        botnet(&site, BO, network).await;
    }
    let rows = audit::Entity::find()
        .filter(audit::Column::Result.eq("throttled"))
        .all(site.app.database.pool())
        .await
        .unwrap();
    assert!((1..=2).contains(&rows.len()), "{rows:?}");
    let bo = site.app.accounts.users.find(BO).await.unwrap().unwrap();
    assert_eq!((rows[0].action.as_str(), rows[0].account_id), ("sign_in", Some(bo.id)));
    assert!(rows[0].address.as_deref().unwrap_or_default().starts_with("198.51.1."));
}

#[tokio::test]
async fn who_finds_the_line_of_registrations_full_has_paid_for_nothing_and_has_one_row_in_the_log()
{
    let site = Site::demonstration().await;
    let hasher = &site.app.accounts.users.hasher;
    let mut held = Vec::new();
    for n in 0..100 {
        let network = Network::of(IpAddr::from([203, 0, n, 1])).last().unwrap();
        held.extend(hasher.of(network).registering().stand());
    }
    assert!((64..100).contains(&held.len()), "{}", held.len());
    let mut bo = site.browser("192.0.2.8");
    for n in 0..50 {
        let answer = bo.register(&format!("bo{n}@example.com"), PASSWORD).await;
        assert_eq!(answer.status, 429, "{n}: {}", answer.body);
        assert!(!answer.body.contains(" challenge=\""), "{n}: no bucket is empty");
    }
    let rows = site.audit(Action::Register).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = (rows[0].result.as_str(), rows[0].address.as_deref());
    assert_eq!(row, ("throttled", Some("192.0.2.8")));
    drop(held);
    for n in 0..20 {
        let answer = bo.register(&format!("bo{n}@example.com"), PASSWORD).await;
        assert_eq!(answer.location(), "/register?done=sent", "{n}: {}", answer.body);
    }
}

#[tokio::test]
async fn refusals_that_concern_nobody_do_not_fill_the_audit_log() {
    let site = Site::demonstration().await;
    let mut bo = site.browser("192.0.2.8");
    for _ in 0..25 {
        assert_eq!(bo.post("/forgot", &[("email", "none")]).await.status, 422);
        assert_eq!(bo.post("/register", &[("email", "none")]).await.status, 422);
        assert_eq!(bo.post("/reset", &[("token", "none")]).await.status, 422);
        let forged = bo.post_from("/logout", &[], &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(forged.status, 403);
    }
    let rows = audit::Entity::find().all(site.app.database.pool()).await.unwrap();
    let mut kinds: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["forged_origin", "password_forgot", "password_reset", "register"]);
    let mut eve = site.browser("192.0.2.9");
    eve.post("/forgot", &[("email", "none")]).await;
    let row = site.audit(Action::PasswordForgot).await.pop().unwrap();
    assert!(row.detail.unwrap().ends_with("96 more since the row before"));
}

#[tokio::test]
async fn two_processes_share_the_tries_through_redis() {
    let Some(redis) = servers::redis().await else { return };
    let prefix = format!("test:{:x}:", rand::random::<u64>());
    let settings = [
        ("REDIS_URL", redis.as_str()),
        ("REDIS_CACHE_PREFIX", &prefix),
        ("APP_KEY", "one key for both of these processes"),
    ];
    let (one, other) = (Site::open(&settings).await, Site::open(&settings).await);
    let guess = async |site: &Site, host: u8| {
        let mut eve = site.browser(&format!("198.51.100.{host}"));
        eve.login(BO, "a wrong guess").await.status.as_u16()
    };
    for host in 1..=10 {
        assert_eq!(guess(&one, host).await, 422, "{host}");
    }
    assert_eq!(guess(&other, 11).await, 429, "ten tries, not ten a process");
}
