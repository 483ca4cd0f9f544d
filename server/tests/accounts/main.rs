//! Accounts, tried from outside: browsers against the whole router.
#![expect(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod crowd;
mod cut_off;
mod databases;
mod first_come;
mod forged;
mod join;
mod key_letters;
mod leaving;
mod logs;
mod moving;
mod own_account;
mod rotation;
mod second;
#[path = "../servers/mod.rs"]
#[allow(dead_code, reason = "these tests need a part of it")]
mod servers;
mod sessions;
mod support;
