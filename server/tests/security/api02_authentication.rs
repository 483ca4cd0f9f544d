//! API2, broken authentication: guessing, forging, replaying.
//!
//! Also tried: how guesses run out at the door and at the second factor, enumeration by text and by
//! time, a link that is good once, sessions that end with a password (`accounts::{doors, join, own,
//! second}`); tokens that end, expire or are replaced (`keys::rest`). That hashes are compared in the
//! same time whatever they say is `TokenHash::is` and `Seed::accept`, both by `subtle`.

use crate::{
    customer::{ANA, account},
    site::{PASSWORD, Site, code},
    world::{World, bearer},
};
use axum::{body::Body, http::StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use server::accounts::keys::Token;

#[tokio::test]
async fn a_token_with_any_one_character_changed_is_no_good_and_costs_nothing() {
    let world = World::unlimited().await;
    let (_, key) = world.owner(ANA).await;
    let token = key.token.reveal();
    assert_eq!(world.get("/account", token).await.status, 200);
    let looked = world.app.keys.lookups();
    for at in 0..token.len() {
        let mut wrong = token.as_bytes().to_vec();
        wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
        let wrong = String::from_utf8(wrong).unwrap();
        assert_eq!(world.get("/account", &wrong).await.status, 401, "{wrong}");
    }
    assert_eq!(world.app.keys.lookups(), looked, "the checksum tells without asking anybody");
}

#[tokio::test]
async fn a_guess_does_not_learn_which_half_was_right() {
    let world = World::start().await;
    let (_, key) = world.owner(ANA).await;
    let right_id = Token::mint(&key.key.public_id);
    let wrong_id = Token::mint("zzzzzzzz");
    let one = world.get("/account", right_id.reveal()).await;
    let other = world.get("/account", wrong_id.reveal()).await;
    assert_eq!((one.status, one.code()), (other.status, other.code()));
    assert_eq!(one.body["detail"], other.body["detail"]);
}

#[tokio::test]
async fn a_token_counts_nowhere_but_in_its_header() {
    let world = World::start().await;
    let (_, key) = world.owner(ANA).await;
    let token = key.token.reveal();
    let cookie = format!("bts_session={token}; token={token}; authorization=Bearer {token}");
    let basic = format!("Basic {token}");
    let twice = format!("{}, {}", bearer(token), bearer(token));
    for (path, header) in [
        (format!("/account?token={token}&access_token={token}&key={token}"), None),
        ("/account".to_owned(), Some(("cookie", cookie.as_str()))),
        ("/account".to_owned(), Some(("x-api-key", token))),
        ("/account".to_owned(), Some(("authorization", token))),
        ("/account".to_owned(), Some(("authorization", basic.as_str()))),
        ("/account".to_owned(), Some(("authorization", twice.as_str()))),
        ("/account".to_owned(), Some(("proxy-authorization", basic.as_str()))),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        let answer = world.call("GET", &path, &headers, Body::empty()).await;
        assert_eq!(answer.status, 401, "{path} {headers:?}");
    }
}

#[tokio::test]
async fn a_session_cookie_is_good_whole_or_not_at_all() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    assert!(ana.inside().await);
    let good = ana.cookies["bts_session"].clone();
    let row = account(&site, ANA).await;
    let kept = site.app.accounts.sessions.of(row.id).await.unwrap()[0].id_hash.clone();
    // The id stands behind its signature.
    let id = good.split_once('=').unwrap().1.to_owned();
    let mut turned: Vec<char> = good.chars().collect();
    turned.swap(0, 1);
    turned[2] = if turned[2] == 'A' { 'B' } else { 'A' };
    for forged in [
        id,
        kept,
        turned.into_iter().collect(),
        good[..good.len() - 1].to_owned(),
        format!("{good}A"),
        row.id.to_string(),
    ] {
        let mut eve = site.browser("192.0.2.66");
        eve.cookies.insert("bts_session".to_owned(), forged.clone());
        assert!(!eve.inside().await, "{forged}");
    }
}

#[tokio::test]
async fn whatever_raises_what_a_session_may_do_gives_it_another_id() {
    let site = Site::demonstration().await;
    let mut ana = site.member(ANA, "192.0.2.1").await;
    let old = ana.clone();
    let change = [("current", PASSWORD), ("password", "an even better sentence")];
    assert_eq!(ana.settings("password", &change).await.status, StatusCode::SEE_OTHER);
    assert!(ana.inside().await && !old.clone().inside().await, "after a new password");

    let old = ana.clone();
    let current = "an even better sentence";
    ana.post("/two-factor", &[("form", "start"), ("current", current)]).await;
    let page = ana.get("/two-factor").await.body;
    let line = page.split("copy-line").nth(1).unwrap();
    let seed = line.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let seed = seed.replace(' ', "");
    let confirm = [("form", "confirm"), ("code", &code(&seed, 0))];
    assert_eq!(ana.post("/two-factor", &confirm).await.status, StatusCode::OK);
    assert!(ana.inside().await && !old.clone().inside().await, "after a second factor");
}

#[tokio::test]
async fn a_link_is_good_for_its_own_purpose_and_its_own_time() {
    use entity::table::account_token::{Column, Entity};
    let site = Site::demonstration().await;
    let mut eve = site.browser("192.0.2.66");
    eve.register(ANA, PASSWORD).await;
    let verify = site.link(ANA, "Confirm your e-mail address").await;
    let verify = verify.split_once("token=").unwrap().1.to_owned();
    let new = [("token", verify.as_str()), ("password", "a brand new sentence")];
    assert_eq!(eve.post("/reset", &new).await.status, 422, "a confirmation resets no password");
    eve.post("/verify", &[("token", &verify)]).await;

    eve.post("/forgot", &[("email", ANA)]).await;
    let reset = site.link(ANA, "Choose a new password").await;
    let reset = reset.split_once("token=").unwrap().1.to_owned();
    assert_eq!(eve.post("/verify", &[("token", &reset)]).await.status, 422);
    let pool = site.app.database.pool();
    let past = Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(1_i64))
        .filter(Column::AccountId.eq(account(&site, ANA).await.id));
    assert_eq!(past.exec(pool).await.unwrap().rows_affected, 1);
    let new = [("token", reset.as_str()), ("password", "a brand new sentence")];
    assert_eq!(eve.post("/reset", &new).await.status, 422, "its time is over");
    assert_eq!(eve.login(ANA, PASSWORD).await.location(), "/dashboard", "nothing was changed");
}

#[tokio::test]
async fn a_letter_leads_to_us_whatever_host_was_asked() {
    use axum::{extract::ConnectInfo, http::Request};
    use tower::ServiceExt;
    let site = Site::demonstration().await;
    site.member(ANA, "192.0.2.1").await;
    let request = Request::post("/forgot")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header("forwarded", "host=evil.example")
        .header("content-type", "application/x-www-form-urlencoded");
    let mut request = request.body(Body::from("email=ana%40example.com")).unwrap();
    let peer = std::net::SocketAddr::from(([192, 0, 2, 66], 4_711));
    request.extensions_mut().insert(ConnectInfo(peer));
    server::http::router::router(&site.app).oneshot(request).await.unwrap();
    let letter = site.letter(ANA, "Choose a new password").await;
    assert!(!letter.contains("evil.example"), "{letter}");
    site.link(ANA, "Choose a new password").await;
}
