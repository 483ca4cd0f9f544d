//! Server frames: unmasked, unfragmented, and so the same bytes for every reader.

use bytes::{BufMut, Bytes, BytesMut};

const FIN: u8 = 0x80;
const RSV1: u8 = 0x40;
const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;
/// The largest payload of a control frame.
const CONTROL_MAX: usize = 125;

/// A text frame.
pub(crate) fn text(payload: &[u8]) -> Bytes {
    frame(FIN | TEXT, payload)
}

/// A text frame whose payload is compressed.
pub(crate) fn compressed_text(payload: &[u8]) -> Bytes {
    frame(FIN | RSV1 | TEXT, payload)
}

/// A ping without payload.
pub(crate) fn ping() -> Bytes {
    frame(FIN | PING, &[])
}

/// The answer to a ping.
pub(crate) fn pong(payload: &[u8]) -> Bytes {
    frame(FIN | PONG, payload)
}

/// A close frame; the reason is cut to what fits.
pub(crate) fn close(code: Option<u16>, reason: &str) -> Bytes {
    let mut payload = Vec::new();
    if let Some(code) = code {
        payload.extend_from_slice(&code.to_be_bytes());
        let end = reason.floor_char_boundary(CONTROL_MAX - 2);
        payload.extend_from_slice(&reason.as_bytes()[..end]);
    }
    frame(FIN | CLOSE, &payload)
}

fn frame(first: u8, payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 10);
    out.put_u8(first);
    match payload.len() {
        len @ 0..=125 => out.put_u8(len as u8),
        len @ 126..=0xFFFF => {
            out.put_u8(126);
            out.put_u16(len as u16);
        }
        len => {
            out.put_u8(127);
            out.put_u64(len as u64);
        }
    }
    out.put_slice(payload);
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_length_uses_its_shortest_header() {
        assert_eq!(&text(&[b'a'; 125])[..2], &[0x81, 125]);
        assert_eq!(&text(&[b'a'; 126])[..4], &[0x81, 126, 0, 126]);
        assert_eq!(&text(&[b'a'; 65_535])[..4], &[0x81, 126, 0xFF, 0xFF]);
        assert_eq!(&text(&[b'a'; 65_536])[..10], &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_long_close_reason_is_cut_between_characters() {
        let frame = close(Some(4100), &"é".repeat(100));
        assert!(frame.len() <= 2 + CONTROL_MAX);
        assert!(std::str::from_utf8(&frame[4..]).is_ok());
    }
}
