//! What a command leaves where nothing was before, and what it says there.

use super::machine::{EVE, Machine};
use crate::support::process::{bts_guru, run};
use std::path::Path;

const ACT: [&[&str]; 14] = [
    &["user:plan", EVE, "pro"],
    &["user:role", EVE, "viewer"],
    &["user:promote", EVE],
    &["user:disable", EVE, "--why", "A test."],
    &["user:enable", EVE],
    &["user:delete", EVE],
    &["user:two-factor-off", EVE],
    &["user:sessions-end", EVE],
    &["key:create", EVE, "--name", "x"],
    &["key:revoke", "7f3k9q2m"],
    &["queue:pause", "mail"],
    &["queue:resume", "mail"],
    &["queue:retry", "1"],
    &["queue:cancel", "1"],
];

const LOOK: [&[&str]; 8] = [
    &["user:list"],
    &["user:show", EVE],
    &["key:list", EVE],
    &["queue:list"],
    &["queue:list", "--jobs"],
    &["audit:list"],
    &["migrate", "status"],
    &["migrate", "down"],
];

fn empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().count() == 0
}

#[test]
fn a_command_says_that_there_is_no_database_and_makes_none() {
    let machine = Machine::new();
    let data = machine.data.path();
    let settings = [("DATA_DIR", data.to_str().unwrap()), ("RUST_LOG", "error")];
    for arguments in LOOK.into_iter().chain(ACT) {
        let output = run(arguments, &settings);
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.starts_with("bts-guru: there is no database at sqlite://"), "{said}");
        assert!(said.contains("`bts-guru migrate up`") && said.lines().count() == 1, "{said}");
        assert!(empty(data), "{arguments:?} left something");
    }
}

#[test]
fn a_command_that_looks_makes_no_key_and_changes_no_schema() {
    let machine = Machine::new();
    let data = machine.data.path();
    let settings = [("DATA_DIR", data.to_str().unwrap()), ("RUST_LOG", "error")];
    assert!(run(&["migrate", "up"], &settings).status.success());
    for arguments in [&["user:list"][..], &["queue:list"], &["audit:list"], &["migrate", "status"]]
    {
        assert!(run(arguments, &settings).status.success(), "{arguments:?}");
    }
    assert!(!data.join("app.key").exists(), "a key was made");
    assert!(run(&["migrate", "down"], &settings).status.success());
    let (said, code) = machine.failed(&["user:list"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("is 1 steps behind; `bts-guru migrate up` takes them"), "{said}");
    assert!(machine.done(&["migrate", "status"]).contains("pending "), "it is as it was");
}

#[test]
fn a_server_that_does_not_answer_is_named_while_it_is_waited_for() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = silent.local_addr().unwrap();
    let url = format!("postgres://ana:secret@{place}/scores");
    let output = run(&["user:list"], &[("DATABASE_URL", &url)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let shown = format!("postgres://ana:****@{place}/scores");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].ends_with(&format!("waiting for the database {shown} to answer")), "{said}");
    let why = format!("bts-guru: cannot open the database {shown}: nothing answers there");
    assert!(lines[1].starts_with(&why), "{said}");
    assert_eq!(output.status.code(), Some(2), "{said}");
}

#[test]
fn a_command_line_that_is_wrong_is_told_in_one_line_with_the_way_to_the_help() {
    let machine = Machine::new();
    for (arguments, part, help) in [
        (&["user:lists"][..], "user:lists", "`bts-guru --help` says more"),
        (&["user:disable", EVE], "--why <WHY>", "`bts-guru user:disable --help` says more"),
        (&["serve", "--role", "king"], "all, web, worker", "`bts-guru serve --help` says more"),
        (&["queue:list", "--state", "done"], "--jobs", "`bts-guru queue:list --help` says more"),
        (&[], "no command is given", "`bts-guru --help` lists them"),
    ] {
        let (said, code) = machine.failed(arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.starts_with("bts-guru: ") && said.contains(part), "{said}");
        assert!(said.ends_with(help), "{said}");
    }
    assert!(empty(machine.data.path()));
    let help = bts_guru(&["--help"], &machine.settings()).output().unwrap();
    let page = String::from_utf8_lossy(&help.stdout);
    assert!(
        help.status.success() && page.contains("user:list") && page.contains("Usage:"),
        "{page}"
    );
}
