//! Mixed martial arts v1: cards of bouts at weekends.

mod bout;
mod card;
mod wire;

pub(super) use wire::{answer, truths};
