//! Counting, writing, rolling up and asking, on all three databases.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{
    Bucket, Call, Counters, Dimension, Query, Usage, Verb, delete_late, retention::HOUR, roll_up,
    store,
};
use crate::{
    clock::Clock,
    servers::{self, Server},
    store::Database,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::table::{api_key, user};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};
use std::time::Duration;

/// A database of its own, dropped by [`Own::end`].
struct Own {
    database: Database,
    server: Option<servers::Own>,
}

impl Own {
    async fn all() -> Vec<Self> {
        let memory = Database::connect("sqlite::memory:").await.unwrap();
        let mut all = vec![Self { database: memory, server: None }];
        for server in [Server::Postgres, Server::Maria] {
            let Some(own) = server.database().await else { continue };
            let database = Database::connect(&own.url).await.unwrap();
            all.push(Self { database, server: Some(own) });
        }
        for own in &all {
            own.database.migrate().await.unwrap();
        }
        all
    }

    async fn end(self) {
        self.database.pool().clone().close().await.unwrap();
        if let Some(server) = self.server {
            server.end().await;
        }
    }
}

fn noon() -> DateTime<Utc> {
    "2026-03-10T12:00:30Z".parse().unwrap()
}

fn call(usage: &Usage, account: i64, key: i64, template: &str, status: u16) {
    let endpoint = usage.recorder().endpoint(template);
    let took = Duration::from_millis(5);
    usage.recorder().call(Call {
        account,
        key,
        endpoint,
        verb: Verb::Get,
        status,
        bytes: 100,
        took,
    });
}

async fn key(database: &Database, name: &str, public_id: &str) -> (i64, i64) {
    let account = user::ActiveModel {
        email: Set(format!("{public_id}@example.org")),
        password_hash: Set(String::new()),
        verified_at: Set(None),
        is_admin: Set(false),
        plan: Set("free".to_owned()),
        totp_seed: Set(None),
        totp_used_step: Set(None),
        created_at: Set(0),
        disabled_at: Set(None),
        ..Default::default()
    };
    let account = account.insert(database.pool()).await.unwrap().id;
    let key = api_key::ActiveModel {
        account_id: Set(account),
        public_id: Set(public_id.to_owned()),
        token_hash: Set(String::new()),
        old_token_hash: Set(None),
        old_token_until: Set(None),
        hint: Set("1234".to_owned()),
        name: Set(name.to_owned()),
        scopes: Set("usage:read".to_owned()),
        addresses: Set(None),
        origins: Set(None),
        created_at: Set(0),
        expires_at: Set(None),
        last_used_at: Set(None),
        disabled_at: Set(None),
        revoked_at: Set(None),
        ..Default::default()
    };
    (account, key.insert(database.pool()).await.unwrap().id)
}

fn last_hours(hours: i64) -> Query {
    let to = noon() + TimeDelta::hours(1);
    Query::between(to - TimeDelta::hours(hours), to)
}

#[tokio::test]
async fn refusals_are_added_up_and_forgotten_with_their_account() {
    for own in Own::all().await {
        let usage = Usage::new(own.database.clone(), Clock::starting_at(noon()));
        let (account, one) = key(&own.database, "one", "aaaaaaaa").await;
        let (other, theirs) = key(&own.database, "theirs", "bbbbbbbb").await;
        let from = |n: u8| std::net::IpAddr::from([192, 0, 2, n]);
        for n in 1..=3 {
            usage.refusals().note(account, one, "address_denied", from(n));
            usage.refusals().note(account, one, "expired_key", from(9));
            usage.refusals().note(other, theirs, "expired_key", from(8));
            usage.flush().await.unwrap();
        }
        usage.refusals().note(account, one, "address_denied", from(4));
        usage.refusals().note(account, one, "address_denied", from(5));
        usage.flush().await.unwrap();
        let refused = usage.report(account, &last_hours(2)).await.unwrap().refused;
        let said: Vec<_> =
            refused.iter().map(|r| (&*r.code, r.count, &*r.last_from, &*r.key_id)).collect();
        let wanted = [
            ("address_denied", 5, "192.0.2.5", "aaaaaaaa"),
            ("expired_key", 3, "192.0.2.9", "aaaaaaaa"),
        ];
        assert_eq!(said, wanted);
        super::delete(own.database.pool(), account).await.unwrap();
        let left = usage.report(account, &last_hours(2)).await.unwrap().refused;
        assert!(left.is_empty(), "{left:?}");
        roll_up(&own.database, noon() + TimeDelta::days(91)).await.unwrap();
        let left = usage.report(other, &last_hours(2)).await.unwrap().refused;
        assert!(left.is_empty(), "{left:?}");
        own.end().await;
    }
}

#[tokio::test]
async fn a_report_says_what_was_counted_and_csv_says_the_same() {
    for own in Own::all().await {
        let usage = Usage::new(own.database.clone(), Clock::starting_at(noon()));
        let (account, one) = key(&own.database, "=cmd|one", "aaaaaaaa").await;
        let (other, strange) = key(&own.database, "theirs", "bbbbbbbb").await;
        for status in [200, 200, 304, 404, 429, 500] {
            call(&usage, account, one, "/matches", status);
        }
        call(&usage, account, one, "/sports", 200);
        assert!(usage.flush().await.unwrap() > 0);
        call(&usage, account, one, "/matches", 200);
        call(&usage, other, strange, "/matches", 200);
        usage.recorder().socket("aaaaaaaa", Duration::from_secs(90), 7, 1_000);
        usage.flush().await.unwrap();

        let query = last_hours(2)
            .by(&[Dimension::Key, Dimension::Endpoint, Dimension::Status], Some(Bucket::Hour));
        let report = usage.report(account, &query).await.unwrap();
        let total = &report.total;
        assert_eq!((total.requests, total.errors, total.limited, total.bytes), (8, 2, 1, 1_800));
        assert_eq!((total.messages, total.socket_minutes), (7, 1.5));
        assert_eq!(total.charged, 6, "neither the 304 nor the 429");
        let found = |endpoint: &str, status| {
            let row = report.data.iter().find(|row| {
                row.endpoint.as_deref() == Some(endpoint) && row.status == Some(status)
            });
            row.unwrap().numbers.clone()
        };
        assert_eq!(found("/matches", 200).requests, 3);
        assert!((4.0..7.0).contains(&found("/matches", 200).p95_ms.unwrap()));
        assert_eq!(found("/app/{key}", 101).messages, 7);
        assert!(report.data.iter().all(|row| row.key_name.as_deref() == Some("=cmd|one")));
        assert!(report.data.iter().all(|row| row.at.as_deref() == Some("2026-03-10T12:00:00Z")));

        // The same lines as CSV, with the name kept from being run.
        let csv = report.csv(&query);
        let mut lines = csv.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(lines.clone().count(), report.data.len());
        for (line, row) in lines.zip(json["data"].as_array().unwrap()) {
            assert_eq!(row.as_object().unwrap().len(), names.len());
            for (name, cell) in names.iter().zip(line.split(',')) {
                let said = match &row[*name] {
                    serde_json::Value::String(text) if text.starts_with('=') => format!("'{text}"),
                    serde_json::Value::String(text) => text.clone(),
                    serde_json::Value::Null => String::new(),
                    number => number.as_f64().unwrap().to_string(),
                };
                assert_eq!(said, cell, "{name}");
            }
        }

        // Filters, and nothing of anybody else's.
        let only =
            Query { status: Some(429), endpoint: Some("/matches".to_owned()), ..last_hours(2) };
        assert_eq!(usage.report(account, &only).await.unwrap().total.requests, 1);
        let spied = Query { key: Some(strange), ..last_hours(2) };
        assert_eq!(usage.report(account, &spied).await.unwrap().total.requests, 0);
        assert_eq!(usage.report(other, &last_hours(2)).await.unwrap().total.requests, 1);
        own.end().await;
    }
}

#[tokio::test]
async fn hours_say_what_their_minutes_said_and_old_ones_are_forgotten() {
    for own in Own::all().await {
        let usage = Usage::new(own.database.clone(), Clock::starting_at(noon()));
        let now = noon().timestamp_millis() / 60_000 * 60_000;
        let place = |since: i64| store::RowKey {
            account: 7,
            since,
            key: 1,
            endpoint: "/matches".to_owned(),
            status: 200,
        };
        // One request a minute for the last 40 hours, and one of a hundred days ago.
        let minutes: Vec<_> = (0..40 * 60)
            .map(|i| (place(now - i * 60_000), Counters::call(10, Duration::from_millis(3))))
            .collect();
        let old =
            vec![(place(now / HOUR * HOUR - 100 * 24 * HOUR), Counters::call(1, Duration::ZERO))];
        store::add(own.database.pool(), store::MINUTES, minutes).await.unwrap();
        store::add(own.database.pool(), store::HOURS, old).await.unwrap();
        assert!(roll_up(&own.database, noon()).await.unwrap() > 0);
        roll_up(&own.database, noon()).await.unwrap();
        let query = last_hours(60).by(&[], Some(Bucket::Hour));
        let report = usage.report(7, &query).await.unwrap();
        assert_eq!(report.total.requests, 40 * 60);
        let days = usage.report(7, &last_hours(60).by(&[], Some(Bucket::Day))).await.unwrap();
        assert_eq!(days.data.iter().map(|row| row.numbers.requests).sum::<u64>(), 40 * 60);
        assert_eq!(days.data.len(), 3);
        assert!(report.data.iter().skip(2).rev().skip(1).all(|row| row.numbers.requests == 60));
        let ancient = usage.report(7, &last_hours(24 * 150)).await.unwrap();
        assert_eq!(ancient.total.requests, 40 * 60);
        own.end().await;
    }
}

#[tokio::test]
async fn many_rows_from_two_nodes_at_once_add_up() {
    for own in Own::all().await {
        let node = || Usage::new(own.database.clone(), Clock::starting_at(noon()));
        let (a, b) = (node(), node());
        for round in 0..3 {
            for usage in [&a, &b] {
                for key in 0..250 {
                    call(usage, 1, key, if round % 2 == 0 { "/a" } else { "/b" }, 200);
                }
            }
            let (first, second) = tokio::join!(a.flush(), b.flush());
            // A deadlock refuses one of the two, which is then written the next time.
            for (usage, outcome) in [(&a, first), (&b, second)] {
                if outcome.is_err() {
                    usage.flush().await.unwrap();
                }
            }
        }
        let report = a.report(1, &last_hours(2)).await.unwrap();
        assert_eq!(report.total.requests, 1_500);
        own.end().await;
    }
}

#[tokio::test]
async fn nothing_is_lost_while_the_database_is_out() {
    let database = Database::connect("sqlite::memory:").await.unwrap();
    database.migrate().await.unwrap();
    let usage = Usage::new(database.clone(), Clock::starting_at(noon()));
    let pool = database.pool();
    pool.execute_unprepared("alter table usage_minute rename to away").await.unwrap();
    for _ in 0..3 {
        call(&usage, 1, 1, "/matches", 200);
        usage.recorder().socket("nobody", Duration::from_secs(1), 1, 1);
        assert!(usage.flush().await.is_err());
    }
    pool.execute_unprepared("alter table away rename to usage_minute").await.unwrap();
    call(&usage, 1, 1, "/matches", 200);
    usage.drain().await;
    let report = usage.report(1, &last_hours(2)).await.unwrap();
    assert_eq!(report.total.requests, 4);
    assert_eq!(usage.report(0, &last_hours(2)).await.unwrap().total.messages, 3);
    assert_eq!(usage.recorder().lost(), 0);
}

#[tokio::test]
async fn memory_is_bounded_while_the_database_is_out_and_says_what_it_lost() {
    let database = Database::connect("sqlite::memory:").await.unwrap();
    let usage = Usage::new(database, Clock::starting_at(noon()));
    for key in 0..250_000 {
        call(&usage, 1, key, "/matches", 200);
    }
    let totals = |usage: &Usage| -> u64 {
        usage.recorder().totals().values().map(|tally| tally.requests).sum()
    };
    let counted = totals(&usage);
    assert!(usage.flush().await.is_err(), "there is no table");
    assert_eq!(totals(&usage), counted, "a total never goes down");
    let kept = usage.recorder().take().calls.len() as u64;
    assert_eq!(totals(&usage), counted, "and what is taken stays in it");
    assert!(kept <= 200_000);
    assert_eq!(kept + usage.recorder().lost(), 250_000);
}

#[tokio::test]
async fn what_is_counted_late_for_an_account_that_is_no_more_is_forgotten() {
    for own in Own::all().await {
        let clock = Clock::starting_at(noon());
        let usage = Usage::new(own.database.clone(), clock);
        let (account, id) = key(&own.database, "phone", "aaaaaaaa").await;
        let (gone, theirs) = (account + 1_000, id + 1_000);
        call(&usage, account, id, "/sports", 200);
        call(&usage, gone, theirs, "/sports", 200);
        call(&usage, 0, 0, "/sports", 200);
        usage.flush().await.unwrap();
        assert_eq!(delete_late(&own.database, clock.now()).await.unwrap(), 1);
        let now = clock.now();
        let query = Query::between(now - TimeDelta::hours(1), now);
        for (whose, requests) in [(account, 1), (gone, 0), (0, 1)] {
            assert_eq!(usage.report(whose, &query).await.unwrap().total.requests, requests);
        }
        own.end().await;
    }
}

#[tokio::test]
async fn who_asks_for_fifty_reports_at_once_keeps_nobody_else_from_theirs() {
    let database = Database::connect("sqlite::memory:").await.unwrap();
    database.migrate().await.unwrap();
    let usage = Usage::new(database, Clock::starting_at(noon()));
    let (ended, mut order) = tokio::sync::mpsc::unbounded_channel();
    let ask = |account: i64| {
        let (usage, ended) = (usage.clone(), ended.clone());
        tokio::spawn(async move {
            let query = Query::between(noon(), noon() + TimeDelta::hours(1));
            usage.report(account, &query).await.unwrap();
            ended.send(account).unwrap();
        })
    };
    let asked: Vec<_> = (0..50).map(|_| ask(1)).chain([ask(2)]).collect();
    for one in asked {
        one.await.unwrap();
    }
    let mut place = 0;
    while order.try_recv().unwrap() != 2 {
        place += 1;
    }
    assert!(place <= 3, "after {place} of somebody else's");
}
