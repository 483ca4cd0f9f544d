//! Whose places a socket or stream takes, and how many there are.

use crate::{
    app::AppState,
    limits::{Access, Subject},
    net::Network,
    realtime::LimitReached,
    redis::{Signal, Wanted},
};
use live::{Bound, ConnectOptions};
use std::net::IpAddr;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// Sockets that the site's own pages may have open from one address. They count apart: who reads
/// our pages takes nothing from an anonymous program behind the same address.
const OF_OUR_PAGES: u32 = 200;

/// How somebody comes.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionInfo {
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
/// else may use all that is free, at most half of it from one address. Where all is taken, the
/// address that has most leaves a place to one that has fewer, and to whoever shows the token.
/// Whoever gets none is told why.
pub async fn admit(
    app: &AppState,
    access: &Access,
    arrival: ConnectionInfo,
) -> Result<ConnectOptions, String> {
    let plan = access.plan();
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let options = match access {
        Access::Anonymous { .. } if arrival.own_page => {
            let owner = format!("site:{}", network(arrival.address));
            of(app, access).owned_by(owner, number(OF_OUR_PAGES)).saying(full_of_pages)
        }
        Access::Anonymous { .. } => {
            let owner = Subject::of(access).to_string();
            of(app, access).owned_by(owner, number(plan.sockets)).saying(full_of_address)
        }
        Access::Key { .. } => {
            let owner = Subject::of(access).to_string();
            let share = of_one(&owner, arrival.address);
            let keyed = of(app, access).owned_by(owner, number(plan.sockets)).saying(full_of_key);
            if arrival.proven { keyed } else { keyed.sharing(share, number(half(plan.sockets))) }
        }
    };
    match app.connection_limiter.acquire(&options).await {
        Ok(Some(place)) => Ok(options.holding(place)),
        Ok(None) => Ok(options),
        Err(LimitReached(bound)) => Err(options.why_full(bound)),
    }
}

fn full_of_pages(_: Bound, most: usize) -> String {
    format!("All {most} sockets and streams that one address may have on our pages are open.")
}

fn full_of_address(_: Bound, most: usize) -> String {
    format!("All {most} sockets and streams that one address may have without a key are open.")
}

fn full_of_key(bound: Bound, most: usize) -> String {
    match bound {
        Bound::Owner => format!("All {most} sockets and streams of this key's plan are open."),
        Bound::Share => format!(
            "Your address has all {most} sockets and streams that one address may have by a key's \
             public id, half of the plan's; with the token as Authorization: Bearer it may have all."
        ),
    }
}

fn of(app: &AppState, access: &Access) -> ConnectOptions {
    let tag: &str = match access {
        Access::Anonymous { .. } => &app.config.realtime.app_key,
        Access::Key { public_id, .. } => public_id.as_ref(),
    };
    ConnectOptions::new(tag, usize::try_from(access.plan().channels).unwrap_or(usize::MAX))
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

/// Let sockets of this node make way when a newcomer to any node needs their place: the silent
/// ones first, then those of the share that has most.
pub async fn make_way(app: AppState, stop: CancellationToken) {
    let Some(notifier) = &app.notifier else { return };
    let mut heard = notifier.subscribe();
    loop {
        let signal = tokio::select! {
            () = stop.cancelled() => return,
            signal = heard.recv() => signal,
        };
        match signal {
            Ok(Signal::MakeWay(Wanted { name, from })) => {
                let (hub, connection_limiter) = (app.hub.clone(), app.connection_limiter.clone());
                let notifier = notifier.clone();
                tokio::spawn(async move {
                    if !hub.make_way(&name, || notifier.making_way(&name)).await
                        && let Some(from) = from
                    {
                        hub.leave(&from.share, || connection_limiter.leaves(&name, &from)).await;
                    }
                });
            }
            Ok(
                Signal::DataChanged | Signal::Fetched(_) | Signal::MakingWay(_) | Signal::Missed,
            )
            | Err(RecvError::Lagged(_)) => {}
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
