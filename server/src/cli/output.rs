//! The one way to standard output and standard error.
//!
//! A reader such as `head` may close the pipe at any time. That is no failure: a command does what
//! it was asked to all the same and ends well, and one that would go on for ever asks [`unread`].

use super::CliError;
use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{ErrorKind, Write},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

static UNREAD: AtomicBool = AtomicBool::new(false);

/// Whether nobody reads any more what is printed.
pub(super) fn unread() -> bool {
    UNREAD.load(Relaxed)
}

/// Print one line. What a stranger wrote in it steers no terminal and makes no second line.
pub(super) fn line(text: impl Display) -> Result<(), CliError> {
    write(&format!("{}\n", tame(&text.to_string())))
}

/// Print lines of our own making.
pub(super) fn text(text: &str) -> Result<(), CliError> {
    write(text)
}

/// Say one line beside what is printed. Where that cannot be said there is nobody to tell.
pub(super) fn aside(text: impl Display) {
    let line = tame(&text.to_string().replace(['\r', '\n'], " ")).into_owned();
    drop(writeln!(std::io::stderr(), "{line}"));
}

fn write(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            UNREAD.store(true, Relaxed);
            Ok(())
        }
        Err(error) => Err(CliError::Failed(format!("what was to be printed is lost: {error}"))),
    }
}

/// A text with its control characters spelled out as JSON spells them, so that JSON stays what it
/// is.
pub(super) fn tame(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut tamed = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_control() {
            write!(tamed, "\\u{:04x}", u32::from(c)).expect("a string takes any text");
        } else {
            tamed.push(c);
        }
    }
    Cow::Owned(tamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_spelled_out() {
        assert_eq!(tame("plain – “text”"), "plain – “text”");
        assert_eq!(tame("a\u{1b}[2J\n\u{9b}b"), "a\\u001b[2J\\u000a\\u009bb");
    }
}
