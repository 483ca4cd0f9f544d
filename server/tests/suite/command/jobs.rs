//! Jobs one by one.

use super::machine::{EVE, Machine};
use crate::support::process::run;
use entity::table::job::{Column, Entity};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};

/// A machine with two letters that wait.
async fn machine() -> Machine {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    for _ in 0..2 {
        machine.factor(EVE).await;
        machine.done(&["user:two-factor-off", EVE]);
    }
    machine
}

fn jobs(machine: &Machine, more: &[&str]) -> Vec<Value> {
    let listed = machine.json(&[&["queue:list", "--jobs"], more].concat());
    listed.as_array().unwrap().clone()
}

#[tokio::test]
async fn jobs_are_listed_with_the_numbers_that_the_other_commands_take() {
    let machine = machine().await;
    let all = jobs(&machine, &[]);
    assert_eq!(all.len(), 2, "{all:?}");
    let newest = &all[0];
    for (name, value) in [
        ("queue", json!("mail")),
        ("kind", json!("send_mail")),
        ("state", json!("pending")),
        ("attempts", json!(0)),
        ("last_error", json!(null)),
    ] {
        assert_eq!(newest[name], value, "{newest}");
    }
    assert!(newest["due_at"].as_str().unwrap().ends_with('Z'), "{newest}");
    let id = newest["id"].as_str().unwrap();
    let table = machine.done(&["queue:list", "--jobs", "--limit", "1"]);
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("ID") && lines[1].starts_with(id), "{table}");
    assert!(lines[0].contains("LAST ERROR") && lines[1].contains("send_mail"), "{table}");
    machine.done(&["queue:cancel", id]);
    assert_eq!(jobs(&machine, &["--state", "cancelled"])[0]["id"], id);
    assert_eq!(jobs(&machine, &["--state", "cancelled"])[0]["due_at"], json!(null));
    assert_eq!(jobs(&machine, &["--state", "pending"]).len(), 1);
    assert_eq!(jobs(&machine, &["--queue", "mail", "--limit", "1"]).len(), 1);
    let (said, code) = machine.failed(&["queue:list", "--jobs", "--queue", "nonesuch"]);
    assert!(code == 1 && said.contains("there is no queue “nonesuch”"), "{said}");
    let (said, code) = machine.failed(&["queue:list", "--jobs", "--state", "lost"]);
    assert!(code == 2 && said.contains("pending, running, done, failed, cancelled"), "{said}");
}

#[tokio::test]
async fn a_job_that_ended_well_is_not_done_again() {
    let machine = machine().await;
    let ended = [(Column::State, Expr::value(2)), (Column::FinishedAt, Expr::value(1))];
    let ended = ended
        .into_iter()
        .fold(Entity::update_many(), |update, (column, value)| update.col_expr(column, value));
    ended.exec(machine.database().await.pool()).await.unwrap();
    let before = jobs(&machine, &["--state", "done"]);
    let (said, code) = machine.failed(&["queue:retry", before[0]["id"].as_str().unwrap()]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("ended well") && said.ends_with("nothing was changed"), "{said}");
    assert_eq!(jobs(&machine, &[]), before);
    assert_eq!(machine.json(&["audit:list", "--action", "job_retry"]), json!([]));
}

#[tokio::test]
async fn every_job_of_a_command_is_tried_whatever_becomes_of_the_others() {
    let machine = machine().await;
    let ids: Vec<String> =
        jobs(&machine, &[]).iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect();
    let output = run(&["queue:cancel", &ids[0], "4711", &ids[1]], &machine.settings());
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(printed, format!("{} is cancelled.\n{} is cancelled.\n", ids[0], ids[1]));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("job 4711: there is no job"), "{said}");
    assert_eq!(lines[1], "bts-guru: 1 of 3 jobs stayed as they were");
    assert_eq!(jobs(&machine, &["--state", "cancelled"]).len(), 2);
}
