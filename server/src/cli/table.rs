//! Rows for a terminal.

use super::{CliError, output};
use serde_json::Value;
use std::{fmt::Write as _, io::IsTerminal};

/// Most characters of a cell on a terminal; into a pipe or a file goes everything.
const WIDEST: usize = 60;

/// Print rows under their headings, each column as wide as its widest cell.
pub(super) fn print(headings: &[&str], rows: &[Vec<String>]) -> Result<(), CliError> {
    let widest = std::io::stdout().is_terminal().then_some(WIDEST);
    output::text(&text(headings, rows, widest))
}

/// Print a list for programs.
pub(super) fn print_json(rows: &[Value]) -> Result<(), CliError> {
    output::line(Value::Array(rows.to_vec()))
}

fn text(headings: &[&str], rows: &[Vec<String>], widest: Option<usize>) -> String {
    let head: Vec<String> = headings.iter().map(|word| (*word).to_owned()).collect();
    let shown: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| plain(cell, widest)).collect()).collect();
    let mut widths: Vec<usize> = head.iter().map(|word| word.chars().count()).collect();
    for row in &shown {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut page = String::new();
    for row in std::iter::once(&head).chain(&shown) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let width = *width;
            write!(line, "{cell:<width$}  ").expect("a string takes any text");
        }
        page.push_str(line.trim_end());
        page.push('\n');
    }
    page
}

/// What a stranger wrote must not steer the terminal.
fn plain(cell: &str, widest: Option<usize>) -> String {
    let mut text: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if let Some(widest) = widest
        && text.chars().count() > widest
    {
        text = text.chars().take(widest - 1).chain(['…']).collect();
    }
    text
}

/// An instant of a table for people and programs alike; `-` where there is none.
pub(super) fn time(millis: Option<i64>) -> String {
    millis.map_or_else(
        || "-".to_owned(),
        |millis| {
            let at = entity::table::instant(millis);
            at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_steer_no_terminal() {
        let rows = vec![
            vec!["ana@example.com".to_owned(), "free".to_owned()],
            vec!["e\u{1b}[2J".to_owned(), "x".repeat(100)],
        ];
        let page = text(&["EMAIL", "PLAN"], &rows, Some(WIDEST));
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[0], "EMAIL            PLAN");
        assert_eq!(lines[1], "ana@example.com  free");
        assert!(lines[2].starts_with("e [2J            xxx") && lines[2].ends_with('…'));
        let whole = text(&["EMAIL", "PLAN"], &rows, None);
        assert!(whole.contains(&"x".repeat(100)) && !whole.contains('…'), "{whole}");
    }
}
