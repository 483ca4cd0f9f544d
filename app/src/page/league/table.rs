//! The table, a part each for the groups that a season is played in.

use super::told;
use crate::port::{TableGroup, TableRow, Told};
use leptos::prelude::*;

/// The whole section.
pub(super) fn table(table: Option<Told<TableGroup>>) -> AnyView {
    let body = told(
        table,
        "The table is not to be had just now. Load the page again in a moment.",
        "This league has no table.",
        |groups| {
            let several = groups.len() > 1;
            groups.into_iter().map(|one| group(one, several)).collect_view().into_any()
        },
    );
    view! {
        <section aria-labelledby="table" class="league-section">
            <h2 id="table">"Table"</h2>
            {body}
        </section>
    }
    .into_any()
}

fn group(group: TableGroup, several: bool) -> impl IntoView {
    let name = group.name.filter(|_| several);
    let label = name.as_ref().map_or_else(|| "Places".to_owned(), |name| format!("Places, {name}"));
    let caption = name.clone().unwrap_or_else(|| "Table".to_owned());
    let legend = legend(&group.rows);
    let legend = (!legend.is_empty()).then(|| {
        let lines = legend.into_iter().map(|(places, words)| {
            view! { <li><span class="places">{places}</span> " " {words}</li> }
        });
        view! { <ul class="legend" aria-label="Where places lead">{lines.collect_view()}</ul> }
    });
    view! {
        <div class="panel standings">
            {name.map(|name| view! { <h3>{name}</h3> })}
            <div class="table-wrap" role="region" aria-label=label tabindex="0">
                <table class="data">
                    <caption class="sr-only">{caption}</caption>
                    <thead>
                        <tr>
                            {head("#", "Place", "num")}
                            <th scope="col">"Team"</th>
                            {head("P", "Played", "num")}
                            {head("W", "Won", "num roomy")}
                            {head("D", "Drawn", "num roomy")}
                            {head("L", "Lost", "num roomy")}
                            {head("Goals", "Scored and conceded", "num roomy")}
                            {head("+/−", "Scored less conceded", "num")}
                            {head("Pts", "Points", "num")}
                            {head("Form", "Latest results, latest first", "")}
                        </tr>
                    </thead>
                    <tbody>{group.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {legend}
        </div>
    }
}

/// A short word over a column, read out as the long one.
pub(super) fn head(short: &'static str, long: &'static str, class: &'static str) -> impl IntoView {
    view! {
        <th scope="col" class=class title=long>
            <span aria-hidden="true">{short}</span>
            <span class="sr-only">{long}</span>
        </th>
    }
}

fn row(row: TableRow) -> impl IntoView {
    let TableRow { rank, team, played, results, goals, difference, points, form, .. } = row;
    let results = results.map(|count| view! { <td class="num roomy">{count}</td> });
    view! {
        <tr>
            <td class="num">{rank}</td>
            <th scope="row">{team}</th>
            <td class="num">{played}</td>
            {results.into_iter().collect_view()}
            <td class="num roomy">{format!("{}:{}", goals[0], goals[1])}</td>
            <td class="num">{signed(difference)}</td>
            <td class="num points">{points}</td>
            <td class="form-run">{form.map(|form| spaced(&form))}</td>
        </tr>
    }
}

/// `+12`, `0`, `−3`.
fn signed(number: i64) -> String {
    match number {
        1.. => format!("+{number}"),
        0 => "0".to_owned(),
        _ => format!("−{}", number.unsigned_abs()),
    }
}

/// `L D W`, so that letters are read one by one.
fn spaced(form: &str) -> String {
    form.chars().take(5).map(String::from).collect::<Vec<_>>().join(" ")
}

/// What places lead to, neighbours together: `18–20` and `Relegation`.
fn legend(rows: &[TableRow]) -> Vec<(String, String)> {
    let runs = rows.chunk_by(|a, b| a.leads_to == b.leads_to);
    runs.filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        let words = first.leads_to.clone()?;
        let places = if first.rank == last.rank {
            first.rank.to_string()
        } else {
            format!("{}–{}", first.rank, last.rank)
        };
        Some((places, words))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rank: u32, leads_to: Option<&str>) -> TableRow {
        TableRow {
            rank,
            team: format!("Team {rank}"),
            played: 3,
            results: [1, 1, 1],
            goals: [2, 2],
            difference: 0,
            points: 4,
            form: None,
            leads_to: leads_to.map(str::to_owned),
        }
    }

    #[test]
    fn neighbours_that_lead_to_the_same_are_told_together() {
        let rows = [
            place(1, Some("Cup")),
            place(2, None),
            place(3, Some("Relegation")),
            place(4, Some("Relegation")),
        ];
        let told = [("1", "Cup"), ("3–4", "Relegation")];
        assert_eq!(legend(&rows), told.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn differences_have_a_sign_and_form_has_gaps() {
        assert_eq!([3, 0, -4].map(signed), ["+3", "0", "−4"]);
        assert_eq!(spaced("LDWWWL"), "L D W W W");
    }
}
