//! A day's answer to observations, against what it costs merely to parse it.
#![allow(missing_docs)]

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use http::HeaderMap;
use std::{hint::black_box, path::Path};
use upstream::{client::Answer, football};

fn day() -> Option<Bytes> {
    let name = "football/fixtures-date-2025-08-08-A.json";
    let named = std::env::var_os("BTS_RECORDINGS").map(|folder| Path::new(&folder).join(name));
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = here.ancestors().map(|it| it.join("shared/data/upstream").join(name));
    let file = named.into_iter().chain(above).find(|file| file.is_file())?;
    std::fs::read(file).ok().map(Bytes::from)
}

fn adapter(criterion: &mut Criterion) {
    let Some(body) = day() else {
        println!("The recorded answers are not on this machine; there is nothing to measure.");
        return;
    };
    let headers = HeaderMap::new();
    let now = chrono::DateTime::UNIX_EPOCH;
    let mut group = criterion.benchmark_group("day");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("bytes to serde_json::Value", |bencher| {
        bencher.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(&body)));
    });
    group.bench_function("bytes to observations", |bencher| {
        bencher.iter(|| {
            let answer =
                Answer::open(200, &headers, black_box(body.clone()), now).expect("is good");
            football::observations(&answer)
        });
    });
    group.finish();
}

criterion_group!(benches, adapter);
criterion_main!(benches);
