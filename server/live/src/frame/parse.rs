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

/// Reads one client's frames. Holds memory only while a frame or message is incomplete.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    pending: Option<Box<Pending>>,
}

#[derive(Debug, Default)]
struct Pending {
    /// The bytes of a frame that is not complete yet.
    bytes: Vec<u8>,
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

struct Header {
    fin: bool,
    compressed: bool,
    opcode: Opcode,
    mask: [u8; 4],
    start: usize,
    end: usize,
}

impl Parser {
    /// Reads on. Whatever was complete before a violation is in `out` all the same.
    pub(crate) fn feed(
        &mut self,
        bytes: &[u8],
        rules: Rules,
        out: &mut Vec<Incoming>,
    ) -> Result<(), Violation> {
        let mut pending = self.pending.take().map_or_else(Pending::default, |boxed| *boxed);
        let joined;
        let input = if pending.bytes.is_empty() {
            bytes
        } else {
            pending.bytes.extend_from_slice(bytes);
            joined = std::mem::take(&mut pending.bytes);
            &joined
        };
        let mut at = 0;
        while let Some(header) = header(&input[at..], rules, pending.message.is_some())? {
            let mut payload = input[at + header.start..at + header.end].to_vec();
            for (byte, key) in payload.iter_mut().zip(header.mask.iter().cycle()) {
                *byte ^= key;
            }
            at += header.end;
            let closing = matches!(header.opcode, Opcode::Close);
            if let Some(incoming) = accept(&header, payload, &mut pending.message, rules)? {
                out.push(incoming);
            }
            if closing {
                return Ok(());
            }
        }
        pending.bytes = input[at..].to_vec();
        if !pending.bytes.is_empty() || pending.message.is_some() {
            self.pending = Some(Box::new(pending));
        }
        Ok(())
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
