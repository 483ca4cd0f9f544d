use super::*;
use crate::{
    limits::Shared,
    redis::testing::{forget, link},
};
use std::{collections::HashSet, net::Ipv6Addr};

fn throttle() -> Throttle {
    Throttle::new(AppKey::of("a key for tests"))
}

fn account() -> Subject {
    Subject::Account("ana@example.com".to_owned())
}

#[tokio::test]
async fn tries_run_out_and_say_when_there_is_one_again() {
    let throttle = throttle();
    for _ in 0..10 {
        throttle.take(&[account()]).await.expect("is let through");
    }
    let refused = throttle.take(&[account()]).await.expect_err("is held back");
    assert!(refused.wait > Duration::from_secs(14) && refused.wait <= Duration::from_secs(15));
}

#[tokio::test]
async fn a_refused_try_takes_nothing_from_the_other_buckets() {
    let throttle = throttle();
    let address = Subject::networks(IpAddr::from([192, 0, 2, 1]), Subject::Address);
    let both: Vec<_> = address.iter().cloned().chain([account()]).collect();
    for _ in 0..200 {
        let _ = throttle.take(&both).await;
    }
    for _ in 0..30 {
        throttle.take(&address).await.expect("thirty are left");
    }
}

#[tokio::test]
async fn good_tries_cost_nothing() {
    let throttle = throttle();
    for _ in 0..100 {
        throttle.take(&[account()]).await.expect("is let through");
        throttle.give_back(&[account()]).await;
    }
}

#[tokio::test]
async fn the_owner_is_counted_apart_at_an_address_the_account_knows() {
    let throttle = throttle();
    while throttle.take(&[account()]).await.is_ok() {}
    let known = Subject::Known("ana@example.com".to_owned(), "192.0.2.1".to_owned());
    throttle.take(&[known]).await.expect("is let through");
}

#[tokio::test]
async fn who_has_a_48_has_four_shares_of_an_address_and_its_neighbour_is_not_touched() {
    let throttle = throttle();
    let from = |prefix: u16, net: u16| {
        let address = Ipv6Addr::new(0x2001, 0xdb8, prefix, net, 0, 0, 0, 1);
        Subject::networks(address.into(), Subject::Asker)
    };
    let mut admitted = 0;
    for net in 0..2_000 {
        admitted += u32::from(throttle.take(&from(7, net)).await.is_ok());
    }
    assert_eq!(admitted, 80);
    throttle.take(&from(8, 0)).await.expect("is let through");
}

#[tokio::test]
async fn the_load_goes_up_by_one_each_time_the_proofs_double() {
    let (throttle, proved) = (throttle(), Subject::Proved("ana@example.com".to_owned()));
    let mut loads = Vec::new();
    for _ in 0..70 {
        loads.push(throttle.load(&[Subject::ProvedByAll, proved.clone()]).await);
        let _ = throttle.take_one(&proved).await;
    }
    assert_eq!((loads[0], loads[4], loads[12], loads[28], loads[60]), (0, 1, 2, 3, 4));
    assert_eq!(loads[69], 4);
}

#[tokio::test]
async fn tries_held_back_have_one_row_a_minute_and_the_next_one_says_how_many_have_none() {
    let throttle = throttle();
    assert_eq!(throttle.may_note("sign_in|192.0.2.1".to_owned()).await, Some(0));
    for _ in 0..500 {
        assert_eq!(throttle.may_note("sign_in|192.0.2.1".to_owned()).await, None);
    }
    assert_eq!(throttle.may_note("register|192.0.2.1".to_owned()).await, Some(500));
    let mut rows = 2;
    for host in 0..10_000 {
        let row = throttle.may_note(format!("sign_in|198.51.{}.{}", host / 256, host % 256)).await;
        rows += u32::from(row.is_some());
    }
    assert!((60..=62).contains(&rows), "a crowd of places has {rows} rows");
}

#[test]
fn every_kind_of_bucket_has_a_name_of_its_own() {
    let network = Network::V4([192, 0, 2, 1].into());
    let word = || "x".to_owned();
    let all = [
        account(),
        Subject::Known(word(), word()),
        Subject::Address(network),
        Subject::Everybody,
        Subject::Hash(network),
        Subject::Own(1),
        Subject::Link(word()),
        Subject::Code(1),
        Subject::Asker(network),
        Subject::Mailbox("x", word()),
        Subject::Writer(word(), word()),
        Subject::Letters,
        Subject::Proved(word()),
        Subject::ProvedFrom(network),
        Subject::ProvedByAll,
        Subject::Spent(word()),
        Subject::Noted(word()),
        Subject::NotedOfAll,
    ];
    let names: HashSet<_> = all.iter().map(|subject| subject.rule().name).collect();
    assert_eq!(names.len(), all.len());
}

#[tokio::test]
async fn two_processes_on_one_redis_count_together() {
    let Some((link, prefix)) = link().await else { return };
    let process = || {
        let mut throttle = throttle();
        throttle.kept_by(Arc::new(Shared::new(link.clone(), &prefix, 2)));
        throttle
    };
    let (one, other) = (process(), process());
    let mut admitted = 0;
    for _ in 0..10 {
        admitted += u32::from(one.take(&[account()]).await.is_ok());
        admitted += u32::from(other.take(&[account()]).await.is_ok());
    }
    assert_eq!(admitted, 10, "ten tries, not ten a process");
    forget(&link, &prefix).await;
}
