//! Every sport from its upstream to its readers, by what is recorded of it.

mod cases;
mod matches;
mod particulars;
mod proxy;
mod tables;
mod tape;
