//! Several processes on one database, with and without one Redis, are one service.

mod follow;
mod nodes;
mod outage;
mod proxy;
mod sockets;
mod takeover;
mod tls;
mod unreadable;
