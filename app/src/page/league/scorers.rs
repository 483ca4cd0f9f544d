//! Who scored most.

use super::as_of_note;
use crate::component::table::column;
use crate::port::{Dated, Scorer};
use leptos::prelude::*;

/// The whole section.
pub(super) fn scorers(scorers: Option<Dated<Scorer>>) -> AnyView {
    let body = as_of_note(
        scorers,
        "The scorers are not to be had just now. Load the page again in a moment.",
        "Nobody is known to have scored yet.",
        |rows| {
            view! {
                <div class="panel standings">
                    <div class="table-wrap" role="region" aria-label="Players" tabindex="0">
                        <table class="data">
                            <caption class="sr-only">"Top scorers"</caption>
                            <thead>
                                <tr>
                                    {column("#", "Place", "num")}
                                    <th scope="col">"Player"</th>
                                    <th scope="col">"Team"</th>
                                    <th scope="col" class="num">"Goals"</th>
                                </tr>
                            </thead>
                            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                </div>
            }
            .into_any()
        },
    );
    view! {
        <section aria-labelledby="scorers" class="league-section">
            <h2 id="scorers">"Top scorers"</h2>
            {body}
        </section>
    }
    .into_any()
}

fn row(scorer: Scorer) -> impl IntoView {
    let Scorer { rank, player, team, goals } = scorer;
    view! {
        <tr>
            <td class="num">{rank}</td>
            <th scope="row">{player}</th>
            <td>{team}</td>
            <td class="num points">{goals}</td>
        </tr>
    }
}
