//! What the parts of a league are called.

use crate::reading::Reading;
use entity::model::Sport;

/// The headings over what comes and over what is over.
pub(super) const fn parts(sport: Sport) -> (&'static str, &'static str) {
    match Reading::of(sport) {
        Reading::Goals | Reading::Line(_) | Reading::Sets => ("Fixtures", "Results"),
        Reading::Bout => ("Bouts to come", "Bouts over"),
        Reading::Race => ("Sessions to come", "Sessions over"),
    }
}

/// Whether the upstream ranks who scored most; drivers have their points in the table.
pub(super) const fn ranks_scorers(sport: Sport) -> bool {
    match sport {
        Sport::Football => true,
        Sport::Basketball
        | Sport::Hockey
        | Sport::Baseball
        | Sport::Handball
        | Sport::Rugby
        | Sport::Volleyball
        | Sport::AmericanFootball
        | Sport::Nba
        | Sport::Afl
        | Sport::Mma
        | Sport::Formula1 => false,
    }
}
