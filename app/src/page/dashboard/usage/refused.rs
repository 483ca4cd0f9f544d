//! How often one's keys were refused: what a leaked or forgotten key looks like.

use crate::component::time::{Moment, exact};
use crate::port::{RefusedKey, UsageReport, grouped};
use leptos::prelude::*;

/// A table of refusals; nothing where there were none.
pub(super) fn refused(report: &UsageReport) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = report.refused.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel table-panel dash-section" aria-labelledby="refused">
                <h2 id="refused">"Refused"</h2>
                <p class="page-sub">
                    "Requests that were turned away with one of your keys. They are in none of the \
                    numbers above and cost nothing."
                </p>
                <div class="table-wrap" role="region" aria-labelledby="refused" tabindex="0">
                    <table class="data">
                        <thead>
                            <tr>
                                <th scope="col">"Code"</th>
                                <th scope="col">"Key"</th>
                                <th scope="col" class="num">"Times"</th>
                                <th scope="col">"Last"</th>
                                <th scope="col">"From"</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

fn row(refused: &RefusedKey) -> impl IntoView + use<> {
    let explained = format!("/docs/errors#{}", refused.code);
    view! {
        <tr>
            <th scope="row">
                <a href=explained rel="external">{refused.code.clone()}</a>
            </th>
            <td>{refused.name.clone()}</td>
            <td class="num">{grouped(refused.count)}</td>
            <td><Moment at=refused.last_at text=exact(refused.last_at)/></td>
            <td>{refused.last_from.clone()}</td>
        </tr>
    }
}
