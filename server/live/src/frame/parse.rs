//! Client frames: read from any split of the byte stream, joined into messages, bounded throughout.

use super::deflate::{self, BadDeflate};

/// One thing a client said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// A whole text message.
    Text(String),
    /// A ping with its payload.
    Ping(Vec<u8>),
    /// A pong.
    Pong,
    /// A close, with its code if one was sent.
    Close(Option<u16>),
}

/// What a client must not do; ends the connection with its close code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Violation {
    #[error("Frames from a client must be masked.")]
    Unmasked,
    #[error("Reserved bits are set without an extension that uses them.")]
    ReservedBits,
    #[error("The opcode is not known.")]
    UnknownOpcode,
    #[error("A control frame must be whole and at most 125 bytes long.")]
    BadControl,
    #[error("A fragment continues nothing, or a new message begins inside another.")]
    BadFragment,
    #[error("The close frame has no valid code.")]
    BadClose,
    #[error("Only text messages are understood.")]
    Binary,
    #[error("Text must be valid UTF-8.")]
    NotUtf8,
    #[error("The compressed message cannot be read.")]
    Corrupt,
    #[error("The message is longer than the server reads.")]
    TooBig,
}

impl Violation {
    /// The close code that says so.
    pub(crate) fn code(self) -> u16 {
        match self {
            Self::Unmasked
            | Self::ReservedBits
            | Self::UnknownOpcode
            | Self::BadControl
            | Self::BadFragment
            | Self::BadClose => 1002,
            Self::Binary => 1003,
            Self::NotUtf8 | Self::Corrupt => 1007,
            Self::TooBig => 1009,
        }
    }
}

/// Reads one client's frames, one each time it is asked. Holds memory only while a frame waits or a
/// message is incomplete.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    pending: Option<Box<Pending>>,
}

#[derive(Debug, Default)]
struct Pending {
    /// Bytes of frames, and how many of them have been taken.
    bytes: Vec<u8>,
    taken: usize,
    /// The fragments read so far of a message that is not complete yet.
    message: Option<Fragments>,
}

#[derive(Debug)]
struct Fragments {
    compressed: bool,
    payload: Vec<u8>,
}

/// What the parser may accept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) deflate: bool,
    pub(crate) max: usize,
}

#[derive(Clone, Copy)]
enum Opcode {
    Continuation,
    Text,
    Close,
    Ping,
    Pong,
}

/// The header of a frame that is there as a whole. What it holds has not been looked at.
pub(crate) struct Header {
    fin: bool,
    compressed: bool,
    opcode: Opcode,
    mask: [u8; 4],
    start: usize,
    end: usize,
}

impl Header {
    /// Whether the client says goodbye.
    pub(crate) fn is_close(&self) -> bool {
        matches!(self.opcode, Opcode::Close)
    }
}

impl Parser {
    /// Keeps bytes of the stream until their frames are taken.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.pending.get_or_insert_default().bytes.extend_from_slice(bytes);
    }

    /// The header of the next frame, once all of it is there. To ask costs the same whatever waits.
    ///
    /// # Errors
    /// The stream cannot go on like this.
    pub(crate) fn ahead(&mut self, rules: Rules) -> Result<Option<Header>, Violation> {
        let Some(pending) = &mut self.pending else { return Ok(None) };
        let input = &pending.bytes[pending.taken..];
        let found = header(input, rules, pending.message.is_some())?;
        if found.is_none() {
            if input.is_empty() && pending.message.is_none() {
                self.pending = None;
            } else if pending.taken > 0 {
                pending.bytes = input.to_vec();
                pending.taken = 0;
            }
        }
        Ok(found)
    }

    /// Reads the frame whose header is ahead; a message comes out with its last one.
    ///
    /// # Errors
    /// What the frame holds must not be.
    pub(crate) fn take(
        &mut self,
        header: &Header,
        rules: Rules,
    ) -> Result<Option<Incoming>, Violation> {
        let Some(pending) = &mut self.pending else { return Ok(None) };
        let (start, end) = (pending.taken + header.start, pending.taken + header.end);
        let mut payload = pending.bytes[start..end].to_vec();
        for (byte, key) in payload.iter_mut().zip(header.mask.iter().cycle()) {
            *byte ^= key;
        }
        pending.taken = end;
        accept(header, payload, &mut pending.message, rules)
    }
}

/// Reads a frame's header; `None` until the whole frame is there. Complains as early as it can.
fn header(input: &[u8], rules: Rules, continues: bool) -> Result<Option<Header>, Violation> {
    let Some(&first) = input.first() else { return Ok(None) };
    let fin = first & 0x80 != 0;
    let opcode = match first & 0x0F {
        0x0 => Opcode::Continuation,
        0x1 => Opcode::Text,
        0x2 => return Err(Violation::Binary),
        0x8 => Opcode::Close,
        0x9 => Opcode::Ping,
        0xA => Opcode::Pong,
        _ => return Err(Violation::UnknownOpcode),
    };
    let compressed = first & 0x40 != 0;
    let may_compress = rules.deflate && matches!(opcode, Opcode::Text);
    if first & 0x30 != 0 || (compressed && !may_compress) {
        return Err(Violation::ReservedBits);
    }
    let control = match opcode {
        Opcode::Close | Opcode::Ping | Opcode::Pong => true,
        Opcode::Text | Opcode::Continuation => false,
    };
    match opcode {
        Opcode::Continuation if !continues => return Err(Violation::BadFragment),
        Opcode::Text if continues => return Err(Violation::BadFragment),
        Opcode::Continuation | Opcode::Text | Opcode::Close | Opcode::Ping | Opcode::Pong => {}
    }
    let Some(&second) = input.get(1) else { return Ok(None) };
    if second & 0x80 == 0 {
        return Err(Violation::Unmasked);
    }
    let short = usize::from(second & 0x7F);
    if control && (!fin || short > 125) {
        return Err(Violation::BadControl);
    }
    let (len, after_len) = match short {
        126 => match input.get(2..4) {
            Some(&[a, b]) => (u64::from(u16::from_be_bytes([a, b])), 4),
            _ => return Ok(None),
        },
        127 => match input.get(2..10).and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => (u64::from_be_bytes(bytes), 10),
            None => return Ok(None),
        },
        len => (len as u64, 2),
    };
    let len = usize::try_from(len).map_err(|_| Violation::TooBig)?;
    if len > rules.max && !control {
        return Err(Violation::TooBig);
    }
    let start = after_len + 4;
    let end = start + len;
    let mask = input.get(after_len..start).and_then(|mask| mask.try_into().ok());
    match mask {
        Some(mask) if input.len() >= end => {
            Ok(Some(Header { fin, compressed, opcode, mask, start, end }))
        }
        _ => Ok(None),
    }
}

/// Takes in one frame; a message comes out with its last one.
fn accept(
    header: &Header,
    payload: Vec<u8>,
    message: &mut Option<Fragments>,
    rules: Rules,
) -> Result<Option<Incoming>, Violation> {
    match header.opcode {
        Opcode::Ping => Ok(Some(Incoming::Ping(payload))),
        Opcode::Pong => Ok(Some(Incoming::Pong)),
        Opcode::Close => close(&payload).map(|code| Some(Incoming::Close(code))),
        Opcode::Text | Opcode::Continuation => {
            let whole = match message.take() {
                None => Fragments { compressed: header.compressed, payload },
                Some(mut begun) => {
                    if begun.payload.len() + payload.len() > rules.max {
                        return Err(Violation::TooBig);
                    }
                    begun.payload.extend_from_slice(&payload);
                    begun
                }
            };
            if !header.fin {
                *message = Some(whole);
                return Ok(None);
            }
            let bytes = if whole.compressed {
                deflate::decompress(&whole.payload, rules.max).map_err(|bad| match bad {
                    BadDeflate::Corrupt => Violation::Corrupt,
                    BadDeflate::TooBig => Violation::TooBig,
                })?
            } else {
                whole.payload
            };
            let text = String::from_utf8(bytes).map_err(|_| Violation::NotUtf8)?;
            Ok(Some(Incoming::Text(text)))
        }
    }
}

fn close(payload: &[u8]) -> Result<Option<u16>, Violation> {
    let [high, low, reason @ ..] = payload else {
        return if payload.is_empty() { Ok(None) } else { Err(Violation::BadClose) };
    };
    let code = u16::from_be_bytes([*high, *low]);
    match code {
        1000..=1003 | 1007..=1014 | 3000..=4999 => {}
        _ => return Err(Violation::BadClose),
    }
    std::str::from_utf8(reason).map_err(|_| Violation::NotUtf8)?;
    Ok(Some(code))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
