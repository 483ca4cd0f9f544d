//! What stands around the rows of an answer.

use super::query::{Complaint, Query};
use super::sport;
use super::wire::put;
use super::world;
use entity::model::Sport;

/// Puts a response between the vendor's keys, oddities included.
pub(super) fn envelope(
    query: &Query,
    complaints: &[Complaint],
    results: usize,
    response: &str,
) -> String {
    let object = |out: &mut String, pairs: &[(String, String)]| {
        if pairs.is_empty() {
            out.push_str("[]");
            return;
        }
        for (place, (name, value)) in pairs.iter().enumerate() {
            let before = if place == 0 { '{' } else { ',' };
            put(
                out,
                format_args!(r#"{before}"{}":"{}""#, world::escape(name), world::escape(value)),
            );
        }
        out.push('}');
    };
    let mut body = String::with_capacity(response.len() + 256);
    put(
        &mut body,
        format_args!(r#"{{"get":"{}","parameters":"#, world::escape(sport::echo(query))),
    );
    object(&mut body, &query.parameters);
    body.push_str(r#","errors":"#);
    object(&mut body, complaints);
    put(&mut body, format_args!(r#","results":{results}"#));
    // The oldest of the vendor's services knows no pages.
    if query.sport != Sport::Formula1 {
        body.push_str(r#","paging":{"current":1,"total":1}"#);
    }
    body.push_str(r#","response":"#);
    body.push_str(response);
    body.push('}');
    body
}
