//! The columns of a table, by what its sport counts.

use crate::component::table::column;
use crate::port::TableRow;
use entity::model::Sport;
use leptos::prelude::*;

/// A column behind place and team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Played,
    Won,
    WonLate,
    Drawn,
    Lost,
    LostLate,
    /// Scored and conceded, under the word for it.
    Scored(&'static str),
    Difference,
    /// The share of matches won.
    Share,
    /// Points scored for each hundred conceded.
    Ratio,
    Behind,
    Points,
    Streak,
    Form,
}

use Column::{
    Behind, Difference, Drawn, Form, Lost, LostLate, Played, Points, Ratio, Scored, Share, Streak,
    Won, WonLate,
};

/// What a table of `sport` has; nothing where the sport has no tables.
pub(super) const fn columns(sport: Sport) -> &'static [Column] {
    match sport {
        Sport::Football | Sport::Handball => {
            &[Played, Won, Drawn, Lost, Scored("Goals"), Difference, Points, Form]
        }
        Sport::Rugby => &[Played, Won, Drawn, Lost, Scored("For"), Difference, Points, Form],
        Sport::Hockey => {
            &[Played, Won, WonLate, Lost, LostLate, Scored("Goals"), Difference, Points, Form]
        }
        Sport::Volleyball => &[Played, Won, Lost, Scored("Sets"), Difference, Points, Form],
        Sport::Basketball => &[Played, Won, Lost, Scored("For"), Difference, Share, Form],
        Sport::Baseball => &[Played, Won, Lost, Scored("Runs"), Difference, Share, Form],
        Sport::Nba => &[Played, Won, Lost, Share, Behind, Streak],
        Sport::AmericanFootball => {
            &[Played, Won, Lost, Drawn, Scored("For"), Difference, Share, Streak]
        }
        Sport::Afl => &[Played, Won, Drawn, Lost, Scored("For"), Ratio, Points, Form],
        Sport::Formula1 => &[Won, Points],
        Sport::Mma => &[],
    }
}

impl Column {
    /// Whether a row has something in it. Numbers always have.
    pub(super) fn tells(self, row: &TableRow) -> bool {
        match self {
            Played | Won | Drawn | Lost | Scored(_) | Difference | Points => true,
            WonLate | LostLate => row.overtime.is_some(),
            Share | Ratio => row.per_mille.is_some(),
            Behind => row.behind.is_some(),
            Streak => row.streak.is_some(),
            Form => row.form.is_some(),
        }
    }

    pub(super) fn head(self) -> AnyView {
        let (short, long, class) = match self {
            Played => ("P", "Played", "num"),
            Won => ("W", "Won", "num roomy"),
            WonLate => ("OTW", "Of them won after overtime or a shoot-out", "num roomy"),
            Drawn => ("D", "Drawn", "num roomy"),
            Lost => ("L", "Lost", "num roomy"),
            LostLate => ("OTL", "Of them lost after overtime or a shoot-out", "num roomy"),
            Scored(what) => (what, "Scored and conceded", "num roomy"),
            Difference => ("+/−", "Scored less conceded", "num"),
            Share => ("Pct", "Share of matches won", "num"),
            Ratio => ("%", "Points scored for each hundred conceded", "num"),
            Behind => ("GB", "Games behind the first", "num"),
            Points => ("Pts", "Points", "num"),
            Streak => ("Run", "Wins or defeats in a row", "num"),
            Form => ("Form", "Latest results, latest first", ""),
        };
        column(short, long, class)
    }

    pub(super) fn cell(self, row: &TableRow) -> AnyView {
        let [won, drawn, lost] = row.results;
        let late = |at: usize| row.overtime.map(|overtime| overtime[at].to_string());
        let tenths = || row.per_mille.map(|n| format!("{}.{}", n / 10, n % 10));
        let (class, text) = match self {
            Played => ("num", Some(row.played.to_string())),
            Won => ("num roomy", Some(won.to_string())),
            WonLate => ("num roomy", late(0)),
            Drawn => ("num roomy", Some(drawn.to_string())),
            Lost => ("num roomy", Some(lost.to_string())),
            LostLate => ("num roomy", late(1)),
            Scored(_) => ("num roomy", Some(format!("{}:{}", row.goals[0], row.goals[1]))),
            Difference => ("num", Some(signed(row.difference))),
            Share => ("num points", tenths().map(|share| share + "%")),
            Ratio => ("num", tenths()),
            Behind => ("num", row.behind.clone()),
            Points => ("num points", Some(row.points.to_string())),
            Streak => ("num", row.streak.clone()),
            Form => ("form-run", row.form.as_deref().map(spaced)),
        };
        view! { <td class=class>{text}</td> }.into_any()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign_and_form_has_gaps() {
        assert_eq!([3, 0, -4].map(signed), ["+3", "0", "−4"]);
        assert_eq!(spaced("LDWWWL"), "L D W W W");
    }

    #[test]
    fn each_table_is_ordered_by_what_its_sport_counts() {
        for sport in Sport::ALL {
            let columns = columns(sport);
            let by = [Points, Share].iter().filter(|by| columns.contains(by)).count();
            assert_eq!(by, usize::from(sport != Sport::Mma), "{sport}");
        }
    }
}
