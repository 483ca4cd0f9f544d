//! What our letters say.

use super::mail::Mail;

fn mail(to: &str, subject: &str, text: &str) -> Mail {
    Mail { to: to.to_owned(), subject: subject.to_owned(), text: format!("{text}\n\nBTS Guru\n") }
}

/// Confirm the address of a new account.
pub fn verify(to: &str, url: &str) -> Mail {
    let text = format!(
        "Welcome. Confirm that this address is yours:\n\n{url}\n\nThe link is good for 24 hours. If \
         you did not register, do nothing: the account stays unconfirmed."
    );
    mail(to, "Confirm your e-mail address", &text)
}

/// Somebody registered an address that has an account.
pub fn already(to: &str, app_url: &str) -> Mail {
    let text = format!(
        "Somebody, perhaps you, tried to register with this address. You have an account already.\n\n\
         Sign in: {app_url}/login\nForgot your password: {app_url}/forgot\n\nNothing was changed."
    );
    mail(to, "You already have an account", &text)
}

/// Choose a new password.
pub fn reset(to: &str, url: &str) -> Mail {
    let text = format!(
        "Choose a new password here:\n\n{url}\n\nThe link is good once and for 30 minutes. If you did \
         not ask for it, do nothing: your password stays as it is."
    );
    mail(to, "Choose a new password", &text)
}

/// Confirm a new address.
pub fn move_here(to: &str, url: &str) -> Mail {
    let text = format!(
        "Confirm that your account shall use this address from now on:\n\n{url}\n\nThe link is good \
         for 24 hours. If you did not ask for it, do nothing."
    );
    mail(to, "Confirm your new e-mail address", &text)
}

/// Something that matters was changed.
pub fn changed(to: &str, what: &str, app_url: &str) -> Mail {
    let text =
        format!("{what}\n\nIf this was not you, choose a new password at once: {app_url}/forgot");
    mail(to, "Your account was changed", &text)
}
