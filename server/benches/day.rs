//! What a day's list of 517 kB costs from bytes to changes, beside parsing the same bytes alone.
//!
//! Read the two figures of one run as a ratio; the aim is below 2.

#![allow(missing_docs, reason = "criterion's macros make the entry point")]

use chrono::Utc;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use entity::model::{LeagueSlug, Match, MatchId, Seq};
use server::ingest::{diff, merge};
use std::{collections::HashMap, hint::black_box, path::PathBuf};
use upstream::{client::Answer, football};

fn recording(name: &str) -> Option<bytes::Bytes> {
    let named = std::env::var_os("BTS_RECORDINGS").map(PathBuf::from);
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut above = here.ancestors().map(|folder| folder.join("shared/data/upstream"));
    let folder = named.or_else(|| above.find(|folder| folder.is_dir()))?;
    Some(std::fs::read(folder.join("football").join(name)).ok()?.into())
}

fn day(c: &mut Criterion) {
    let (Some(before), Some(after)) = (
        recording("fixtures-date-2025-08-08-A.json"),
        recording("fixtures-date-2025-08-08-B.json"),
    ) else {
        println!("no recorded answers here: set BTS_RECORDINGS to measure with them");
        return;
    };
    let known: HashMap<MatchId, Match> = observations(&before)
        .into_iter()
        .map(|row| {
            let slug = LeagueSlug(row.league.id.0.clone());
            let first = merge::first(row, slug, Seq(0), Utc::now(), Utc::now());
            (first.id.clone(), first)
        })
        .collect();
    let mut group = c.benchmark_group("day answer");
    group.throughput(Throughput::Bytes(after.len() as u64));
    group.bench_function("serde_json to Value", |b| {
        b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(&after)).expect("parses"));
    });
    group.bench_function("bytes to changes", |b| {
        b.iter(|| {
            let rows = observations(black_box(&after));
            let changed = rows.iter().filter_map(|row| {
                let old = &known[&row.id];
                let new = merge::merged(old, row)?;
                Some((diff::items(old, &new), diff::patch(old, &new)))
            });
            assert_eq!(black_box(changed.count()), 1);
        });
    });
    group.finish();
}

fn observations(bytes: &bytes::Bytes) -> Vec<entity::model::ObservedMatch> {
    let answer = Answer::open(200, &http::HeaderMap::new(), bytes.clone(), Utc::now());
    football::observations(&answer.expect("is good")).expect("is football").rows
}

criterion_group!(benches, day);
criterion_main!(benches);
