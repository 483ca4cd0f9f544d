//! The OWASP API Security Top 10 of 2023, one file a row: each tries what the row warns of, from
//! outside, against the whole service. What other suites try already is named at the top of its row.
#![expect(clippy::unwrap_used, reason = "a try that cannot be made should say where")]

mod api01_object_level;
mod api02_authentication;
mod api03_property_level;
mod api04_resource_consumption;
mod api05_function_level;
mod api06_business_flows;
mod api07_request_forgery;
mod api08_misconfiguration;
mod api09_inventory;
mod api10_unsafe_consumption;
mod customer;
mod raw_requests;
mod upstream;

#[path = "../accounts/support.rs"]
#[allow(dead_code, reason = "the rows need a part of it")]
mod site;
#[path = "../keys/support.rs"]
mod world;
