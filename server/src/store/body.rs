//! A match as bytes: whole, or as the rows of a list are.

use bytes::Bytes;
use data_encoding::HEXLOWER;
use entity::model::{
    Competitor, Freshness, Incident, Instant, League, Lineup, Match, MatchId, Period, Seq, Sport,
    Statistic, Status, Venue,
};
use memchr::memmem;
use ring::digest;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Which of its largest members a match is shown with; in most rows nobody looks at them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Include {
    /// The line-ups.
    pub lineups: bool,
    pub statistics: bool,
}

impl Include {
    /// The whole match.
    pub const ALL: Self = Self { lineups: true, statistics: true };
    /// How many forms of a match that makes.
    pub(super) const FORMS: usize = 4;

    /// The place of this form among them.
    pub(super) fn form(self) -> usize {
        usize::from(self.lineups) + 2 * usize::from(self.statistics)
    }
}

/// A match as bytes, made once for all readers of the same version, age, freshness and form.
#[derive(Clone, Debug)]
pub struct Body {
    /// The match as JSON.
    pub json: Bytes,
    /// A weak validator of them, quotes included: the same as long as no more than `as_of` changes.
    pub etag: Arc<str>,
    /// When the upstream last confirmed the match.
    pub as_of: Instant,
    /// The same as text.
    pub said: Arc<str>,
    /// What that means.
    pub freshness: Freshness,
}

impl Body {
    /// A match as it stands, in one of its forms.
    pub(super) fn render(
        doc: &Match,
        as_of: Instant,
        freshness: Freshness,
        include: Include,
    ) -> Self {
        let json = serde_json::to_vec(&Row::of(doc, as_of, freshness, include))
            .expect("a match holds nothing that JSON cannot say");
        let etag = etag(&json).into();
        Self { json: json.into(), etag, as_of, said: format_instant(as_of).into(), freshness }
    }
}

/// A match in a list. `statistics` and `lineups` are there where `include` names them, and absent
/// otherwise; null says that there are none.
#[derive(Serialize, ToSchema)]
#[schema(as = MatchRow)]
pub struct Row<'a> {
    /// The upstream's number.
    #[schema(value_type = String)]
    id: &'a MatchId,
    /// Which sport.
    sport: Sport,
    /// Which league, season and round.
    league: &'a League,
    /// The match's own channel.
    channel: &'a str,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Instant,
    /// Where it stands.
    status: &'a Status,
    /// Who plays; home before away.
    competitors: &'a [Competitor],
    /// The parts that are over, and a shoot-out as it runs; in sports with a line score the part that
    /// is played as well.
    periods: &'a [Period],
    /// What happened, in order of play.
    incidents: &'a [Incident],
    /// Counted facts, where asked for; null where the upstream gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'a Option<Vec<Statistic>>>,
    /// Line-ups, home first, where asked for; null until they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    lineups: Option<&'a Option<Vec<Lineup>>>,
    /// Where it is played.
    venue: &'a Option<Venue>,
    /// The referee.
    referee: &'a Option<String>,
    /// Grows by exactly 1 with every accepted change, from 1.
    version: u64,
    /// The place of the latest change in the log.
    #[schema(value_type = String, pattern = "^[0-9]+-0$")]
    seq: Seq,
    /// When the latest change was accepted.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Instant,
    /// When the upstream last confirmed this state.
    #[schema(value_type = String, format = DateTime)]
    as_of: Instant,
    /// What `as_of` means for a match in this phase.
    freshness: Freshness,
}

impl<'a> Row<'a> {
    fn of(doc: &'a Match, as_of: Instant, freshness: Freshness, include: Include) -> Self {
        // Without a rest pattern, so that a new member is not forgotten here.
        let Match {
            id,
            sport,
            league,
            channel,
            starts_at,
            status,
            competitors,
            periods,
            incidents,
            statistics,
            lineups,
            venue,
            referee,
            version,
            seq,
            updated_at,
            as_of: _,
            freshness: _,
        } = doc;
        Self {
            id,
            sport: *sport,
            league,
            channel,
            starts_at: *starts_at,
            status,
            competitors,
            periods,
            incidents,
            statistics: include.statistics.then_some(statistics),
            lineups: include.lineups.then_some(lineups),
            venue,
            referee,
            version: *version,
            seq: *seq,
            updated_at: *updated_at,
            as_of,
            freshness,
        }
    }
}

/// An instant as our answers say it.
pub fn format_instant(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A validator of some JSON, quotes included: the same on every node and in every build.
///
/// Where the body says by `as_of` how old it is, that is left out and the tag is weak: it changes only
/// with what is said of the match.
pub fn etag(json: &[u8]) -> String {
    const AS_OF: &[u8] = b"\"as_of\":\"";
    let mut hasher = digest::Context::new(&digest::SHA256);
    let (mut rest, mut weak) = (json, "");
    // Within a text the quotes would be escaped.
    while let Some(at) = memmem::find(rest, AS_OF) {
        let (before, after) = rest.split_at(at + AS_OF.len());
        hasher.update(before);
        rest = &after[memchr::memchr(b'"', after).unwrap_or(after.len())..];
        weak = "W/";
    }
    hasher.update(rest);
    let hash = &hasher.finish();
    format!("{weak}\"{}\"", HEXLOWER.encode(&hash.as_ref()[..12]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Match {
        let side = |role: &str| serde_json::json!({"role": role, "id": role, "name": role});
        serde_json::from_value(serde_json::json!({
            "id": "1", "sport": "football",
            "league": {"id": "4", "slug": "cup", "name": "Cup"},
            "channel": "sports.football.leagues.cup.matches.1",
            "starts_at": "2026-05-17T12:00:00Z",
            "status": {"phase": "live", "code": "1H", "label": "First half"},
            "competitors": [side("home"), side("away")],
            "periods": [], "incidents": [],
            "statistics": [{"name": "fouls", "label": "Fouls", "values": [1.0, 2.0]}],
            "version": 3, "seq": "7-0", "updated_at": "2026-05-17T12:10:00Z",
            "as_of": "2026-05-17T12:11:00Z", "freshness": "live"
        }))
        .expect("is a match")
    }

    #[test]
    fn a_whole_match_is_said_as_it_says_itself() {
        let doc = sample();
        let body = Body::render(&doc, doc.as_of, doc.freshness, Include::ALL);
        assert_eq!(body.json, serde_json::to_vec(&doc).expect("is JSON"));
    }

    #[test]
    fn what_is_not_included_is_absent_and_all_else_is_as_it_was() {
        let doc = sample();
        let said = |lineups, statistics| {
            let include = Include { lineups, statistics };
            let body = Body::render(&doc, doc.as_of, doc.freshness, include);
            serde_json::from_slice::<serde_json::Value>(&body.json).expect("is JSON")
        };
        let mut whole = said(true, true);
        assert!(whole["lineups"].is_null() && whole["statistics"].is_array());
        for (lineups, statistics) in [(true, false), (false, true), (false, false)] {
            let lean = said(lineups, statistics);
            assert_eq!(lean.get("lineups").is_some(), lineups);
            assert_eq!(lean.get("statistics").is_some(), statistics);
        }
        let members = whole.as_object_mut().expect("is an object");
        members.remove("lineups");
        members.remove("statistics");
        assert_eq!(said(false, false), whole);
    }

    #[test]
    fn a_tag_is_weak_and_leaves_the_age_out_where_the_body_says_one() {
        let body =
            |score: u8, at: &str| format!("{{\"score\":{score},\"as_of\":\"{at}\",\"x\":1}}");
        let tag = |score, at| etag(body(score, at).as_bytes());
        assert_eq!(tag(1, "2026-05-17T12:00:00.000Z"), tag(1, "2026-05-17T12:00:09.000Z"));
        assert_ne!(tag(1, "2026-05-17T12:00:00.000Z"), tag(2, "2026-05-17T12:00:00.000Z"));
        assert!(tag(1, "a").starts_with("W/\""));
        let two = |a, b| etag(format!("{}{}", body(1, a), body(2, b)).as_bytes());
        assert_eq!(two("a", "b"), two("c", "d"));
    }

    #[test]
    fn a_tag_is_the_same_in_every_build() {
        assert_eq!(etag(b"{}"), "\"44136fa355b3678a1146ad16\"");
        assert_ne!(
            etag(b"{\"a\":\"\\\"as_of\\\":\\\"1\"}"),
            etag(b"{\"a\":\"\\\"as_of\\\":\\\"2\"}")
        );
    }
}
