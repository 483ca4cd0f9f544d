//! permessage-deflate without context takeover: no state between messages, so none per connection.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// What every sync flush ends with and the wire leaves out.
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

/// What the handshake answers when it takes an offer.
pub(crate) const ACCEPTED: &str =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

thread_local! {
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), false));
    static DECOMPRESS: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Why a compressed message was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadDeflate {
    /// It is not a deflate stream.
    Corrupt,
    /// It unpacks to more than is allowed.
    TooBig,
}

/// Whether one of the offers in `Sec-WebSocket-Extensions` can be taken as [`ACCEPTED`].
pub(crate) fn acceptable(offers: &str) -> bool {
    offers.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some("permessage-deflate") && acceptable_parameters(parts)
    })
}

fn acceptable_parameters<'a>(parameters: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = Vec::new();
    for parameter in parameters {
        let (name, value) = match parameter.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim().trim_matches('"'))),
            None => (parameter, None),
        };
        let fine = match (name, value) {
            ("server_no_context_takeover" | "client_no_context_takeover", None) => true,
            ("client_max_window_bits", None) => true,
            ("client_max_window_bits", Some(bits)) => {
                bits.parse().is_ok_and(|bits: u8| (8..=15).contains(&bits))
            }
            // A smaller window of ours cannot be promised: the compressor always uses the full one.
            ("server_max_window_bits", Some("15")) => true,
            _ => false,
        };
        if !fine || seen.contains(&name) {
            return false;
        }
        seen.push(name);
    }
    true
}

/// Packs one message; `None` if that would not make it smaller.
pub(crate) fn compress(payload: &[u8]) -> Option<Vec<u8>> {
    COMPRESS.with_borrow_mut(|engine| {
        engine.reset();
        let mut out = Vec::with_capacity(payload.len() / 2 + 64);
        loop {
            let read = usize::try_from(engine.total_in()).ok()?;
            engine.compress_vec(&payload[read..], &mut out, FlushCompress::Sync).ok()?;
            // Room left over means the flush is complete.
            if out.len() < out.capacity() {
                break;
            }
            out.reserve(out.capacity().max(64));
        }
        let body = out.len().checked_sub(TAIL.len())?;
        out.truncate(body);
        (out.len() < payload.len()).then_some(out)
    })
}

/// Unpacks one message of at most `limit` bytes.
pub(crate) fn decompress(payload: &[u8], limit: usize) -> Result<Vec<u8>, BadDeflate> {
    DECOMPRESS.with_borrow_mut(|engine| {
        engine.reset(false);
        let mut out = Vec::with_capacity((payload.len() * 3).clamp(64, limit + 1));
        feed(engine, payload, &mut out, limit)?;
        feed(engine, &TAIL, &mut out, limit)?;
        Ok(out)
    })
}

fn feed(
    engine: &mut Decompress,
    mut input: &[u8],
    out: &mut Vec<u8>,
    limit: usize,
) -> Result<(), BadDeflate> {
    loop {
        let before = (engine.total_in(), out.len());
        let status = engine
            .decompress_vec(input, out, FlushDecompress::Sync)
            .map_err(|_| BadDeflate::Corrupt)?;
        let read = (engine.total_in() - before.0) as usize;
        input = &input[read..];
        if out.len() > limit {
            return Err(BadDeflate::TooBig);
        }
        let full = out.len() == out.capacity();
        match status {
            // A final block ends the stream; what follows it is not read.
            Status::StreamEnd => return Ok(()),
            Status::Ok | Status::BufError if full => {
                let room = out.capacity().min(limit + 1 - out.len()).max(1);
                out.reserve_exact(room);
            }
            Status::Ok | Status::BufError if input.is_empty() => return Ok(()),
            Status::Ok | Status::BufError if read == 0 && out.len() == before.1 => {
                return Err(BadDeflate::Corrupt);
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn offers_that_browsers_make_are_taken() {
        for offer in [
            "permessage-deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
            "x-webkit-deflate-frame, permessage-deflate; client_max_window_bits=12",
            "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        ] {
            assert!(acceptable(offer), "{offer}");
        }
    }

    #[test]
    fn offers_that_cannot_be_kept_are_declined() {
        for offer in [
            "",
            "deflate",
            "permessage-deflate; server_max_window_bits=10",
            "permessage-deflate; client_max_window_bits=7",
            "permessage-deflate; client_max_window_bits; client_max_window_bits",
            "permessage-deflate; unknown",
        ] {
            assert!(!acceptable(offer), "{offer}");
        }
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = compress(&vec![b'a'; 4 << 20]).expect("shrinks");
        assert!(bomb.len() < 32 * 1024);
        assert_eq!(decompress(&bomb, 32 * 1024), Err(BadDeflate::TooBig));
    }

    proptest! {
        #[test]
        fn what_was_packed_unpacks_to_itself(
            words in prop::collection::vec("[a-z]{1,6}", 0..2000),
        ) {
            let text = words.join(" ");
            if let Some(packed) = compress(text.as_bytes()) {
                prop_assert!(packed.len() < text.len());
                prop_assert_eq!(decompress(&packed, 32 * 1024), Ok(text.into_bytes()));
            }
        }

        #[test]
        fn random_bytes_never_unpack_beyond_the_limit(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(out) = decompress(&bytes, 1000) {
                prop_assert!(out.len() <= 1000);
            }
        }
    }
}
