//! The simulator against its promises.

mod faults;
mod invariants;
mod pace;
mod sports;
mod wire;

use super::{Simulator, SimulatorConfig};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// An ordinary afternoon.
fn afternoon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_866_800, 0).expect("a valid instant")
}

fn ordinary(seed: u64) -> Simulator {
    Simulator::new(SimulatorConfig::new(seed, afternoon()))
}

fn parsed(simulator: &Simulator, question: &str) -> Value {
    let reply = simulator.respond(question);
    assert_eq!(reply.status, 200, "{question}");
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{question}: {error}"))
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["response"].as_array().expect("rows")
}
