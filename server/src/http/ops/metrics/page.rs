//! The text format of Prometheus, version 0.0.4.

use std::fmt::{Display, Write};

/// What its media type is.
pub(super) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What kind of numbers a family has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How many lie below each of some bounds.
    Histogram,
}

/// A page as it is written, family by family.
#[derive(Debug, Default)]
pub(super) struct Page(String);

/// One family, to which samples are added.
pub(super) struct Family<'a> {
    page: &'a mut String,
    name: &'static str,
}

impl Page {
    /// Begin a family. `help` is one line of plain words.
    pub(super) fn family(&mut self, name: &'static str, kind: Kind, help: &str) -> Family<'_> {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        self.push(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
        Family { page: &mut self.0, name }
    }

    /// A counter of one sample.
    pub(super) fn counter(&mut self, name: &'static str, help: &str, value: impl Display) {
        self.family(name, Kind::Counter, help).sample(&[], value);
    }

    /// A gauge of one sample.
    pub(super) fn gauge(&mut self, name: &'static str, help: &str, value: impl Display) {
        self.family(name, Kind::Gauge, help).sample(&[], value);
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        self.0.write_fmt(text).expect("a string takes any text");
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

impl Family<'_> {
    /// Add a sample.
    pub(super) fn sample(&mut self, labels: &[(&str, &str)], value: impl Display) {
        self.write("", labels, value);
    }

    /// Add a histogram: the bounds of its buckets but the last, how many fell into each, the last
    /// included, and the sum of all.
    pub(super) fn histogram(
        &mut self,
        labels: &[(&str, &str)],
        bounds: impl Iterator<Item = f64>,
        counts: &[u64],
        sum: f64,
    ) {
        let all: u64 = counts.iter().sum();
        let mut below = 0;
        for (bound, count) in bounds.zip(counts) {
            below += count;
            let bound = bound.to_string();
            self.write("_bucket", &[labels, &[("le", &bound)]].concat(), below);
        }
        self.write("_bucket", &[labels, &[("le", "+Inf")]].concat(), all);
        self.write("_sum", labels, sum);
        self.write("_count", labels, all);
    }

    fn write(&mut self, suffix: &str, labels: &[(&str, &str)], value: impl Display) {
        self.page.push_str(self.name);
        self.page.push_str(suffix);
        let mut mark = '{';
        for (name, text) in labels {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            write!(self.page, "{mark}{name}=\"{text}\"").expect("a string takes any text");
            mark = ',';
        }
        let end = if labels.is_empty() { "" } else { "}" };
        writeln!(self.page, "{end} {value}").expect("a string takes any text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_says_what_it_is_before_its_samples() {
        let mut page = Page::default();
        let mut family = page.family("x_total", Kind::Counter, "What.\nMore \\ less.");
        family.sample(&[("a", "1"), ("b", "say \"no\"\n\\")], 7);
        page.gauge("y", "How much.", 0.5);
        let text = "# HELP x_total What.\\nMore \\\\ less.\n# TYPE x_total counter\n\
                    x_total{a=\"1\",b=\"say \\\"no\\\"\\n\\\\\"} 7\n\
                    # HELP y How much.\n# TYPE y gauge\ny 0.5\n";
        assert_eq!(page.into_text(), text);
    }

    #[test]
    fn the_buckets_of_a_histogram_add_up() {
        let mut page = Page::default();
        let mut family = page.family("t", Kind::Histogram, "Time.");
        family.histogram(&[("e", "/x")], [0.1, 0.5].into_iter(), &[3, 0, 2], 4.25);
        let text = "# HELP t Time.\n# TYPE t histogram\n\
                    t_bucket{e=\"/x\",le=\"0.1\"} 3\nt_bucket{e=\"/x\",le=\"0.5\"} 3\n\
                    t_bucket{e=\"/x\",le=\"+Inf\"} 5\nt_sum{e=\"/x\"} 4.25\nt_count{e=\"/x\"} 5\n";
        assert_eq!(page.into_text(), text);
    }
}
