//! A message and the finished bytes made of it, each made once, by whoever needs it first.

use std::sync::{Arc, OnceLock};

use bytes::{BufMut, Bytes, BytesMut};

use crate::{
    frame::{deflate, encode},
    message::Message,
    protocol::outgoing,
};

/// How a connection wants its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    /// permessage-deflate for messages of at least this many bytes.
    Deflate {
        min: usize,
    },
}

/// The frames of one text, each made once.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    plain: OnceLock<Bytes>,
    deflated: OnceLock<Bytes>,
}

impl Frames {
    /// The frame of the text in the way the connection wants it.
    pub(crate) fn get<T: AsRef<str>>(&self, encoding: Encoding, text: impl Fn() -> T) -> &Bytes {
        match encoding {
            Encoding::Plain => self.plain.get_or_init(|| encode::text(text().as_ref().as_bytes())),
            Encoding::Deflate { .. } => {
                self.deflated.get_or_init(|| text_frame(text().as_ref(), encoding))
            }
        }
    }
}

/// A [`Message`] with one pair of frames per channel and one event for streams.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub(crate) message: Arc<Message>,
    frames: Box<[Frames]>,
    stream: OnceLock<Bytes>,
}

impl Encoded {
    pub(crate) fn new(message: Arc<Message>) -> Self {
        let frames = message.channels.iter().map(|_| Frames::default()).collect();
        Self { message, frames, stream: OnceLock::new() }
    }

    /// The frame for the channel at this place in the message's list.
    pub(crate) fn frame(&self, place: usize, encoding: Encoding) -> &Bytes {
        self.frames[place].get(encoding, || {
            outgoing::event(&self.message.event, &self.message.channels[place], &self.message.data)
        })
    }

    /// The frame for this channel, if the message is told on it.
    pub(crate) fn frame_on(&self, channel: &str, encoding: Encoding) -> Option<&Bytes> {
        let place = self.message.channels.iter().position(|name| &**name == channel)?;
        Some(self.frame(place, encoding))
    }

    /// The event for streams of this epoch.
    pub(crate) fn stream(&self, epoch: &str) -> &Bytes {
        self.stream.get_or_init(|| {
            let id = format!("{epoch}:{}-0", self.message.seq);
            stream_event(&self.message.event, Some(&id), &self.message.data)
        })
    }
}

/// Frames one text in the way the connection wants it.
pub(crate) fn text_frame(text: &str, encoding: Encoding) -> Bytes {
    match encoding {
        Encoding::Deflate { min } if text.len() >= min => {
            match deflate::compress(text.as_bytes()) {
                Some(packed) => encode::compressed_text(&packed),
                None => encode::text(text.as_bytes()),
            }
        }
        Encoding::Plain | Encoding::Deflate { .. } => encode::text(text.as_bytes()),
    }
}

/// One server-sent event. Data that spans lines is sent as one line each.
pub(crate) fn stream_event(event: &str, id: Option<&str>, data: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(data.len() + event.len() + 64);
    out.put_slice(b"event: ");
    out.put_slice(one_line(event).as_bytes());
    if let Some(id) = id {
        out.put_slice(b"\nid: ");
        out.put_slice(one_line(id).as_bytes());
    }
    for line in data.split(|byte| *byte == b'\n') {
        out.put_slice(b"\ndata: ");
        out.put_slice(line.strip_suffix(b"\r").unwrap_or(line));
    }
    out.put_slice(b"\n\n");
    out.freeze()
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(data: &str) -> Encoded {
        Encoded::new(Arc::new(Message {
            seq: 7,
            event: "score.updated".into(),
            channels: vec!["sports".into(), "sports.football".into()],
            key: "sports.football".into(),
            data: Bytes::copy_from_slice(data.as_bytes()),
        }))
    }

    #[test]
    fn a_frame_is_made_once_and_shared() {
        let encoded = message(&"goal ".repeat(100));
        let encoding = Encoding::Deflate { min: 200 };
        let one = encoded.frame(1, encoding).clone();
        let two = encoded.frame_on("sports.football", encoding).expect("told there").clone();
        assert_eq!(one.as_ptr(), two.as_ptr());
        assert_eq!(one[0], 0xC1);
        assert!(encoded.frame_on("sports.tennis", encoding).is_none());
        assert_eq!(encoded.frame(1, Encoding::Plain)[0], 0x81);
    }

    #[test]
    fn a_stream_event_has_name_position_and_data() {
        let encoded = message("{}");
        assert_eq!(&encoded.stream("e")[..], b"event: score.updated\nid: e:7-0\ndata: {}\n\n");
    }

    #[test]
    fn data_cannot_break_out_of_its_event() {
        let event = stream_event("x\ny", None, b"a\n\nevent: forged\r\nb");
        assert_eq!(&event[..], b"event: xy\ndata: a\ndata: \ndata: event: forged\ndata: b\n\n");
    }
}
