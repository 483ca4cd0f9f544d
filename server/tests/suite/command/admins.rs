//! What an operator is refused, and what is written down of it.

use super::machine::{EVE, Machine};
use crate::support::process::{free_port, run};

const ROOT: &str = "root@example.com";
const BOB: &str = "bob@example.com";

#[test]
fn the_last_admin_stays_unless_it_is_forced() {
    let machine = Machine::new();
    machine.done(&["user:create", ROOT, "--admin"]);
    machine.done(&["user:create", EVE]);
    let takes_away = [
        &["user:role", ROOT, "operator"][..],
        &["user:disable", ROOT, "--why", "A test."],
        &["user:delete", ROOT],
    ];
    let refused = || {
        for arguments in takes_away {
            let (said, code) = machine.failed(arguments);
            assert_eq!(code, 1, "{arguments:?}: {said}");
            assert!(said.contains("is the only admin who can sign in"), "{said}");
            assert!(said.ends_with("or say --force"), "{said}");
        }
        let shown = machine.json(&["user:show", ROOT]);
        assert_eq!((&shown["role"], &shown["state"]), (&"admin".into(), &"active".into()));
    };
    refused();
    // One who cannot sign in does not count.
    machine.done(&["user:create", BOB, "--admin"]);
    machine.done(&["user:disable", BOB, "--why", "A test."]);
    refused();
    machine.done(&["user:enable", BOB]);
    machine.done(&["user:role", ROOT, "operator"]);
    let (said, code) = machine.failed(&["user:delete", BOB]);
    assert_eq!(code, 1, "{said}");
    machine.done(&["user:delete", BOB, "--force"]);
    // Whoever is no admin is never the last one.
    machine.done(&["user:disable", EVE, "--why", "A test."]);
}

#[test]
fn a_plan_that_no_account_can_have_is_refused_by_every_command_with_those_there_are() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    for plan in ["gold", "anonymous"] {
        for arguments in [
            &["user:create", BOB, "--plan", plan][..],
            &["user:plan", EVE, plan],
            &["user:list", "--plan", plan],
        ] {
            let (said, code) = machine.failed(arguments);
            assert_eq!(code, 2, "{arguments:?}: {said}");
            let end = format!("“{plan}”; choose one of free, pro, business");
            assert!(said.ends_with(&end), "{said}");
        }
    }
    assert_eq!(machine.json(&["user:list"]).as_array().unwrap().len(), 1);
    assert_eq!(machine.json(&["user:show", EVE])["plan"], "free");
}

#[test]
fn a_disabled_account_is_given_no_key() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    machine.done(&["user:disable", EVE, "--why", "A test."]);
    let (said, code) = machine.failed(&["key:create", EVE, "--name", "x"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("eve@example.com is disabled") && said.contains("user:enable"), "{said}");
    assert_eq!(machine.json(&["key:list", EVE]), serde_json::json!([]));
}

#[test]
fn a_key_is_made_without_starting_the_service() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    let mut settings = machine.settings();
    settings.retain(|(name, _)| *name != "RUST_LOG");
    // A service would wait for this Redis, and say so.
    let redis = format!("redis://127.0.0.1:{}", free_port());
    settings.push(("REDIS_URL", &redis));
    let output = run(&["key:create", EVE, "--name", "x"], &settings);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !said.to_lowercase().contains("redis"), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "the act, and that the token is shown once: {said}");
}

#[test]
fn what_an_operator_tried_is_in_the_audit_log_as_well() {
    let machine = Machine::new();
    machine.done(&["user:create", EVE]);
    let (said, code) = machine.failed(&["user:create", EVE]);
    assert_eq!(code, 1, "{said}");
    let acts = machine.acts(EVE);
    let results: Vec<_> = acts
        .iter()
        .filter(|act| act["action"] == "account_create")
        .map(|act| act["result"].as_str().unwrap())
        .collect();
    assert_eq!(results, ["done", "refused"], "{acts:?}");
    machine.done(&["mail:test", "ana@example.com"]);
    let nobody = format!("smtp://127.0.0.1:{}", free_port());
    let settings = [machine.settings(), vec![("MAIL_URL", &*nobody)]].concat();
    assert_eq!(run(&["mail:test", "ana@example.com"], &settings).status.code(), Some(1));
    let acts = machine.json(&["audit:list", "--action", "mail_test"]);
    let told: Vec<_> = acts
        .as_array()
        .unwrap()
        .iter()
        .map(|act| (act["result"].as_str().unwrap(), act["detail"].as_str().unwrap()))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!((told[0].0, told[1].0), ("done", "failed"), "{told:?}");
    for (_, detail) in told {
        assert!(detail.starts_with("to ana@example.com") && detail.contains("uid "), "{detail}");
    }
}
