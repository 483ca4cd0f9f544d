//! An answer as the bytes that nodes share: one byte that says how the body is written, `as_of` in
//! milliseconds as eight bytes with the highest first, the body. It knows no store.

use super::StoredResponse;
use crate::gateway::fetcher::MAX_RESPONSE_BYTES;
use bytes::Bytes;
use entity::table::{instant, millis};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use std::io::{Read, Write};

/// Bodies from this size on are compressed.
const LARGE: usize = 1_024;
const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;
const HEAD: usize = 9;

/// Pack an answer.
pub fn pack(kept: &StoredResponse) -> Vec<u8> {
    if kept.body.len() >= LARGE {
        let mut encoder = DeflateEncoder::new(head(DEFLATED, kept), Compression::fast());
        // Writing into memory does not fail; if it did, the body would go as it is.
        if let Ok(bytes) = encoder.write_all(&kept.body).and_then(|()| encoder.finish()) {
            return bytes;
        }
    }
    let mut bytes = head(PLAIN, kept);
    bytes.extend_from_slice(&kept.body);
    bytes
}

fn head(written: u8, kept: &StoredResponse) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + kept.body.len() / 4);
    bytes.push(written);
    bytes.extend_from_slice(&millis(kept.as_of).to_be_bytes());
    bytes
}

/// Unpack an answer; `None` for bytes that are none, or would be more than may be passed on.
pub fn unpack(bytes: &Bytes) -> Option<StoredResponse> {
    let (head, body) = (bytes.get(..HEAD)?, bytes.slice_ref(bytes.get(HEAD..)?));
    let (written, at) = head.split_first()?;
    let as_of = instant(i64::from_be_bytes(at.try_into().ok()?));
    let body = match *written {
        PLAIN => body,
        DEFLATED => {
            let mut whole = Vec::new();
            let most = u64::try_from(MAX_RESPONSE_BYTES + 1).ok()?;
            DeflateDecoder::new(&body[..]).take(most).read_to_end(&mut whole).ok()?;
            whole.into()
        }
        _ => return None,
    };
    (body.len() <= MAX_RESPONSE_BYTES).then_some(StoredResponse { body, as_of })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_out_as_it_was(
            body in proptest::collection::vec(0_u8..4, 0..5_000),
            at in 0_i64..4_000_000_000_000,
        ) {
            let kept = StoredResponse { body: body.into(), as_of: instant(at) };
            prop_assert_eq!(unpack(&pack(&kept).into()), Some(kept));
        }

        #[test]
        fn bytes_that_are_no_answer_are_none(bytes in proptest::collection::vec(any::<u8>(), 0..9)) {
            prop_assert_eq!(unpack(&bytes.into()), None);
        }
    }

    #[test]
    fn a_large_body_is_kept_small_and_a_bomb_is_refused() {
        let body = |len| StoredResponse { body: vec![b'a'; len].into(), as_of: instant(0) };
        assert!(pack(&body(MAX_RESPONSE_BYTES)).len() < MAX_RESPONSE_BYTES / 100);
        assert!(unpack(&pack(&body(MAX_RESPONSE_BYTES)).into()).is_some());
        assert_eq!(unpack(&pack(&body(MAX_RESPONSE_BYTES + 1)).into()), None);
    }
}
