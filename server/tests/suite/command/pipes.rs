//! A reader such as `head` that has had enough is no failure of the command.

use super::machine::{EVE, Machine};
use crate::support::process::bts_guru;

/// Run a command whose output nobody reads.
fn unread(machine: &Machine, arguments: &[&str]) -> std::process::Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    bts_guru(arguments, &machine.settings()).stdout(writer).output().unwrap()
}

#[test]
fn a_command_whose_output_nobody_reads_ends_well_and_quietly() {
    let machine = Machine::new();
    let new = "new@example.com";
    machine.done(&["user:create", EVE]);
    for arguments in [
        &["user:create", new][..],
        &["key:create", EVE, "--name", "x"],
        &["user:plan", EVE, "pro"],
        &["user:list"],
        &["user:list", "--json"],
        &["user:show", EVE],
        &["key:list", EVE],
        &["queue:list"],
        &["queue:list", "--jobs"],
        &["audit:list"],
        &["migrate", "status"],
        &["config:show"],
        &["openapi"],
        &["asyncapi"],
        &["--help"],
        &["user:list", "--help"],
        &["api:sync"],
        &["api:sync", "--recurring", "--every", "1s"],
    ] {
        let output = unread(&machine, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        if arguments[0] != "key:create" {
            assert_eq!(said, "", "{arguments:?}");
        }
    }
    // What was asked for was done all the same.
    assert_eq!(machine.json(&["user:show", EVE])["plan"], "pro");
    assert_eq!(machine.json(&["user:show", new])["email"], new);
}
