//! What can be done.

macro_rules! actions {
    ($($name:ident = $word:literal, $doc:literal;)*) => {
        /// An act that is kept; its word is the same in the table, in the log and on pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $doc] $name,)*
        }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word in the table.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What it means, for people.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }
        }
    };
}

actions! {
    Register = "register", "Somebody registered.";
    Confirm = "confirm", "The address of an account was confirmed.";
    SignIn = "sign_in", "Somebody signed in, or tried to.";
    SecondFactor = "second_factor", "A code of the second factor was asked for.";
    SignOut = "sign_out", "Somebody signed out.";
    SessionsEnd = "sessions_end", "Sessions were ended.";
    PasswordAsk = "password_ask", "Somebody signed in was asked for their password again.";
    PasswordForgot = "password_forgot", "A link for a new password was asked for.";
    PasswordReset = "password_reset", "A new password was set by a link.";
    PasswordChange = "password_change", "The password was changed.";
    EmailAsk = "email_ask", "Another address was asked for.";
    EmailCancel = "email_cancel", "A change of address was called off.";
    EmailChange = "email_change", "The address was changed.";
    EmailUndo = "email_undo", "A change of address was undone.";
    FactorOn = "factor_on", "The second factor was switched on.";
    FactorOff = "factor_off", "The second factor was switched off.";
    CodesRenew = "codes_renew", "New recovery codes were made.";
    AccountCreate = "account_create", "An account was made by an operator.";
    AccountDisable = "account_disable", "An account was disabled.";
    AccountEnable = "account_enable", "An account was enabled again.";
    AccountDelete = "account_delete", "The deletion of an account was asked for, or done.";
    AccountRestore = "account_restore", "The deletion of an account was called off.";
    AccountExport = "account_export", "Somebody took along what is kept of them.";
    RoleChange = "role_change", "A role was changed.";
    PlanChange = "plan_change", "A plan was changed.";
    KeyCreate = "key_create", "A key was made.";
    KeyUpdate = "key_update", "A key was edited.";
    KeyRotate = "key_rotate", "The token of a key was replaced.";
    KeyDisable = "key_disable", "A key was switched off.";
    KeyEnable = "key_enable", "A key was switched on again.";
    KeyRevoke = "key_revoke", "A key was revoked.";
    QueuePause = "queue_pause", "A queue was paused.";
    QueueResume = "queue_resume", "A queue goes on.";
    JobRetry = "job_retry", "A job was put back.";
    JobCancel = "job_cancel", "A job was cancelled.";
    MailTest = "mail_test", "A letter of trial was sent, or tried.";
    ForgedOrigin = "forged_origin", "A form came from another site.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_action_has_a_word_of_its_own() {
        let words: HashSet<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(words.len(), Action::ALL.len());
    }
}
