//! What waits to be written to one connection.

use std::{collections::VecDeque, io::IoSlice, sync::Arc};

use bytes::Bytes;

use super::subscriptions::ChannelId;

/// What a frame is, for the day it has to be dropped.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// The protocol needs it; never dropped.
    Control,
    /// News of a key on a channel; a later snapshot of the key makes up for it.
    News { channel: ChannelId, key: Arc<str> },
}

#[derive(Debug)]
struct Item {
    frame: Bytes,
    origin: Origin,
}

/// Frames in order. Holds memory only while something waits.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    items: VecDeque<Item>,
    bytes: usize,
    /// The first frame is partly written and must be finished.
    begun: bool,
}

/// How many frames one write takes at most.
const MAX_SLICES: usize = 64;

impl Queue {
    pub(crate) fn push(&mut self, frame: Bytes, origin: Origin) {
        self.bytes += frame.len();
        self.items.push_back(Item { frame, origin });
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Lends the next frames to a write.
    pub(crate) fn with_slices<T>(&self, write: impl FnOnce(&[IoSlice<'_>], usize) -> T) -> T {
        let mut slices = [IoSlice::new(&[]); MAX_SLICES];
        let (mut count, mut offered) = (0, 0);
        for (slice, item) in slices.iter_mut().zip(&self.items) {
            *slice = IoSlice::new(&item.frame);
            offered += item.frame.len();
            count += 1;
        }
        write(&slices[..count], offered)
    }

    /// Forgets what was written.
    pub(crate) fn advance(&mut self, mut written: usize) {
        self.bytes -= written;
        while written > 0 {
            let Some(first) = self.items.front_mut() else { break };
            if written < first.frame.len() {
                let _ = first.frame.split_to(written);
                self.begun = true;
                return;
            }
            written -= first.frame.len();
            self.items.pop_front();
            self.begun = false;
        }
        if self.items.is_empty() {
            self.items = VecDeque::new();
        }
    }

    /// Drops all news that is not already on its way, and says what it was about.
    pub(crate) fn drop_news(&mut self, mut dropped: impl FnMut(ChannelId, Arc<str>)) {
        self.retain_news(|channel, key| {
            dropped(channel, key.clone());
            false
        });
    }

    /// Drops the news of a channel that is no longer listened to: its number may soon mean another.
    pub(crate) fn drop_channel(&mut self, gone: ChannelId) {
        self.retain_news(|channel, _| channel != gone);
    }

    fn retain_news(&mut self, mut keep: impl FnMut(ChannelId, &Arc<str>) -> bool) {
        if let (true, Some(first)) = (self.begun, self.items.front_mut()) {
            // Half a frame is on its way and must be finished, whatever it is about.
            first.origin = Origin::Control;
        }
        self.items.retain(|item| match &item.origin {
            Origin::News { channel, key } => keep(*channel, key),
            Origin::Control => true,
        });
        self.bytes = self.items.iter().map(|item| item.frame.len()).sum();
        self.items.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(key: &str) -> Origin {
        Origin::News { channel: 1, key: key.into() }
    }

    #[test]
    fn what_was_partly_written_survives_a_drop() {
        let mut queue = Queue::default();
        queue.push(Bytes::from_static(b"abcd"), news("a"));
        queue.push(Bytes::from_static(b"efgh"), news("b"));
        queue.push(Bytes::from_static(b"pong"), Origin::Control);
        queue.advance(2);
        let mut dropped = Vec::new();
        queue.drop_news(|_, key| dropped.push(key.to_string()));
        assert_eq!(dropped, ["b"]);
        assert_eq!(queue.bytes(), 6);
        let left = queue.with_slices(|slices, offered| {
            assert_eq!(offered, 6);
            slices.iter().flat_map(|slice| slice.to_vec()).collect::<Vec<u8>>()
        });
        assert_eq!(left, b"cdpong");
    }

    #[test]
    fn a_frame_written_whole_is_not_partly_written() {
        let mut queue = Queue::default();
        queue.push(Bytes::from_static(b"abcd"), news("a"));
        queue.push(Bytes::from_static(b"efgh"), news("b"));
        queue.advance(4);
        let mut dropped = 0;
        queue.drop_news(|_, _| dropped += 1);
        assert_eq!((dropped, queue.bytes()), (1, 0));
        assert!(queue.is_empty());
    }
}
