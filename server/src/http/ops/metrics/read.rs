//! What is told, part by part.

use super::page::{Kind, Page};
use crate::{
    app::AppState,
    usage::{Counters, latency},
};
use sea_orm::DbErr;
use std::{collections::BTreeMap, sync::LazyLock, time::Duration};

/// How long the database may take; a page without its numbers is better than none.
const READ_TIMEOUT: Duration = Duration::from_secs(3);

/// When this process began, as near as it can tell.
static STARTED: LazyLock<i64> = LazyLock::new(|| chrono::Utc::now().timestamp_millis());

/// From now on counts as the life of the process.
pub(super) fn begin() {
    LazyLock::force(&STARTED);
}

/// Everything, as text.
pub(super) async fn all(app: &AppState) -> String {
    let mut page = Page::default();
    process(&mut page);
    requests(&mut page, app);
    limits(&mut page, app);
    realtime(&mut page, app);
    upstream(&mut page, app);
    database(&mut page, app).await;
    page.into_text()
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a double tells milliseconds for ages to come")]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1_000.0
}

fn process(page: &mut Page) {
    page.family("bts_build_info", Kind::Gauge, "Which build this is.")
        .sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
    let help = "When this process began, in seconds since 1970.";
    page.gauge("process_start_time_seconds", help, seconds(*STARTED));
}

fn requests(page: &mut Page, app: &AppState) {
    let recorder = app.usage.recorder();
    let help = "REST requests answered, by route, method and class of the answer's status.";
    let mut family = page.family("bts_http_requests_total", Kind::Counter, help);
    let mut by_class: BTreeMap<_, u64> = BTreeMap::new();
    let mut by_route: BTreeMap<_, Counters> = BTreeMap::new();
    for ((route, verb, status), tally) in recorder.totals() {
        *by_class.entry((route.clone(), verb, status / 100)).or_default() += tally.requests;
        by_route.entry((route, verb)).or_default().add(&tally);
    }
    for ((route, verb, class), requests) in by_class {
        let class = format!("{class}xx");
        family
            .sample(&[("route", &route), ("method", verb.as_str()), ("status", &class)], requests);
    }
    let help = "How long REST requests took.";
    let mut family = page.family("bts_http_request_seconds", Kind::Histogram, help);
    for ((route, verb), tally) in by_route {
        #[expect(clippy::cast_precision_loss, reason = "a double tells microseconds well enough")]
        let sum = tally.micros as f64 / 1_000_000.0;
        let labels = [("route", &*route), ("method", verb.as_str())];
        family.histogram(&labels, latency::bounds(), &tally.latency, sum);
    }
    let help = "Requests that usage could not keep because the database was away for too long.";
    page.counter("bts_usage_lost_total", help, recorder.lost());
}

fn limits(page: &mut Page, app: &AppState) {
    let (admitted, refused) = app.limits.decisions();
    let help = "Requests held against a limit, by what became of them.";
    let mut family = page.family("bts_limit_decisions_total", Kind::Counter, help);
    family.sample(&[("decision", "admitted")], admitted);
    family.sample(&[("decision", "refused")], refused);
    let help = "Whether Redis is away and this process admits a share of its own.";
    page.gauge("bts_limit_falling_back", help, u8::from(app.limits.is_falling_back()));
}

fn realtime(page: &mut Page, app: &AppState) {
    let stats = app.hub.stats();
    page.gauge("bts_realtime_sockets", "Sockets open.", stats.sockets);
    page.gauge("bts_realtime_streams", "Event streams open.", stats.streams);
    page.gauge("bts_realtime_subscriptions", "Subscriptions.", stats.subscriptions);
    page.gauge("bts_realtime_channels", "Channels with a listener.", stats.channels);
    page.gauge("bts_realtime_backlogged", "Sockets with bytes waiting.", stats.backlogged);
    page.counter("bts_realtime_opened_total", "Sockets opened.", stats.opened);
    page.counter("bts_realtime_published_total", "Messages published.", stats.published);
    let help = "Published messages ignored because their place in the log was taken.";
    page.counter("bts_realtime_repeated_total", help, stats.repeated);
    let help = "Event messages handed to sockets and streams.";
    page.counter("bts_realtime_delivered_total", help, stats.messages_out);
    let help = "Bytes written to sockets and streams.";
    page.counter("bts_realtime_sent_bytes_total", help, stats.bytes_out);
    page.counter("bts_realtime_received_total", "Messages read from clients.", stats.messages_in);
    let help = "Clients that came back, by whether the history still had what they missed.";
    let mut family = page.family("bts_realtime_resumes_total", Kind::Counter, help);
    family.sample(&[("recovered", "true")], stats.recovered);
    family.sample(&[("recovered", "false")], stats.unrecovered);
    let help = "Times a slow client was brought down to snapshots.";
    page.counter("bts_realtime_conflated_total", help, stats.conflated);
    let help = "Sockets closed by us, by why.";
    let mut family = page.family("bts_realtime_cut_total", Kind::Counter, help);
    family.sample(&[("reason", "slow")], stats.cut_slow);
    family.sample(&[("reason", "silent")], stats.cut_silent);
    family.sample(&[("reason", "flooding")], stats.cut_flooding);
    page.counter("bts_realtime_refused_total", "Clients refused.", stats.refused);
}

fn upstream(page: &mut Page, app: &AppState) {
    let counts = app.clients.counts();
    let help = "Calls to the upstream that came back, well or not.";
    let mut family = page.family("bts_upstream_calls_total", Kind::Counter, help);
    for (sport, counts) in &counts {
        family.sample(&[("sport", sport.slug())], counts.calls);
    }
    let help = "Calls to the upstream that failed, by what kind of failure.";
    let mut family = page.family("bts_upstream_failures_total", Kind::Counter, help);
    for (sport, counts) in &counts {
        for (class, failures) in &counts.failures {
            family.sample(&[("sport", sport.slug()), ("class", class)], failures);
        }
    }
    let help = "Rows of the upstream's answers that could not be taken and were set aside.";
    let mut family = page.family("bts_upstream_rows_left_out_total", Kind::Counter, help);
    let left_out = app.ingest.left_out();
    for sport in counts.keys() {
        let rows = left_out.get(sport).copied().unwrap_or_default();
        family.sample(&[("sport", sport.slug())], rows);
    }
    let statuses = app.statuses.all();
    let help = "Calls left, as far as the upstream has said.";
    let mut family = page.family("bts_upstream_budget_left", Kind::Gauge, help);
    for (sport, status) in &statuses {
        let left = [("day", status.allowance.day), ("minute", status.allowance.minute)];
        for (window, calls) in left.into_iter().filter_map(|(window, left)| Some((window, left?))) {
            family.sample(&[("sport", sport.slug()), ("window", window)], calls);
        }
    }
    let help = "Seconds since the poller's last good answer.";
    let mut family = page.family("bts_upstream_good_answer_age_seconds", Kind::Gauge, help);
    for (sport, status) in &statuses {
        if let Some(at) = status.last_good {
            let age = (app.clock.now() - at).num_milliseconds();
            family.sample(&[("sport", sport.slug())], seconds(age));
        }
    }
}

/// What only the database knows.
async fn database(page: &mut Page, app: &AppState) {
    let (open, idle) = app.database.connections();
    let help = "Connections to the database, by whether they are in use.";
    let mut family = page.family("bts_database_connections", Kind::Gauge, help);
    family.sample(&[("state", "busy")], open.saturating_sub(idle));
    family.sample(&[("state", "idle")], idle);
    let asked = tokio::time::timeout(READ_TIMEOUT, stored(page, app)).await;
    let answers = match asked {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "metrics lack what the database knows");
            false
        }
        Err(_) => {
            tracing::warn!("metrics lack what the database knows: it does not answer");
            false
        }
    };
    let help = "Readings of stored rows that this build cannot read and left out.";
    page.counter("bts_database_rows_unreadable_total", help, crate::store::unreadable());
    page.gauge("bts_database_up", "Whether the database answers.", u8::from(answers));
}

async fn stored(page: &mut Page, app: &AppState) -> Result<(), DbErr> {
    let (head, unannounced) = (app.log.head().await?, app.log.unannounced().await?);
    let (jobs, waits) = (app.queue.counts().await?, app.queue.waits().await?);
    page.counter("bts_log_changes_total", "Changes committed to the log since its epoch.", head.0);
    let help = "Changes committed and not announced yet.";
    page.gauge("bts_log_unannounced", help, unannounced);
    let mut family = page.family("bts_queue_jobs", Kind::Gauge, "Jobs, by queue and state.");
    for count in &jobs {
        family.sample(&[("queue", &count.queue), ("state", count.state.slug())], count.jobs);
    }
    let help = "How long the oldest job that is due waits for a worker.";
    let mut family = page.family("bts_queue_wait_seconds", Kind::Gauge, help);
    for (queue, wait) in &waits {
        family.sample(&[("queue", queue)], wait.as_secs_f64());
    }
    Ok(())
}
