//! Countries: real names and codes, the family their invented names come from, and when they play.

use super::name::Family;

/// A country, or the world as the feed has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulator) struct Country {
    /// As the feed writes it.
    pub name: &'static str,
    /// Two letters; `None` for the world.
    pub code: Option<&'static str>,
    /// Hours from UTC; evening there decides the kick-offs.
    pub offset: i64,
    /// Where its invented names come from.
    pub family: Family,
}

const fn country(name: &'static str, code: &'static str, offset: i64, family: Family) -> Country {
    Country { name, code: Some(code), offset, family }
}

/// What competitions between countries have instead of a country.
pub(super) const WORLD: Country =
    Country { name: "World", code: None, offset: 1, family: Family::English };

/// In the order in which a growing world takes them up, so that a small one spans the clock too.
pub(in crate::simulator) const COUNTRIES: [Country; 45] = [
    country("England", "GB", 0, Family::English),
    country("Japan", "JP", 9, Family::Japanese),
    country("Brazil", "BR", -3, Family::Portuguese),
    country("Germany", "DE", 1, Family::German),
    country("Australia", "AU", 10, Family::English),
    country("Mexico", "MX", -6, Family::Spanish),
    country("Türkiye", "TR", 3, Family::Turkish),
    country("Sweden", "SE", 1, Family::Nordic),
    country("India", "IN", 5, Family::Indian),
    country("USA", "US", -7, Family::English),
    country("Nigeria", "NG", 1, Family::African),
    country("Indonesia", "ID", 7, Family::Malay),
    country("Spain", "ES", 1, Family::Spanish),
    country("Argentina", "AR", -3, Family::Spanish),
    country("New-Zealand", "NZ", 12, Family::English),
    country("Egypt", "EG", 2, Family::Arabic),
    country("France", "FR", 1, Family::French),
    country("Colombia", "CO", -5, Family::Spanish),
    country("Malaysia", "MY", 8, Family::Malay),
    country("Poland", "PL", 1, Family::Slavic),
    country("Canada", "CA", -8, Family::French),
    country("Saudi-Arabia", "SA", 3, Family::Arabic),
    country("Portugal", "PT", 0, Family::Portuguese),
    country("Fiji", "FJ", 12, Family::Malay),
    country("Kenya", "KE", 3, Family::African),
    country("Norway", "NO", 1, Family::Nordic),
    country("Chile", "CL", -4, Family::Spanish),
    country("Nepal", "NP", 6, Family::Indian),
    country("Austria", "AT", 1, Family::German),
    country("Costa-Rica", "CR", -6, Family::Spanish),
    country("Morocco", "MA", 0, Family::Arabic),
    country("Denmark", "DK", 1, Family::Nordic),
    country("Philippines", "PH", 8, Family::Malay),
    country("Uruguay", "UY", -3, Family::Spanish),
    country("Czech-Republic", "CZ", 1, Family::Slavic),
    country("Guatemala", "GT", -6, Family::Spanish),
    country("Ghana", "GH", 0, Family::African),
    country("Uzbekistan", "UZ", 5, Family::Turkish),
    country("Scotland", "GB", 0, Family::English),
    country("Jamaica", "JM", -5, Family::English),
    country("Belgium", "BE", 1, Family::French),
    country("Iraq", "IQ", 3, Family::Arabic),
    country("Finland", "FI", 2, Family::Nordic),
    country("Peru", "PE", -5, Family::Spanish),
    country("Serbia", "RS", 1, Family::Slavic),
];
