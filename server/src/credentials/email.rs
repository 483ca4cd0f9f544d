//! E-mail addresses as accounts have them: in lower case, plain, one spelling each.

/// Longest address that is taken; the column is a little wider.
const MAX_CHARS: usize = 180;

/// An address that mail can be sent to, as far as its form says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Read what somebody typed.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err("Write your e-mail address.");
        }
        let form = "Write an address such as ana@example.com.";
        if text.len() > MAX_CHARS {
            return Err("This address is too long; use one of at most 180 characters.");
        }
        let (local, domain) = text.rsplit_once('@').ok_or(form)?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
        let label_ok = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if !local_ok || !domain.contains('.') || !domain.split('.').all(label_ok) {
            return Err(form);
        }
        Ok(Self(text))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address for the audit log, whose rows outlive the account: enough to tell it from another, not
/// enough to write to.
pub fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}***@{domain}", local.chars().next().unwrap_or('*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case() {
        assert_eq!(
            Email::read(" Ana.B@Example.COM ").expect("is one").as_str(),
            "ana.b@example.com"
        );
    }

    #[test]
    fn a_masked_address_is_none_that_mail_can_be_sent_to() {
        assert_eq!(masked("ana.b@example.com"), "a***@example.com");
        assert_eq!(masked(""), "****@");
    }

    #[test]
    fn what_could_break_a_header_is_no_address() {
        for text in [
            "",
            "ana",
            "ana@",
            "@b.co",
            "a b@c.co",
            "a@b.co\r\nBcc: x@y.z",
            "a@b",
            "a@-b.co",
            "a..b@c.co",
        ] {
            assert!(Email::read(text).is_err(), "{text:?}");
        }
    }
}
