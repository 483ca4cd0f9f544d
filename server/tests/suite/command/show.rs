//! What is shown of an account.

use super::machine::{EVE, Machine};
use entity::table::user;
use sea_orm::{EntityTrait, sea_query::Expr};

#[tokio::test]
async fn an_account_that_its_owner_closed_is_shown_as_closing_with_the_day() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    let closed: i64 =
        "2026-03-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
    user::Entity::update_many()
        .col_expr(user::Column::ClosedAt, Expr::value(Some(closed)))
        .exec(machine.database().await.pool())
        .await
        .unwrap();
    let deleted = "2026-03-15T12:00:00Z";
    for shown in [machine.json(&["user:show", EVE]), machine.json(&["user:list"])[0].clone()] {
        assert_eq!(shown["state"], "closing");
        assert_eq!(shown["closed_at"], "2026-03-01T12:00:00Z");
        assert_eq!(shown["deleted_at"], deleted);
    }
    let list = machine.done(&["user:list"]);
    assert!(list.contains(&format!("closing, deleted {deleted}")), "{list}");
    let page = machine.done(&["user:show", EVE]);
    assert!(page.contains("(closing)") && page.contains(&format!("deleted {deleted}")), "{page}");
}

#[test]
fn nothing_that_is_shown_steers_the_terminal_or_makes_a_line_of_its_own() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    let why = "bad\u{1b}[2J\u{9b}31m\u{7}\nplan business";
    machine.done(&["user:disable", EVE, "--why", why]);
    for arguments in [
        &["user:show", EVE][..],
        &["user:show", EVE, "--json"],
        &["audit:list"],
        &["audit:list", "--json"],
    ] {
        let said = machine.done(arguments);
        let steering = said.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(steering, None, "{arguments:?}: {said:?}");
        assert!(!said.lines().any(|line| line.starts_with("plan business")), "{said}");
    }
    assert_eq!(machine.json(&["user:show", EVE])["disabled_why"], why);
    let (said, _) = machine.failed(&["user:show", "\u{1b}[2Jx"]);
    assert!(!said.contains('\u{1b}'), "{said:?}");
}
