//! The numbers of the door, in one table.

use super::Subject;
use crate::limits::Quota;

/// What an empty bucket means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// One waits: whoever emptied it is who waits.
    Wait,
    /// A proof of work does instead: strangers may have emptied it, and must not keep others out.
    Proof,
}

/// One kind of bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, also in Redis and in the audit log.
    pub name: &'static str,
    /// How many tries it holds.
    pub holds: u32,
    /// Seconds in which an empty one fills.
    pub seconds: u32,
    /// What it means when there is none left.
    pub empty: Empty,
}

const fn rule(name: &'static str, holds: u32, seconds: u32, empty: Empty) -> Rule {
    Rule { name, holds, seconds, empty }
}

impl Subject {
    /// What holds for it, and why.
    pub const fn rule(&self) -> Rule {
        use Empty::{Proof, Wait};
        match self {
            // Who knows a password mistypes it a few times, not ten; four guesses a minute find no
            // password that is not among the commonest, which nobody may choose.
            Self::Account(_) => rule("account", 10, 150, Proof),
            // The same from an address that the account knows, which an office or a carrier shares.
            Self::Known(..) => rule("known", 10, 150, Proof),
            // Some dozen people behind one address, each with some tries.
            Self::Address(_) => rule("address", 40, 200, Proof),
            // Ten strangers a second fail to sign in here only while somebody tries lists of passwords.
            Self::Everybody => rule("everybody", 600, 60, Proof),
            // A hash costs 19 MiB and some 20 ms of a core, whether or not the password is right: one
            // network gets 4 % of a core, and an office can still arrive at nine. Not given back.
            Self::Hash(_) => rule("hash", 120, 60, Proof),
            // Somebody signed in who proves it again, right or wrong. Not given back.
            Self::Own(_) => rule("own", 20, 300, Wait),
            // Whoever follows a link may choose a password that is refused some times.
            Self::Link(_) => rule("link", 10, 600, Wait),
            // A million codes, three of them good at a time: 4,320 tries a day.
            Self::Code(_) => rule("code", 6, 120, Wait),
            // At a place of the owner's, whatever strangers tried elsewhere: 150 tries on the first day.
            Self::KnownCode(..) => rule("known_code", 6, 3_600, Wait),
            // A classroom can sign up at once; after that one letter every half minute.
            Self::Asker(_) => rule("asker", 20, 600, Wait),
            // More than four letters of one kind in a row annoy, and a new one every five minutes is
            // younger than the half hour that its link is good for.
            Self::Mailbox(..) => rule("mailbox", 4, 1_200, Wait),
            // The same where its owner asks from an address that the account knows.
            Self::Writer(..) => rule("writer", 4, 1_200, Wait),
            // Two letters a second: what a small mail server sends on without being taken for a
            // spammer.
            Self::Letters => rule("letters", 500, 250, Proof),
            // How many proofs of work were taken, by account, network and all together. These refuse
            // nothing: the fuller the work, the more a proof costs. See `Throttle::load`.
            Self::Proved(_) => rule("proved", 64, 600, Wait),
            Self::ProvedFrom(_) => rule("proved_from", 128, 600, Wait),
            Self::ProvedByAll => rule("proved_by_all", 1_600, 600, Wait),
            // A proof is good once; it runs out before this comes back.
            Self::Spent(_) => rule("spent", 1, 900, Wait),
            // One row of the audit log a minute for each kind of try that is held back and each place
            // it comes from, not one a try; and sixty for a crowd of places.
            Self::Noted(_) => rule("noted", 1, 60, Wait),
            Self::NotedOfAll => rule("noted_of_all", 60, 60, Wait),
        }
    }

    /// The quota of its bucket. A wider network has more, as more people may share it.
    pub(crate) fn quota(&self) -> Quota {
        let rule = self.rule();
        let share = match self {
            Self::Address(network)
            | Self::Asker(network)
            | Self::Hash(network)
            | Self::ProvedFrom(network) => network.share(),
            Self::Account(_)
            | Self::Known(..)
            | Self::Everybody
            | Self::Own(_)
            | Self::Link(_)
            | Self::Code(_)
            | Self::KnownCode(..)
            | Self::Mailbox(..)
            | Self::Writer(..)
            | Self::Letters
            | Self::Proved(_)
            | Self::ProvedByAll
            | Self::Spent(_)
            | Self::Noted(_)
            | Self::NotedOfAll => 1,
        };
        Quota { per_window: rule.holds * share, window: rule.seconds, per_day: None }
    }
}
