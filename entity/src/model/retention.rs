//! What is kept how long, and why. The prune jobs and the page `/privacy` read this one table.

use chrono::TimeDelta;

macro_rules! kept {
    ($($name:ident = $time:expr, $what:literal, $from:literal, $why:literal;)*) => {
        /// Something that is kept for a time.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kept {
            $(#[doc = $what] $name,)*
        }

        impl Kept {
            /// All of it, in the order it is shown.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// How long it is kept.
            pub const fn time(self) -> TimeDelta {
                match self { $(Self::$name => $time,)* }
            }

            /// What it is, for people.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$name => $what,)* }
            }

            /// From when the time counts.
            pub const fn from(self) -> &'static str {
                match self { $(Self::$name => $from,)* }
            }

            /// Why it is kept at all.
            pub const fn why(self) -> &'static str {
                match self { $(Self::$name => $why,)* }
            }
        }
    };
}

kept! {
    Unconfirmed = TimeDelta::days(7), "An account whose address was never confirmed", "after it was made",
        "So that the letter can be found and its link followed.";
    Deleted = TimeDelta::days(14), "An account that its owner deleted", "after that",
        "So that its owner can change their mind; it is closed meanwhile.";
    Session = TimeDelta::days(14), "A sign-in, with its address and browser", "after its last use",
        "So that you stay signed in, and can see and end what is signed in.";
    SessionAtMost = TimeDelta::days(30), "Any sign-in", "after it began",
        "So that one that somebody else keeps alive ends as well.";
    Link = TimeDelta::hours(24), "A link sent by mail", "after it was sent, or until it is used",
        "So that it can be followed; one for a new password ends after 30 minutes, one that undoes a change of address after 7 days.";
    KnownAddress = TimeDelta::days(90), "A hash of each address you signed in from", "after the last sign-in from there",
        "So that a sign-in from a new place is told from one from a known place.";
    RecoveryCode = TimeDelta::days(90), "A hash of a used recovery code", "after it was used",
        "So that you can see that it was used, and when.";
    Letter = TimeDelta::days(7), "A letter written to a file where there is no mail server", "after it was written",
        "So that its link can be followed.";
    Audit = TimeDelta::days(400), "What was done to an account, by whom and from which address", "after it was done",
        "So that misuse can be found and proved, also a year later.";
    UsageMinutes = TimeDelta::hours(26), "Counts of your requests by minute", "after the minute",
        "So that limits and the usage page are right. Neither addresses nor contents are kept.";
    UsageHours = TimeDelta::days(90), "Counts of your requests by hour", "after the hour",
        "So that the usage page shows three months.";
    Refusal = TimeDelta::days(90), "How often one of your keys was refused, and from which address last", "after the hour",
        "So that the usage page shows a key that leaked or is set up wrong.";
    Idempotency = TimeDelta::days(1), "The answer to a request with an Idempotency-Key", "after the request",
        "So that a request that is sent twice is done once.";
    EndedJob = TimeDelta::days(1), "A job that is done", "after it ended",
        "So that an operator sees what was done; what it carried of you is wiped when it ends.";
    FailedJob = TimeDelta::days(30), "A job that failed, such as a letter that could not be sent", "after its last attempt",
        "So that an operator can mend the cause and run it again.";
    Change = TimeDelta::days(7), "The changes of matches", "after they happened",
        "So that clients that were away can catch up. Nothing of you is in them.";
    Match = TimeDelta::days(730), "Matches", "after they began",
        "So that seasons can be looked up. Nothing of you is in them.";
    UpstreamAnswer = TimeDelta::days(30), "What the sports data provider answered", "after it answered",
        "So that it is asked seldom. Nothing of you is in it.";
}

impl Kept {
    /// How long it is kept, in milliseconds.
    pub const fn millis(self) -> i64 {
        self.time().num_milliseconds()
    }

    /// How long it is kept, in words: `7 days`.
    pub fn said(self) -> String {
        let hours = self.time().num_hours();
        match (hours / 24, hours % 24) {
            (1, 0) => "1 day".to_owned(),
            (days, 0) => format!("{days} days"),
            (_, _) => format!("{hours} hours"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_time_is_said_in_whole_days_or_hours() {
        assert_eq!(Kept::Unconfirmed.said(), "7 days");
        assert_eq!(Kept::Idempotency.said(), "1 day");
        assert_eq!(Kept::UsageMinutes.said(), "26 hours");
        for kept in Kept::ALL {
            assert_eq!(kept.millis() % 3_600_000, 0, "{kept:?}");
            assert!(kept.millis() > 0, "{kept:?}");
        }
    }

    #[test]
    fn nothing_is_named_twice() {
        let named: BTreeSet<_> = Kept::ALL.iter().map(|kept| kept.what()).collect();
        assert_eq!(named.len(), Kept::ALL.len());
    }
}
