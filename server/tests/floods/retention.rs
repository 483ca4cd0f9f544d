//! What is forgotten, and when: each job against rows that are just too old and rows that are not.

use crate::support::{account, app};
use entity::{
    model::{Instant, Kept},
    table::{
        account_token, audit, change, known_address, matches, millis, recovery_code, session,
        upstream_answer, user,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use server::{
    accounts::{prune, service},
    app::AppState,
    gateway::{SqlCacheTier, StoredResponse as Body},
    jobs::{Context, PruneMatches},
    queue::Run,
};

fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// Just too old, and just not.
fn edge(kept: Kept) -> [i64; 2] {
    [now() - kept.millis() - 60_000, now() - kept.millis() + 60_000]
}

#[tokio::test]
async fn an_account_that_nobody_confirmed_goes_after_a_week_with_all_that_hangs_on_it() {
    let app = app(&[]).await;
    let pool = app.database.pool();
    let [old, young] = edge(Kept::Unconfirmed);
    let mut ids = Vec::new();
    for (email, at, verified, admin) in [
        ("old@example.com", old, None, false),
        ("young@example.com", young, None, false),
        ("confirmed@example.com", old, Some(old), false),
        ("admin@example.com", old, None, true),
    ] {
        let id = account(&app, email, "free", at).await;
        let row = user::ActiveModel {
            id: Set(id),
            verified_at: Set(verified),
            is_admin: Set(admin),
            role: Set(if admin { "admin" } else { "customer" }.to_owned()),
            ..Default::default()
        };
        row.update(pool).await.unwrap();
        a_session(&app, email, Some(id)).await;
        ids.push(id);
    }
    assert_eq!(prune::unconfirmed(&app.database).await.unwrap(), 1);
    let left: Vec<_> = user::Entity::find().all(pool).await.unwrap();
    assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), ids[1..]);
    let its = session::Entity::find().filter(session::Column::AccountId.eq(ids[0]));
    assert_eq!(its.count(pool).await.unwrap(), 0);
    assert_eq!(session::Entity::find().count(pool).await.unwrap(), 3);
    assert_eq!(prune::unconfirmed(&app.database).await.unwrap(), 0);
}

async fn a_session(app: &AppState, id: &str, account_id: Option<i64>) {
    let row = session::ActiveModel {
        id_hash: Set(id.to_owned()),
        account_id: Set(account_id),
        data: Set("{}".to_owned()),
        created_at: Set(now()),
        seen_at: Set(now()),
        expires_at: Set(now() + 3_600_000),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(app.database.pool()).await.unwrap();
}

#[tokio::test]
async fn marks_of_places_and_of_used_codes_go_after_ninety_days() {
    let app = app(&[]).await;
    let pool = app.database.pool();
    let account_id = account(&app, "a@example.com", "free", now()).await;
    for (n, seen_at) in edge(Kept::KnownAddress).into_iter().enumerate() {
        let row = known_address::ActiveModel {
            hash: Set(n.to_string()),
            account_id: Set(account_id),
            seen_at: Set(seen_at),
        };
        known_address::Entity::insert(row).exec_without_returning(pool).await.unwrap();
    }
    let [old, young] = edge(Kept::RecoveryCode);
    for (hash, used_at) in [("old", Some(old)), ("young", Some(young)), ("unused", None)] {
        let row = recovery_code::ActiveModel {
            hash: Set(hash.to_owned()),
            account_id: Set(account_id),
            used_at: Set(used_at),
        };
        recovery_code::Entity::insert(row).exec_without_returning(pool).await.unwrap();
    }
    assert_eq!(prune::marks(&app.database).await.unwrap(), 2);
    let places = known_address::Entity::find().all(pool).await.unwrap();
    assert_eq!(places.iter().map(|row| row.hash.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(recovery_code::Entity::find().count(pool).await.unwrap(), 2);
}

#[tokio::test]
async fn sessions_that_nobody_used_and_links_that_ran_out_go() {
    let app = app(&[]).await;
    let pool = app.database.pool();
    let account_id = account(&app, "a@example.com", "free", now()).await;
    for (n, seen_at) in edge(Kept::Session).into_iter().enumerate() {
        a_session(&app, &n.to_string(), Some(account_id)).await;
        let row = session::ActiveModel {
            id_hash: Set(n.to_string()),
            seen_at: Set(seen_at),
            ..Default::default()
        };
        row.update(pool).await.unwrap();
        let row = account_token::ActiveModel {
            hash: Set(n.to_string()),
            account_id: Set(account_id),
            kind: Set("verify".to_owned()),
            created_at: Set(now()),
            expires_at: Set(edge(Kept::Link)[n] + Kept::Link.millis()),
            ..Default::default()
        };
        account_token::Entity::insert(row).exec_without_returning(pool).await.unwrap();
    }
    service::prune(&app.database).await.unwrap();
    let sessions = session::Entity::find().all(pool).await.unwrap();
    assert_eq!(sessions.iter().map(|row| row.id_hash.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(account_token::Entity::find().count(pool).await.unwrap(), 1);
}

#[tokio::test]
async fn acts_go_after_the_time_of_the_audit_log() {
    let app = app(&[]).await;
    let pool = app.database.pool();
    for at in edge(Kept::Audit) {
        let row = audit::ActiveModel {
            at: Set(at),
            actor: Set("operator".to_owned()),
            action: Set("sign_in".to_owned()),
            result: Set("done".to_owned()),
            ..Default::default()
        };
        audit::Entity::insert(row).exec_without_returning(pool).await.unwrap();
    }
    let before = chrono::Utc::now() - Kept::Audit.time();
    assert_eq!(server::audit::prune(&app.database, before).await.unwrap(), 1);
    assert_eq!(audit::Entity::find().count(pool).await.unwrap(), 1);
}

#[tokio::test]
async fn answers_of_the_upstream_go_by_age_and_by_number() {
    let app = app(&[]).await;
    let shelf = SqlCacheTier::new(app.database.clone());
    let clock: Instant = "2026-11-23T12:00:00Z".parse().unwrap();
    let put = async |n: i64, as_of: Instant| {
        let body = Body { body: "{}".into(), as_of };
        shelf.save(&format!("football/standings?league={n}"), &body).await.unwrap();
    };
    let before = clock - Kept::UpstreamAnswer.time();
    put(0, before - chrono::TimeDelta::minutes(1)).await;
    for n in 1..=10 {
        put(n, before + chrono::TimeDelta::minutes(n)).await;
    }
    assert_eq!(shelf.prune(before, 100).await.unwrap(), 1);
    assert_eq!(shelf.prune(before, 4).await.unwrap(), 6);
    let rows = upstream_answer::Entity::find().all(app.database.pool()).await.unwrap();
    let oldest = rows.iter().map(|row| row.as_of).min().unwrap();
    assert_eq!((rows.len(), oldest), (4, millis(before + chrono::TimeDelta::minutes(7))));
}

/// A match that began then, and its latest change.
async fn a_match(app: &AppState, n: i64, sport: &str, phase: &str, starts_at: i64) {
    let pool = app.database.pool();
    let row = matches::ActiveModel {
        sport: Set(sport.to_owned()),
        upstream_id: Set(n.to_string()),
        league_upstream_id: Set("4".to_owned()),
        starts_at: Set(starts_at),
        phase: Set(phase.to_owned()),
        version: Set(1),
        seq: Set(n),
        updated_at: Set(now()),
        as_of: Set(now()),
        turn: Set(1),
        doc: Set(serde_json::json!({})),
        ..Default::default()
    };
    matches::Entity::insert(row).exec_without_returning(pool).await.unwrap();
    let row = change::ActiveModel {
        seq: Set(n),
        sport: Set(sport.to_owned()),
        match_upstream_id: Set(n.to_string()),
        version: Set(1),
        at: Set(now()),
        announced: Set(true),
        doc: Set(serde_json::json!({})),
    };
    change::Entity::insert(row).exec_without_returning(pool).await.unwrap();
}

#[tokio::test]
async fn matches_go_two_years_after_they_began_and_their_changes_by_a_time_of_their_own() {
    let app = app(&[]).await;
    let pool = app.database.pool();
    let [old, young] = edge(Kept::Match);
    for (n, sport, phase, starts_at) in [
        (1, "football", "finished", old),
        // How it ended, or that it never did, is the same.
        (2, "basketball", "postponed", old),
        (3, "football", "unknown", 0),
        (4, "football", "finished", young),
        (5, "basketball", "cancelled", young),
        (6, "football", "live", now()),
        (7, "football", "scheduled", now() + Kept::Match.millis()),
    ] {
        a_match(&app, n, sport, phase, starts_at).await;
    }
    let context = Context {
        clock: app.clock,
        database: app.database.clone(),
        log: app.log.clone(),
        queue: app.queue.clone(),
        mailer: app.mailer.clone(),
        app_url: app.config.bind.app_url.clone(),
        webhooks: None,
    };
    // Once more finds nothing more.
    for _ in 0..2 {
        PruneMatches {}.run(&context).await.unwrap();
        let rows = matches::Entity::find().all(pool).await.unwrap();
        let mut left: Vec<&str> = rows.iter().map(|row| row.upstream_id.as_str()).collect();
        left.sort_unstable();
        assert_eq!(left, ["4", "5", "6", "7"]);
        assert_eq!(change::Entity::find().count(pool).await.unwrap(), 7);
    }
}

#[test]
fn every_time_of_the_table_has_a_job() {
    let registry = server::jobs::registry();
    let names: Vec<&str> =
        registry.schedules().iter().map(|schedule| schedule.draft.name).collect();
    for job in [
        "prune_accounts",
        "prune_answers",
        "prune_audit",
        "prune_changes",
        "prune_jobs",
        "prune_letters",
        "prune_matches",
        "prune_sessions",
        "prune_upstream",
        "roll_up_usage",
    ] {
        assert!(names.contains(&job), "{job} does not come back by itself: {names:?}");
    }
}
