//! `mail:test`: the letter, and what the mail server answered.

use crate::support::process::run;
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::mpsc::{self, Receiver},
};

/// A mail server that takes one letter, and ends with `verdict`. Answers its port and what it heard.
fn server(verdict: &'static str) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let (mut out, mut lines) = (stream.try_clone().unwrap(), BufReader::new(stream).lines());
        let mut say = |line: &str| write!(out, "{line}\r\n").unwrap();
        say("220 mail.example ready");
        let (mut all, mut data) = (String::new(), false);
        while let Some(Ok(line)) = lines.next() {
            all.push_str(&line);
            all.push('\n');
            match line.split([' ', ':']).next().unwrap_or_default() {
                "." if data => {
                    data = false;
                    say(verdict);
                }
                _ if data => {}
                "DATA" => {
                    data = true;
                    say("354 go on");
                }
                "QUIT" => break,
                _ => say("250 mail.example"),
            }
        }
        drop(tell.send(all));
    });
    (port, heard)
}

#[test]
fn a_letter_of_trial_says_what_the_mail_server_answered() {
    let (port, heard) = server("250 2.0.0 queued as 4711");
    let url = format!("smtp://127.0.0.1:{port}");
    let settings = [
        ("MAIL_URL", &*url),
        ("MAIL_FROM", "Scores <letters@scores.example>"),
        ("MAIL_REPLY_TO", "desk@scores.example"),
    ];
    let output = run(&["mail:test", "ana@example.com"], &settings);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said, "The mail server took the letter: 250 2.0.0 queued as 4711\n");
    let letter = heard.recv().unwrap();
    for part in [
        "MAIL FROM:<letters@scores.example>",
        "RCPT TO:<ana@example.com>",
        "\nFrom: Scores <letters@scores.example>\n",
        "\nReply-To: desk@scores.example\n",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
}

#[test]
fn a_letter_that_is_refused_fails_with_what_the_mail_server_said() {
    let (port, _heard) = server("550 5.7.1 not from here");
    let url = format!("smtp://127.0.0.1:{port}");
    let output = run(&["mail:test", "ana@example.com"], &[("MAIL_URL", &url)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("5.7.1 not from here") && said.trim().lines().count() == 1, "{said}");
}

#[test]
fn without_a_mail_server_the_letter_is_a_file_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let output = run(&["mail:test", "ana@example.com"], &[("DATA_DIR", &data)]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let path = said.trim().rsplit(' ').next().unwrap();
    assert!(std::fs::read_to_string(path).unwrap().contains("To: ana@example.com"), "{said}");
}

#[test]
fn a_sender_that_is_no_address_stops_every_command_with_one_line() {
    for name in ["MAIL_FROM", "MAIL_REPLY_TO"] {
        let output = run(&["mail:test", "ana@example.com"], &[(name, "somebody")]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(&format!("bts-guru: {name}=somebody cannot be used: ")), "{said}");
    }
}
