//! The table, a part each for the groups that a season is played in.

use super::as_of_note;
use super::column::{Column, columns};
use crate::component::table::column;
use crate::port::{Dated, TableGroup, TableRow};
use entity::model::Sport;
use leptos::prelude::*;

/// Whether leagues of `sport` have tables.
pub(super) fn has_table(sport: Sport) -> bool {
    !columns(sport).is_empty()
}

/// The whole section.
pub(super) fn table(sport: Sport, table: Option<Dated<TableGroup>>) -> AnyView {
    let body = as_of_note(
        table,
        "The table is not to be had just now. Load the page again in a moment.",
        "This league has no table.",
        |groups| {
            let several = groups.len() > 1;
            let parts = groups.into_iter().map(|one| group(sport, one, several));
            parts.collect_view().into_any()
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

fn group(sport: Sport, group: TableGroup, several: bool) -> impl IntoView {
    let name = group.name.filter(|_| several);
    let label = name.as_ref().map_or_else(|| "Places".to_owned(), |name| format!("Places, {name}"));
    let caption = name.clone().unwrap_or_else(|| "Table".to_owned());
    let rows = group.rows;
    let legend = legend(&rows);
    let legend = (!legend.is_empty()).then(|| {
        let lines = legend.into_iter().map(|(places, words)| {
            view! { <li><span class="places">{places}</span> " " {words}</li> }
        });
        view! { <ul class="legend" aria-label="Where places lead">{lines.collect_view()}</ul> }
    });
    // What nobody has is no column.
    let columns: Vec<Column> = columns(sport)
        .iter()
        .copied()
        .filter(|column| rows.iter().any(|row| column.tells(row)))
        .collect();
    let heads = columns.iter().map(|column| column.head()).collect_view();
    let who = if rows.iter().any(|row| row.member_of.is_some()) { "Driver" } else { "Team" };
    view! {
        <div class="panel standings">
            {name.map(|name| view! { <h3>{name}</h3> })}
            <div class="table-wrap" role="region" aria-label=label tabindex="0">
                <table class="data">
                    <caption class="sr-only">{caption}</caption>
                    <thead>
                        <tr>
                            {column("#", "Place", "num")}
                            <th scope="col">{who}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(|one| row(one, &columns)).collect_view()}</tbody>
                </table>
            </div>
            {legend}
        </div>
    }
}

fn row(row: &TableRow, columns: &[Column]) -> impl IntoView + use<> {
    let of = row.member_of.clone();
    let of = of.map(|team| view! { " " <span class="member-of">{team}</span> });
    view! {
        <tr>
            <td class="num">{row.rank}</td>
            <th scope="row">{row.team.clone()} {of}</th>
            {columns.iter().map(|column| column.cell(row)).collect_view()}
        </tr>
    }
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
            overtime: None,
            per_mille: None,
            behind: None,
            streak: None,
            member_of: None,
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

    #[cfg(feature = "ssr")]
    fn text(sport: Sport, rows: Vec<TableRow>) -> String {
        let group = group(sport, TableGroup { name: None, rows }, false);
        crate::fixtures::text(&group.into_any().to_html())
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_table_has_the_columns_of_its_sport() {
        let late = TableRow { overtime: Some([1, 0]), ..place(1, None) };
        let hockey = text(Sport::Hockey, vec![late]);
        assert!(hockey.contains("OTW Of them won after overtime"), "{hockey}");
        assert!(hockey.ends_with("1 Team 1 3 1 1 1 0 2:2 0 4"), "{hockey}");
        let share = TableRow {
            per_mille: Some(643),
            behind: Some("5.5".to_owned()),
            streak: Some("W3".to_owned()),
            ..place(2, None)
        };
        let nba = text(Sport::Nba, vec![share.clone()]);
        assert!(nba.ends_with("2 Team 2 3 1 1 64.3% 5.5 W3"), "{nba}");
        assert!(!text(Sport::Nba, vec![place(1, None)]).contains("GB"), "nobody is behind");
        let ladder = text(Sport::Afl, vec![TableRow { per_mille: Some(1234), ..share }]);
        assert!(ladder.ends_with("2 Team 2 3 1 1 1 2:2 123.4 4"), "{ladder}");
        let driver = TableRow { member_of: Some("Red Bull".to_owned()), ..place(1, None) };
        let drivers = text(Sport::Formula1, vec![driver]);
        assert!(drivers.ends_with("Driver W Won Pts Points 1 Team 1 Red Bull 1 4"), "{drivers}");
    }
}
