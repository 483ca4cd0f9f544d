//! The service.
//!
//! [`service`] builds it from a [`config`] and runs it; [`ingest`] brings data in, [`store`] keeps
//! it, [`rest`], [`realtime`] and [`web`] bring it out; [`ops`] looks after the process; [`command`]
//! is the command line.

#![recursion_limit = "256"]

pub mod accounts;
pub mod clock;
pub mod command;
pub mod config;
pub mod docs;
pub mod ingest;
pub mod ops;
pub mod realtime;
pub mod rest;
pub mod service;
pub mod store;
pub mod web;
