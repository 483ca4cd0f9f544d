//! Questions: which parameters an endpoint knows, and the vendor's words for those it does not.

use super::sport;
use entity::model::Sport;

/// A question as asked: the sport, the endpoint, and the parameters in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// Football where the path names no sport.
    pub sport: Sport,
    /// Without prefix and slashes at the ends: `fixtures/events`.
    pub endpoint: String,
    /// Decoded names and values.
    pub parameters: Vec<(String, String)>,
}

/// What is wrong with a question: key and sentence.
pub(super) type Complaint = (String, String);

/// Every endpoint of football, with the parameters it knows and those it cannot do without.
const ENDPOINTS: [(&str, &[&str], &[&str]); 17] = [
    ("status", &[], &[]),
    ("timezone", &[], &[]),
    (
        "leagues",
        &["id", "name", "country", "code", "season", "team", "type", "current", "search", "last"],
        &[],
    ),
    ("teams", &["id", "name", "league", "season", "country", "code", "venue", "search"], &[]),
    (
        "fixtures",
        &[
            "id", "ids", "live", "date", "league", "season", "team", "last", "next", "from", "to",
            "round", "status", "venue", "timezone",
        ],
        &[],
    ),
    (
        "fixtures/rounds",
        &["league", "season", "current", "dates", "timezone"],
        &["league", "season"],
    ),
    (
        "fixtures/headtohead",
        &[
            "h2h", "date", "league", "season", "last", "next", "from", "to", "status", "venue",
            "timezone",
        ],
        &["h2h"],
    ),
    ("fixtures/events", &["fixture", "team", "player", "type"], &["fixture"]),
    ("fixtures/statistics", &["fixture", "team", "type", "half"], &["fixture"]),
    ("fixtures/lineups", &["fixture", "team", "player", "type"], &["fixture"]),
    ("fixtures/players", &["fixture", "team"], &["fixture"]),
    ("standings", &["league", "season", "team"], &["season"]),
    ("players/topscorers", &["league", "season"], &["league", "season"]),
    ("players/topassists", &["league", "season"], &["league", "season"]),
    ("players/topyellowcards", &["league", "season"], &["league", "season"]),
    ("players/topredcards", &["league", "season"], &["league", "season"]),
    (
        "injuries",
        &["league", "season", "fixture", "team", "player", "date", "ids", "timezone"],
        &[],
    ),
];

impl Query {
    /// Reads `/basketball/games?date=2026-11-29` or `/v3/fixtures?live=all`: the first segment may be
    /// a sport's word, and whatever else stands before a known endpoint is a prefix.
    pub(super) fn read(path_and_query: &str) -> Self {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let path = path.trim_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let named = first.parse::<Sport>();
        let path = if named.is_ok() { rest } else { path };
        let sport = named.unwrap_or(Sport::Football);
        let known = ENDPOINTS.iter().map(|(name, ..)| *name).filter(|name| {
            path.strip_suffix(name).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('/'))
        });
        let known = match sport {
            Sport::Football => known.max_by_key(|name| name.len()),
            sport => sport::endpoint_of(sport, path),
        };
        let endpoint = known.unwrap_or(path).to_owned();
        let parameters = query.split('&').filter(|item| !item.is_empty()).map(|item| {
            let (name, value) = item.split_once('=').unwrap_or((item, ""));
            (decode(name), decode(value))
        });
        Self { sport, endpoint, parameters: parameters.collect() }
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter as a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// What the vendor would say against it.
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        if self.sport != Sport::Football {
            return sport::complaints(self);
        }
        let Some((_, known, required)) = ENDPOINTS.iter().find(|(name, ..)| *name == self.endpoint)
        else {
            return vec![("endpoint".to_owned(), "This endpoint do not exist.".to_owned())];
        };
        let mut complaints = Vec::new();
        for (name, value) in &self.parameters {
            if !known.contains(&name.as_str()) {
                complaints.push((name.clone(), format!("The {} field do not exist.", title(name))));
            } else if let Some(complaint) = malformed(name, value) {
                complaints.push((name.clone(), complaint));
            }
        }
        for name in *required {
            if self.get(name).is_none() {
                complaints
                    .push(((*name).to_owned(), format!("The {} field is required.", title(name))));
            }
        }
        if complaints.is_empty() {
            complaints.extend(self.combination());
        }
        complaints
    }

    /// Complaints about parameters that do not go together.
    fn combination(&self) -> Option<Complaint> {
        let has = |name: &str| self.get(name).is_some();
        let complaint = |name: &str, text: String| Some((name.to_owned(), text));
        let required =
            |name: &str| complaint(name, format!("The {} field is required.", title(name)));
        let apart = |one: &str, two: &str| {
            complaint(
                one,
                format!("The {} field cannot be used with the {} field.", title(one), title(two)),
            )
        };
        match self.endpoint.as_str() {
            "fixtures" => {
                let nothing = self
                    .parameters
                    .iter()
                    .all(|(name, _)| matches!(name.as_str(), "timezone" | "status" | "venue"));
                if nothing {
                    return complaint("required", "At least one parameter is required.".to_owned());
                }
                for alone in ["id", "ids", "live"] {
                    let other = self.parameters.iter().find(|(name, _)| {
                        name != alone && !matches!(name.as_str(), "timezone" | "league")
                    });
                    if let (true, Some((other, _))) = (has(alone), other) {
                        return apart(alone, other);
                    }
                }
                if has("ids") && self.get("ids").is_some_and(|ids| ids.split('-').count() > 20) {
                    return complaint("ids", "Maximum of 20 fixtures ids allowed.".to_owned());
                }
                if has("live") {
                    return None;
                }
                let counted = has("last") || has("next");
                if has("season") && !has("league") && !has("team") {
                    return complaint(
                        "season",
                        "The Season field need another parameter.".to_owned(),
                    );
                }
                if has("round") && !(has("league") && has("season")) {
                    return required("league");
                }
                if (has("league") || has("from") || has("to")) && !has("season") && !counted {
                    return required("season");
                }
                if has("from") != has("to") {
                    return required(if has("from") { "to" } else { "from" });
                }
                if has("from") && !has("league") && !has("team") {
                    return complaint("from", "The From field need another parameter.".to_owned());
                }
                if has("team") && !has("season") && !counted && !has("date") {
                    return required("season");
                }
                None
            }
            "teams" | "injuries" if self.parameters.is_empty() => {
                complaint("required", "At least one parameter is required.".to_owned())
            }
            "teams" if has("league") && !has("season") => required("season"),
            "teams" | "leagues" if has("league") && has("search") => apart("league", "search"),
            "standings" if !has("league") && !has("team") => required("league"),
            _ => None,
        }
    }
}

/// What is wrong with a value, if anything.
fn malformed(name: &str, value: &str) -> Option<String> {
    let title = title(name);
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "id" | "league" | "team" | "fixture" | "venue" | "player" | "last" | "next"
            if !all_digits(value) =>
        {
            Some(format!("The {title} field must contain an integer."))
        }
        "ids" if !value.split('-').all(all_digits) => {
            Some(format!("The {title} field must contain integers separated by dashes."))
        }
        "season" if !(value.len() == 4 && all_digits(value)) => {
            Some(format!("The {title} field must contain 4 digits."))
        }
        "date" | "from" | "to" if chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_err() => {
            Some(format!("The {title} field must contain a valid date with the format YYYY-MM-DD."))
        }
        "live" if value != "all" && !value.split('-').all(all_digits) => {
            Some(format!("The {title} field must be all or ids of leagues."))
        }
        "timezone" if !value.is_empty() && super::zone::Zone::named(value).is_none() => {
            Some(format!("The {title} field must be a valid timezone."))
        }
        _ => None,
    }
}

/// `topscorers` with a capital, as the vendor's sentences have it.
pub(super) fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Undoes the percent signs and plus signs of a query.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match (bytes[at], hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (_, Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (b'+', None) => {
                decoded.push(b' ');
                at += 1;
            }
            (byte, None) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
