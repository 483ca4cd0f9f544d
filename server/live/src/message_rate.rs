//! How much a socket may ask: a bucket of its own, filled over time, and a part of each turn of its
//! shard. Both are counted in messages, and a resume is as dear in one as in the other.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

/// Messages a second that a socket may send over time.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("is not 0");
/// What a subscription from a position costs: to answer it, a replay is begun or a state is given.
const RESUME: NonZeroU32 = NonZeroU32::new(10).expect("is not 0");
const MESSAGE: NonZeroU32 = NonZeroU32::MIN;
/// At once, besides what the socket's channels need.
const SPARE: u32 = 100;

/// What is left to a socket.
#[derive(Debug)]
pub(crate) struct MessageRate(DefaultDirectRateLimiter);

impl MessageRate {
    /// As much at once as it takes to resume on every channel it may have, and some more.
    pub(crate) fn new(max_channels: usize) -> Self {
        let channels = u32::try_from(max_channels).unwrap_or(u32::MAX);
        let burst = channels.saturating_mul(RESUME.get() + 1).saturating_add(SPARE);
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::direct(Quota::per_second(PER_SECOND).allow_burst(burst)))
    }

    /// Pays for one message; false where it is one too many.
    pub(crate) fn message(&self) -> bool {
        self.0.check_n(MESSAGE).is_ok_and(|paid| paid.is_ok())
    }

    /// Pays for a resume, on top of its message.
    pub(crate) fn resume(&self) -> bool {
        self.0.check_n(RESUME).is_ok_and(|paid| paid.is_ok())
    }
}

/// What one turn of a shard gives to one socket, whatever waits behind it.
#[derive(Debug)]
pub(crate) struct Turn {
    messages: u32,
    reads: u32,
}

impl Turn {
    /// Messages answered. A few dozen take less than a millisecond.
    pub(crate) const MESSAGES: u32 = 32;
    /// Times the socket is read.
    const READS: u32 = 4;

    pub(crate) fn new() -> Self {
        Self { messages: Self::MESSAGES, reads: Self::READS }
    }

    /// Room for one message more; false where the others have their turn first.
    pub(crate) fn message(&mut self) -> bool {
        take(&mut self.messages)
    }

    /// A resume takes its price of the turn, or what is left.
    pub(crate) fn resume(&mut self) {
        self.messages = self.messages.saturating_sub(RESUME.get());
    }

    /// Room for one read more.
    pub(crate) fn read(&mut self) -> bool {
        take(&mut self.reads)
    }
}

fn take(left: &mut u32) -> bool {
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_answers_three_resumes_or_thirty_two_messages_of_one_socket() {
        let mut turn = Turn::new();
        assert_eq!((0..3_000).take_while(|_| turn.message()).count(), 32);
        let mut turn = Turn::new();
        let mut resumes = 0;
        while turn.message() {
            turn.resume();
            resumes += 1;
        }
        assert_eq!(resumes, 3);
    }

    #[test]
    fn a_socket_may_resume_on_each_of_its_channels_and_not_for_ever() {
        let allowance = MessageRate::new(20);
        let resumes = (0..3_000).take_while(|_| allowance.message() && allowance.resume()).count();
        assert!((20..=40).contains(&resumes), "{resumes}");
    }

    #[test]
    fn a_socket_may_send_far_more_messages_than_resumes() {
        let allowance = MessageRate::new(20);
        let messages = (0..3_000).take_while(|_| allowance.message()).count();
        assert!((300..=400).contains(&messages), "{messages}");
    }
}
