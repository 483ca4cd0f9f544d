//! Cards: who fights whom on which evening.

use super::bout::{Course, View};
use crate::simulator::dice::Dice;
use crate::simulator::fate::{DAY, HOUR, MINUTE};
use crate::simulator::sport::calendar::first_id;
use crate::simulator::world::Family;

/// A bout.
#[derive(Clone, Debug)]
pub(in crate::simulator::sport) struct Bout {
    /// The upstream's number; says the day, the card and the place on it.
    pub id: u64,
    /// The headline of its card.
    pub slug: String,
    /// Weight class.
    pub category: &'static str,
    /// Whether it is on the main card.
    pub is_main: bool,
    /// Numbers of both.
    pub fighters: [u32; 2],
    /// Unix milliseconds, as set.
    pub starts_at: i64,
    /// How it goes.
    pub course: Course,
}

impl Bout {
    /// The bout as it stands at `now`.
    pub(in crate::simulator::sport) fn view(&self, now: i64) -> View {
        self.course.view(self.starts_at, now)
    }
}

/// Weight classes.
pub(super) const CATEGORIES: [&str; 12] = [
    "Flyweight",
    "Bantamweight",
    "Featherweight",
    "Lightweight",
    "Welterweight",
    "Middleweight",
    "Light Heavyweight",
    "Heavyweight",
    "Women's Strawweight",
    "Women's Flyweight",
    "Women's Bantamweight",
    "Catch Weight",
];

/// Fighters of each class.
pub(super) const CLASS: usize = 24;
/// The first number given to a fighter.
pub(super) const FIRST_FIGHTER: u32 = 501;

/// Bouts of a card, and how many of them come before the main card.
const BOUTS: usize = 12;
const PRELIMINARIES: usize = 7;
/// From one bout to the next, as set.
const APART: i64 = 30 * MINUTE;

const FAMILIES: [Family; 8] = [
    Family::English,
    Family::Portuguese,
    Family::Slavic,
    Family::Japanese,
    Family::African,
    Family::Spanish,
    Family::Nordic,
    Family::Turkish,
];

/// A fighter's name.
pub(super) fn name(seed: u64, fighter: u32) -> String {
    let mut dice = Dice::of(seed, &[80, u64::from(fighter)]);
    let family = *dice.pick(&FAMILIES);
    family.person(&mut dice)
}

/// The weight class of a fighter.
pub(super) fn class(fighter: u32) -> Option<&'static str> {
    let place = usize::try_from(fighter.checked_sub(FIRST_FIGHTER)?).ok()?;
    CATEGORIES.get(place / CLASS).copied()
}

/// The cards of a UTC day: when each begins, by hours of the day. Saturdays have one that goes
/// around the world week by week, Sundays another.
fn cards(day: i64) -> Vec<(u64, i64)> {
    let week = day.div_euclid(7);
    match day.rem_euclid(7) {
        2 => vec![(0, [22, 16, 9][usize::try_from(week.rem_euclid(3)).unwrap_or(0)])],
        3 => vec![(1, 17)],
        _ => Vec::new(),
    }
}

/// The bouts set for the cards of a day.
fn bouts(seed: u64, day: i64) -> Vec<Bout> {
    let mut bouts = Vec::new();
    for (card, hour) in cards(day) {
        let card_id = first_id(day) + card * 100;
        let mut dice = Dice::of(seed, &[81, card_id]);
        let mut taken: Vec<u32> = Vec::new();
        let mut made: Vec<Bout> = Vec::new();
        for place in 0..BOUTS {
            let class = dice.below(CATEGORIES.len());
            let fighters = [0, 1].map(|_| {
                loop {
                    let place = class * CLASS + dice.below(CLASS);
                    let fighter = FIRST_FIGHTER + u32::try_from(place).unwrap_or(0);
                    if !taken.contains(&fighter) {
                        taken.push(fighter);
                        break fighter;
                    }
                }
            });
            let is_main = place >= PRELIMINARIES;
            let later = i64::try_from(place).unwrap_or(0) * APART;
            let rounds = if place + 1 == BOUTS { 5 } else { 3 };
            let id = card_id + place as u64;
            made.push(Bout {
                id,
                slug: String::new(),
                category: CATEGORIES[class],
                is_main,
                fighters,
                starts_at: day * DAY + hour * HOUR + later,
                course: Course::draw(seed, id, rounds),
            });
        }
        // The last two are the headline.
        let last = made.last().map(|bout| bout.fighters.map(|it| surname(&name(seed, it))));
        let [one, two] = last.unwrap_or_default();
        let number = day.div_euclid(7) - 2_600;
        let slug = if card == 0 {
            format!("World Fighting {number}: {one} vs. {two}")
        } else {
            format!("Fight Night: {one} vs. {two}")
        };
        for bout in &mut made {
            bout.slug.clone_from(&slug);
        }
        bouts.append(&mut made);
    }
    bouts
}

fn surname(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_owned()
}

/// The bouts set between two instants.
pub(in crate::simulator::sport) fn between(seed: u64, from: i64, to: i64) -> Vec<Bout> {
    let days = from.div_euclid(DAY) - 1..=to.div_euclid(DAY);
    let bouts = days.flat_map(|day| bouts(seed, day));
    bouts.filter(|bout| (from..to).contains(&bout.starts_at)).collect()
}

/// The bout of that number.
pub(in crate::simulator::sport) fn find(seed: u64, id: u64, now: i64) -> Option<Bout> {
    let day = crate::simulator::sport::calendar::day_of(id)?;
    if (day - now.div_euclid(DAY)).abs() > 800 {
        return None;
    }
    bouts(seed, day).into_iter().find(|bout| bout.id == id)
}
