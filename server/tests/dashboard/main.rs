//! The dashboard, tried from outside: plain forms, then REST, then what the pages say of it.
#![expect(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod customer;
#[path = "../accounts/support.rs"]
#[expect(dead_code, reason = "the tests of accounts use all of it")]
mod support;
