//! Changes applied to what a page holds.

use entity::model::{Change, Freshness, Match, apply_patch};

/// What became of a change handed to something that holds a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was the next version and is now held.
    Taken,
    /// It was held already.
    Seen,
    /// Versions between are missing; what is held is unchanged and must be read anew.
    Gap,
}

/// How a change of version `offered` stands to the version `held`.
pub(crate) const fn standing(held: u64, offered: u64) -> Applied {
    if offered <= held {
        Applied::Seen
    } else if offered == held + 1 {
        Applied::Taken
    } else {
        Applied::Gap
    }
}

/// Take `change` into `held`, if it is the next version.
///
/// A patch that does not fit counts as a gap: reading the match anew mends both.
pub fn apply_to_match(held: &mut Match, change: &Change) -> Applied {
    let standing = standing(held.version, change.version);
    if standing != Applied::Taken {
        return standing;
    }
    let patched = serde_json::to_value(&*held).ok().and_then(|mut document| {
        apply_patch(&mut document, &change.patch);
        serde_json::from_value::<Match>(document).ok()
    });
    let Some(mut next) = patched else { return Applied::Gap };
    next.version = change.version;
    next.seq = change.seq;
    next.updated_at = change.at;
    next.as_of = next.as_of.max(change.at);
    next.freshness = Freshness::of(next.status.phase, 0);
    *held = next;
    Applied::Taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use crate::port::ScoreRow;
    use entity::model::{Epoch, Seq, Sport, patch_between};
    use serde_json::{Value, json};

    fn change(version: u64, patch: Value) -> Change {
        let held = fixtures::football();
        Change {
            match_id: held.id,
            channel: held.channel,
            version,
            seq: Seq(99),
            epoch: Epoch("e".to_owned()),
            at: held.as_of,
            changes: Vec::new(),
            patch,
        }
    }

    #[test]
    fn the_next_version_is_taken_and_one_seen_before_is_dropped() {
        let mut held = fixtures::football();
        let before = held.clone();
        let next = change(held.version + 1, json!({"status": {"clock": "68'", "elapsed": 68}}));
        assert_eq!(apply_to_match(&mut held, &next), Applied::Taken);
        assert_eq!(held.status.elapsed, Some(68));
        assert_eq!(held.status.code, before.status.code);
        assert_eq!((held.version, held.seq), (before.version + 1, Seq(99)));
        assert_eq!(apply_to_match(&mut held, &next), Applied::Seen);
    }

    #[test]
    fn a_version_ahead_or_a_patch_that_does_not_fit_leaves_the_match_as_it_was() {
        let mut held = fixtures::football();
        let before = held.clone();
        let ahead = change(held.version + 2, json!({"status": {"elapsed": 80}}));
        assert_eq!(apply_to_match(&mut held, &ahead), Applied::Gap);
        let broken = change(held.version + 1, json!({"competitors": 7}));
        assert_eq!(apply_to_match(&mut held, &broken), Applied::Gap);
        assert_eq!(held, before);
    }

    #[test]
    fn a_row_of_each_sport_follows_the_patches_made_for_its_match() {
        for sport in Sport::ALL {
            let mut old = fixtures::of(sport);
            old.statistics = None;
            let mut new = fixtures::of(sport);
            new.version += 1;
            new.competitors.reverse();
            new.status.clock = Some("next".to_owned());
            new.periods.pop();
            let patch = patch_between(
                &serde_json::to_value(&old).expect("serialises"),
                &serde_json::to_value(&new).expect("serialises"),
            );
            let mut row = ScoreRow::from(&old);
            assert_eq!(row.apply(&change(new.version, patch)), Applied::Taken, "{sport}");
            let expected = ScoreRow::from(&new);
            assert_eq!(row.competitors, expected.competitors, "{sport}");
            assert_eq!(row.statistics, expected.statistics, "{sport}");
            assert_eq!(row.incidents, expected.incidents, "{sport}");
            assert_eq!(row.periods, expected.periods, "{sport}");
            assert_eq!(row.status, expected.status, "{sport}");
        }
    }

    #[test]
    fn a_row_follows_the_patches_made_for_its_match() {
        let old = fixtures::football();
        let mut new = old.clone();
        new.version += 1;
        new.competitors[1].score = Some(2);
        let mut goal = new.incidents[0].clone();
        goal.id = "i99".to_owned();
        goal.elapsed = Some(70);
        new.incidents.push(goal);
        let patch = patch_between(
            &serde_json::to_value(&old).expect("serialises"),
            &serde_json::to_value(&new).expect("serialises"),
        );
        let mut row = ScoreRow::from(&old);
        assert_eq!(row.apply(&change(new.version, patch)), Applied::Taken);
        let expected = ScoreRow::from(&new);
        assert_eq!(row.competitors, expected.competitors);
        assert_eq!(row.incidents, expected.incidents);
    }
}
