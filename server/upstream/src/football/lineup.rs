//! Line-ups.

use super::{
    AdapterError, Sides,
    side::index_of,
    wire::{self, Seat},
};
use crate::{
    adapter::rows,
    client::Answer,
    wire::{List, Maybe},
};
use entity::model::{Lineup, LineupPlayer};

/// Reads an answer of `fixtures/lineups`; `None` until the upstream knows them.
pub fn lineups(answer: &Answer, sides: &Sides<'_>) -> Result<Option<Vec<Lineup>>, AdapterError> {
    let rows = rows::<wire::Lineup<'_>>(answer)?;
    Ok(read(rows.into_iter().filter_map(Result::ok), sides))
}

/// The line-ups inside a row of `fixtures`.
pub(super) fn of_wire(
    rows: Vec<Maybe<wire::Lineup<'_>>>,
    sides: &Sides<'_>,
) -> Option<Vec<Lineup>> {
    read(rows.into_iter().filter_map(Maybe::into_option), sides)
}

fn read<'a>(
    rows: impl Iterator<Item = wire::Lineup<'a>>,
    sides: &Sides<'_>,
) -> Option<Vec<Lineup>> {
    let mut lineups: Vec<Lineup> = rows.filter_map(|row| lineup(row, sides)).collect();
    lineups.sort_by_key(|lineup| index_of(lineup.competitor));
    lineups.dedup_by_key(|lineup| lineup.competitor);
    (!lineups.is_empty()).then_some(lineups)
}

fn lineup(row: wire::Lineup<'_>, sides: &Sides<'_>) -> Option<Lineup> {
    let competitor = sides.role(row.team.get()?.id.get())?;
    Some(Lineup {
        competitor,
        formation: row.formation.into_text(),
        coach: row.coach.into_option().and_then(|coach| coach.name.into_text()),
        starters: players(row.starters),
        substitutes: players(row.substitutes),
    })
}

/// Players in the upstream's order; a seat with neither number nor name is nobody.
fn players(seats: List<Maybe<Seat<'_>>>) -> Vec<LineupPlayer> {
    let player = |seat: Maybe<Seat<'_>>| {
        let player = seat.into_option()?.player.into_option()?;
        let id = player.id.into_text().filter(|id| id != "0");
        Some(LineupPlayer {
            name: player.name.into_text().or_else(|| id.clone())?,
            id,
            number: player.number.count(),
            position: player.pos.into_text(),
            grid: player.grid.into_text(),
        })
    };
    seats.or_empty().into_iter().filter_map(player).collect()
}
