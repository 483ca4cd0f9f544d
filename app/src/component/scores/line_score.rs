//! A line score: what each side got in each part, and the total.

use super::part::{Part, capital, part_name};
use super::text::trails;
use crate::component::table::column;
use crate::reading::{Parts, Reading, counts};
use entity::model::{Competitor, Sport, Statistic};
use leptos::prelude::*;

/// The whole table: a row a side, what is played beyond regular time apart, the total last.
///
/// `statistics` are the match's: hits and errors stand beside runs.
pub(crate) fn line_score(
    sport: Sport,
    sides: &[Competitor],
    parts: &[Part],
    statistics: &[Statistic],
) -> AnyView {
    let reading = Reading::of(sport);
    let title = format!("Score by {}", reading.part());
    let heads: Vec<AnyView> =
        parts.iter().map(|part| column(&part.name, &told_name(sport, part), class(part))).collect();
    let more: Vec<&Statistic> = match reading {
        Reading::Line(Parts::Innings) => ["hits", "errors"]
            .iter()
            .filter_map(|name| statistics.iter().find(|row| row.name == *name))
            .collect(),
        Reading::Line(_) | Reading::Goals | Reading::Sets | Reading::Bout | Reading::Race => {
            Vec::new()
        }
    };
    let more_heads: Vec<AnyView> = more
        .iter()
        .map(|row| column(&capital(row.name.get(..1).unwrap_or_default()), &row.label, "num"))
        .collect();
    let counted = counts(sport);
    let short = match reading {
        Reading::Line(Parts::Innings) => "R",
        Reading::Sets => counted,
        Reading::Line(_) | Reading::Goals | Reading::Bout | Reading::Race => "T",
    };
    let rows: Vec<AnyView> = sides
        .iter()
        .enumerate()
        .map(|(at, side)| {
            let cell = |part: &Part| {
                let score = part.scores.get(at).copied().flatten();
                let class = if part.leads(at) {
                    format!("{} line-ahead", class(part))
                } else {
                    class(part).to_owned()
                };
                view! { <td class=class>{figure(score)}</td> }
            };
            let cells = parts.iter().map(cell).collect_view();
            let more = more
                .iter()
                .map(|row| {
                    let value = row.values.get(at).copied().flatten();
                    let value = value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                    view! { <td class="num">{value}</td> }
                })
                .collect_view();
            let total =
                if trails(side, sides) { "num line-total" } else { "num line-total line-ahead" };
            view! {
                <tr>
                    <th scope="row">{side.name.clone()}</th>
                    {cells}
                    <td class=total>{figure(side.score)}</td>
                    {more}
                </tr>
            }
            .into_any()
        })
        .collect();
    let label = title.clone();
    view! {
        <div class="panel line-panel">
            <div class="table-wrap" role="region" aria-label=label tabindex="0">
                <table class="data line-score">
                    <caption class="sr-only">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Team"</th>
                            {heads}
                            {column(short, &format!("{counted}, total"), "num line-total")}
                            {more_heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// The same in a row of a list: figures under each other beside the sides, and a sentence for
/// readers.
pub(super) fn line_parts(sport: Sport, parts: &[Part]) -> AnyView {
    let shown: Vec<AnyView> = parts
        .iter()
        .filter(|part| part.is_told())
        .map(|part| {
            let class = match (part.on, part.beyond) {
                (true, false) => "line-part line-on",
                (true, true) => "line-part line-on line-beyond",
                (false, true) => "line-part line-beyond",
                (false, false) => "line-part",
            };
            let figure = |at: usize| {
                let class = part.leads(at).then_some("line-ahead");
                view! { <span class=class>{figure(part.scores[at])}</span> }
            };
            view! { <span class=class>{figure(0)} {figure(1)}</span> }.into_any()
        })
        .collect();
    view! {
        <span class="line-parts" aria-hidden="true">{shown}</span>
        <span class="sr-only">{by_part(sport, parts)}</span>
    }
    .into_any()
}

/// `By quarter 28 to 24, 30 to 26, overtime 5 to 3.`
pub(super) fn by_part(sport: Sport, parts: &[Part]) -> String {
    let told = parts.iter().filter(|part| part.is_told()).map(|part| {
        let [home, away] = part.scores.map(figure);
        let name = if part.beyond {
            format!("{} ", part_name(sport, &part.name).to_lowercase())
        } else {
            String::new()
        };
        format!("{name}{home} to {away}")
    });
    format!("By {} {}.", Reading::of(sport).part(), told.collect::<Vec<_>>().join(", "))
}

fn told_name(sport: Sport, part: &Part) -> String {
    let name = part_name(sport, &part.name);
    if part.on { format!("{name}, in play") } else { name }
}

fn class(part: &Part) -> &'static str {
    match (part.on, part.beyond) {
        (true, false) => "num line-on",
        (true, true) => "num line-on line-beyond",
        (false, true) => "num line-beyond",
        (false, false) => "num",
    }
}

fn figure(score: Option<i64>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| score.to_string())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::super::part::parts;
    use super::*;
    use crate::fixtures;

    fn html(sport: Sport) -> String {
        let it = fixtures::of(sport);
        let parts = parts(sport, &it.periods, &it.status);
        let statistics = it.statistics.unwrap_or_default();
        line_score(sport, &it.competitors, &parts, &statistics).to_html()
    }

    /// The texts of the cells of each row, in order.
    fn cells(html: &str) -> Vec<Vec<String>> {
        let rows = html.split("<tr").skip(1);
        rows.map(|row| {
            let cells = row.split("<t").skip(1).filter(|cell| !cell.starts_with("body"));
            cells
                .map(|cell| {
                    fixtures::text(&format!("<t{}", cell.split("</t").next().unwrap_or("")))
                })
                .collect()
        })
        .collect()
    }

    #[test]
    fn a_line_score_has_a_row_a_side_and_a_total() {
        let rows = cells(&html(Sport::Nba));
        assert_eq!(rows[1], ["Lakers", "28", "30", "20", "–", "78"]);
        assert_eq!(rows[2], ["Celtics", "24", "26", "31", "–", "81"]);
        assert!(html(Sport::Nba).contains("Third quarter, in play"));
    }

    #[test]
    fn runs_stand_with_hits_and_errors() {
        let rows = cells(&html(Sport::Baseball));
        let tail: Vec<&str> = rows[1].iter().rev().take(3).map(String::as_str).collect();
        assert_eq!(tail, ["0", "9", "4"]);
        assert_eq!(rows[1].len(), 1 + 9 + 3);
    }

    #[test]
    fn overtime_and_shoot_outs_are_apart() {
        let hockey = html(Sport::Hockey);
        assert_eq!(cells(&hockey)[2], ["Sabres", "0", "2", "2", "0", "2", "5"]);
        assert!(hockey.contains("line-beyond") && hockey.contains("Shoot-out"));
        assert!(html(Sport::Handball).contains("Overtime and shoot-out"));
        assert!(!html(Sport::Rugby).contains("line-beyond"));
    }

    #[test]
    fn sets_are_the_total_and_their_points_the_parts() {
        let rows = cells(&html(Sport::Volleyball));
        assert_eq!(rows[1], ["Trentino", "25", "22", "25", "14", "2"]);
        assert!(html(Sport::Volleyball).contains("Sets, total"));
    }

    #[test]
    fn a_row_reads_its_parts_as_a_sentence() {
        let it = fixtures::of(Sport::Basketball);
        let parts = parts(it.sport, &it.periods, &it.status);
        assert_eq!(
            by_part(it.sport, &parts),
            "By quarter 20 to 18, 19 to 21, 20 to 20, 18 to 18, overtime 11 to 8."
        );
        let html = line_parts(it.sport, &parts).to_html();
        assert_eq!(html.matches("class=\"line-part").count(), 1 + 5);
        assert_eq!(html.matches("line-ahead").count(), 3, "two quarters were level");
        assert_eq!(html.matches("line-beyond").count(), 1);
    }
}
