//! What pages are built of, one primitive a file.

pub mod age;
pub mod chart;
pub mod chrome;
pub mod code;
pub mod connection;
pub mod copy;
pub mod flag;
pub mod form;
pub mod icon;
pub mod letter;
pub mod proof;
pub mod scores;
pub mod skeleton;
pub mod state;
pub(crate) mod table;
pub mod theme;
pub mod time;
