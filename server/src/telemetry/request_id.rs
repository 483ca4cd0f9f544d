//! The id of the request under way, on every line that is logged meanwhile.
//!
//! It lies beside the task and is read when something is logged. A span would be written out when it
//! begins, at a tenth of the cost of a hot read, and most requests log nothing.

use http::HeaderValue;
use std::{borrow::Cow, fmt};
use tokio::task::futures::TaskLocalFuture;
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

tokio::task_local! {
    static ID: HeaderValue;
}

/// Do `work` for the request of that id.
pub fn with_request_id<F: Future>(id: HeaderValue, work: F) -> TaskLocalFuture<HeaderValue, F> {
    ID.scope(id, work)
}

/// The id of the request under way, if there is one.
pub fn current() -> Option<String> {
    ID.try_with(|id| id.to_str().map(str::to_owned)).ok()?.ok()
}

/// Lines of a format, with the request's id where there is one. Ids are plain words.
#[derive(Clone, Copy, Debug)]
pub enum WithRequestId<F> {
    /// At the end of a line for people.
    Text(F),
    /// As the first member of an object.
    Json(F),
}

impl<S, N, F> FormatEvent<S, N> for WithRequestId<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let (Self::Text(format) | Self::Json(format)) = self;
        let id = ID.try_with(Clone::clone).ok();
        let id = id.as_ref().map(|id| id.to_str().unwrap_or_default());
        let mut line = String::new();
        format.format_event(context, Writer::new(&mut line), event)?;
        match (self, id) {
            (Self::Text(_), id) => {
                writer.write_str(&on_one_line(line.trim_end()))?;
                id.map_or(Ok(()), |id| write!(writer, " request_id={id}"))?;
                writer.write_char('\n')
            }
            (Self::Json(_), Some(id)) => {
                let members = line.strip_prefix('{').unwrap_or(&line);
                write!(writer, "{{\"request_id\":\"{id}\",{members}")
            }
            (Self::Json(_), None) => writer.write_str(&line),
        }
    }
}

/// What is logged may hold words of others, an upstream's or a visitor's: a line break in them would
/// let them write lines of ours.
fn on_one_line(line: &str) -> Cow<'_, str> {
    if !line.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Cow::Borrowed(line);
    }
    let line = line.replace('\n', "\\n").replace('\r', "\\r");
    Cow::Owned(line.replace(['\u{2028}', '\u{2029}'], "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io,
        sync::{Arc, Mutex},
    };
    use tracing_subscriber::{fmt as lines, prelude::*};

    /// What was logged.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no holder panics").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Log {
        fn lines(&self) -> Vec<String> {
            let bytes = self.0.lock().expect("no holder panics");
            String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
        }
    }

    async fn within_and_without() {
        let work = async {
            tokio::task::yield_now().await;
            tracing::warn!(match_id = 7, "a \"line\" of a request");
        };
        with_request_id(HeaderValue::from_static("abc-1"), work).await;
        tracing::warn!("a line of nobody");
    }

    #[tokio::test]
    async fn a_line_for_people_ends_in_its_requests_id() {
        let log = Log::default();
        let writer = log.clone();
        let format = WithRequestId::Text(lines::format().with_target(false).with_ansi(false));
        let layer = lines::layer().event_format(format).with_writer(move || writer.clone());
        let _here = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        within_and_without().await;
        let [within, without] = &log.lines()[..] else { panic!("{:?}", log.lines()) };
        assert!(
            within.ends_with("a \"line\" of a request match_id=7 request_id=abc-1"),
            "{within}"
        );
        assert!(without.ends_with("a line of nobody"), "{without}");
    }

    #[test]
    fn words_of_others_cannot_write_a_line_of_their_own() {
        let log = Log::default();
        let writer = log.clone();
        let format = WithRequestId::Text(lines::format().with_target(false).with_ansi(false));
        let layer = lines::layer().event_format(format).with_writer(move || writer.clone());
        let _here = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        let said = "no such key\r\n2026-01-01T00:00:00Z  WARN all is well\u{2028}really";
        tracing::warn!(error = %said, "the upstream refused");
        let lines = log.lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains(r"error=no such key\r\n2026-01-01"), "{lines:?}");
    }

    #[tokio::test]
    async fn a_line_for_machines_is_an_object_that_has_its_requests_id() {
        let log = Log::default();
        let writer = log.clone();
        let layer = lines::layer().json().map_event_format(WithRequestId::Json);
        let layer = layer.with_writer(move || writer.clone());
        let _here = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        within_and_without().await;
        let read = |line: &String| serde_json::from_str::<serde_json::Value>(line);
        let lines: Result<Vec<_>, _> = log.lines().iter().map(read).collect();
        let lines = lines.expect("every line is an object");
        assert_eq!(lines[0]["request_id"], "abc-1");
        assert_eq!(lines[0]["fields"]["message"], "a \"line\" of a request");
        assert!(lines[1].get("request_id").is_none());
    }
}
