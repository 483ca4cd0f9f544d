//! What the engine asks of us: may this be listened to, and how do things stand.

use super::Namespace;
use crate::{
    clock::Clock,
    store::{CachedMatch, Leagues, MatchCache},
    usage::Recorder,
};
use entity::model::{Channel, Match};
use live::{App, ChannelBackend, Claim, Happening, SignIn, Snapshot, Used};
use tokio::sync::mpsc::UnboundedSender;

/// Hours of changes that a client whose gap cannot be replayed is brought up to date with.
const RECOVERED_HOURS: i64 = 24;

/// The match cache behind the channels.
pub struct MatchSource {
    /// The matches.
    pub match_cache: MatchCache,
    pub leagues: Leagues,
    /// The time, for how fresh a snapshot is.
    pub clock: Clock,
    /// Where it is counted what a socket used.
    pub usage: Recorder,
    /// What signs private channels.
    pub signer: App,
    /// Where it is told what happened; see [`super::Nodes`].
    pub happenings: UnboundedSender<Happening>,
}

impl MatchSource {
    fn entry(&self, channel: &Channel) -> Option<std::sync::Arc<CachedMatch>> {
        match channel {
            Channel::Match(sport, league, id) => {
                let entry = self.match_cache.get(&(*sport, id.clone()))?;
                (entry.doc().league.slug == *league).then_some(entry)
            }
            Channel::All | Channel::Sport(_) | Channel::League(..) => None,
        }
    }

    fn shown(&self, entry: &CachedMatch) -> Snapshot {
        Snapshot {
            event: "match.snapshot".into(),
            channel: entry.doc().channel.as_str().into(),
            data: entry.body(self.clock.now()).json,
            seq: entry.doc().seq.0,
        }
    }
}

impl ChannelBackend for MatchSource {
    fn admit(&self, channel: &str, tag: Option<&str>) -> Result<(), String> {
        if Namespace::of(channel) == Namespace::Operator && tag == Some(self.signer.key()) {
            return Ok(());
        }
        let parsed: Channel =
            channel.parse().map_err(|error: entity::model::ChannelError| error.to_string())?;
        if let Channel::League(sport, league) | Channel::Match(sport, league, _) = &parsed {
            match self.leagues.find(*sport, &league.0) {
                Some(known) if known.slug == *league => {}
                Some(known) => {
                    let channel = Channel::League(*sport, known.slug.clone());
                    return Err(format!("a channel names its league by its slug: {channel}"));
                }
                None => {
                    return Err(format!("there is no league “{league}” in {}", sport.name()));
                }
            }
        }
        match &parsed {
            Channel::All | Channel::Sport(_) => Ok(()),
            Channel::League(..) => Ok(()),
            Channel::Match(_, league, id) => match self.entry(&parsed) {
                Some(_) => Ok(()),
                None => Err(format!("there is no current match “{id}” in {league}")),
            },
        }
    }

    fn authorize(&self, claim: &Claim<'_>) -> Result<(), String> {
        let Claim { socket_id, tag, channel, auth, channel_data } = *claim;
        match Namespace::of(channel) {
            Namespace::Account(_) | Namespace::Admin => {}
            Namespace::Operator if tag == self.signer.key() => {}
            Namespace::Operator | Namespace::Sports | Namespace::Sandbox => {
                return Err(format!("The channel {channel} is not for sockets of this key."));
            }
        }
        if auth.is_empty() {
            let why = "needs a signature in auth, such as /broadcasting/auth gives.";
            return Err(format!("The channel {channel} is private and {why}"));
        }
        match self.signer.admits(auth, socket_id, channel, channel_data) {
            true => Ok(()),
            false => Err(format!("The signature in auth does not open {channel} to this socket.")),
        }
    }

    fn identify(&self, claim: &SignIn<'_>) -> bool {
        claim.tag == self.signer.key()
            && self.signer.knows(claim.auth, claim.socket_id, claim.user_data)
    }

    fn takes_client_events(&self, channel: &str) -> bool {
        Namespace::of(channel) == Namespace::Operator
    }

    fn happened(&self, what: Happening) {
        // Nobody listens any more when the service stops.
        let _ = self.happenings.send(what);
    }

    fn snapshot(&self, channel: &str) -> Vec<Snapshot> {
        let entry = channel.parse().ok().and_then(|channel| self.entry(&channel));
        entry.iter().map(|entry| self.shown(entry)).collect()
    }

    fn recover(&self, channel: &str) -> Vec<Snapshot> {
        let Ok(channel) = channel.parse::<Channel>() else { return Vec::new() };
        if let Channel::Match(..) = channel {
            return self.entry(&channel).iter().map(|entry| self.shown(entry)).collect();
        }
        let since = self.clock.now() - chrono::TimeDelta::hours(RECOVERED_HOURS);
        let covered = |m: &Match| match &channel {
            Channel::All => true,
            Channel::Sport(sport) => m.sport == *sport,
            Channel::League(sport, league) => m.sport == *sport && m.league.slug == *league,
            Channel::Match(..) => false,
        } && (m.status.phase.in_play() || (m.version > 1 && m.updated_at >= since));
        self.match_cache.select(covered).iter().map(|entry| self.shown(entry)).collect()
    }

    fn used(&self, tag: &str, used: Used) {
        self.usage.socket(tag, used.open_for, used.messages_out, used.bytes_out);
    }
}
