//! Whose places a socket or stream takes, and how many there are.

use super::Full;
use crate::{
    accounts::Access,
    limit::{Network, Subject},
    redis::Signal,
    service::App,
};
use live::Admission;
use std::net::IpAddr;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// Sockets that the site's own pages may have open from one address. They count apart: who reads
/// our pages takes nothing from an anonymous program behind the same address.
const OF_OUR_PAGES: u32 = 200;

/// How somebody comes.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The client's address.
    pub address: IpAddr,
    /// The header `Origin` says that it is one of our own pages.
    pub own_page: bool,
    /// A key's token was shown, not its public id alone.
    pub proven: bool,
}

/// A place for whoever asks: as many sockets and streams together as the plan has, counted by
/// account or address over all nodes, closed by key.
///
/// A public id stands in the pages of its owner, so anybody may know it. Those who bring nothing
/// else get at most half of the plan's places from one address, and give way to one who shows the
/// token.
pub async fn admit(app: &App, access: &Access, arrival: Arrival) -> Result<Admission, Full> {
    let plan = access.plan();
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let mut places = Vec::new();
    let admission = match access {
        Access::Anonymous { .. } if arrival.own_page => {
            let owner = format!("site:{}", network(arrival.address));
            places.push((owner.clone(), OF_OUR_PAGES));
            of(app, access).owned_by(owner, number(OF_OUR_PAGES))
        }
        Access::Anonymous { .. } => {
            let owner = Subject::of(access).to_string();
            places.push((owner.clone(), plan.sockets));
            of(app, access).owned_by(owner, number(plan.sockets))
        }
        Access::Key { .. } => {
            let owner = Subject::of(access).to_string();
            let keyed = of(app, access).owned_by(owner.clone(), number(plan.sockets));
            let keyed = if arrival.proven {
                keyed.proven()
            } else {
                let (share, half) = (of_one(&owner, arrival.address), half(plan.sockets));
                places.push((share.clone(), half));
                keyed.sharing(share, number(half))
            };
            places.push((owner, plan.sockets));
            keyed
        }
    };
    let mut taken = Vec::new();
    for (name, most) in places {
        taken.extend(app.places.take(&name, most).await?);
    }
    Ok(if taken.is_empty() { admission } else { admission.holding(taken) })
}

fn of(app: &App, access: &Access) -> Admission {
    let tag: &str = match access {
        Access::Anonymous { .. } => &app.config.realtime.app_key,
        Access::Key { public_id, .. } => public_id.as_ref(),
    };
    Admission::new(tag, usize::try_from(access.plan().channels).unwrap_or(usize::MAX))
}

/// Half of a plan's places, and one where there is only one.
fn half(most: u32) -> u32 {
    (most / 2).max(most.min(1))
}

fn of_one(owner: &str, address: IpAddr) -> String {
    format!("{owner}@{}", network(address))
}

/// The narrowest network of an address: that of one customer of a provider.
fn network(address: IpAddr) -> String {
    Network::of(address).next().map(|network| network.to_string()).unwrap_or_default()
}

/// Let silent sockets of this node make way when another node needs their place.
pub async fn make_way(app: App, stop: CancellationToken) {
    let Some(signals) = &app.signals else { return };
    let mut heard = signals.hear();
    loop {
        let signal = tokio::select! {
            () = stop.cancelled() => return,
            signal = heard.recv() => signal,
        };
        match signal {
            Ok(Signal::MakeWay(name)) => {
                let hub = app.hub.clone();
                tokio::spawn(async move { hub.make_way(&name, false).await });
            }
            Ok(Signal::Moved | Signal::Fetched(_) | Signal::Missed) | Err(RecvError::Lagged(_)) => {
            }
            Err(RecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_places_is_never_more_than_half_but_never_none() {
        assert_eq!([0, 1, 2, 5, 10, 1_000].map(half), [0, 1, 1, 2, 5, 500]);
    }
}
