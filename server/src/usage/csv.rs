//! A report as CSV.

use super::{Dimension, Query, Report, Row};

/// What every line tells, after what it is told of.
const NUMBERS: [&str; 9] = [
    "requests",
    "errors",
    "limited",
    "bytes",
    "p50_ms",
    "p95_ms",
    "socket_minutes",
    "messages",
    "charged",
];

impl Report {
    /// The lines as CSV: a header, then one line each, exactly as in [`Report::data`].
    pub fn csv(&self, query: &Query) -> String {
        let header = names(query).into_iter().map(str::to_owned).collect();
        write(std::iter::once(header).chain(self.data.iter().map(cells)))
    }
}

fn names(query: &Query) -> Vec<&'static str> {
    let mut names = Vec::new();
    if query.bucket.is_some() {
        names.push("at");
    }
    for by in Dimension::ALL.into_iter().filter(|by| query.by.contains(by)) {
        match by {
            Dimension::Key => names.extend(["key_id", "key_name"]),
            Dimension::Endpoint => names.push("endpoint"),
            Dimension::Status => names.push("status"),
        }
    }
    names.extend(NUMBERS);
    names
}

fn cells(row: &Row) -> Vec<String> {
    let numbers = &row.numbers;
    let millis = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
    let mut cells: Vec<String> = Vec::new();
    cells.extend(row.at.clone());
    cells.extend(row.key_id.clone());
    cells.extend(row.key_name.as_deref().map(plain));
    cells.extend(row.endpoint.as_deref().map(plain));
    cells.extend(row.status.map(|status| status.to_string()));
    cells.extend(
        [numbers.requests, numbers.errors, numbers.limited, numbers.bytes].map(|n| n.to_string()),
    );
    cells.extend([millis(numbers.p50_ms), millis(numbers.p95_ms)]);
    cells.extend([numbers.socket_minutes.to_string(), numbers.messages.to_string()]);
    cells.push(numbers.charged.to_string());
    cells
}

/// What a spreadsheet would run as a formula is kept text by an apostrophe in front: a key's name is
/// its owner's to choose, and others open the file.
fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn write(lines: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).expect("memory takes every line");
    }
    let bytes = writer.into_inner().expect("memory takes every line");
    String::from_utf8(bytes).expect("cells are text")
}

#[cfg(test)]
mod tests {
    use super::{plain, write};

    /// One cell as it is written.
    fn text(text: &str) -> String {
        let line = write(std::iter::once(vec![plain(text)]));
        line.strip_suffix("\r\n").expect("the line ends").to_owned()
    }

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@SUM(A1,\"x\")"), "\"'@SUM(A1,\"\"x\"\")\"");
        assert_eq!(text("plain"), "plain");
    }
}
