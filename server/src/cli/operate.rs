//! What an operator does to accounts, keys and queues.

use super::{CliError, audit_list, key, queue_manage, user};
use crate::config::Config;

/// One of these commands.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Operation {
    /// Make an account; its password is printed once.
    #[command(
        name = "user:create",
        after_help = "Example: bts-guru user:create ana@example.com --plan pro"
    )]
    UserCreate(user::Create),
    /// Let an account look after the service.
    #[command(name = "user:promote", after_help = "Example: bts-guru user:promote ana@example.com")]
    UserPromote(user::Named),
    /// Show accounts, the newest first.
    #[command(name = "user:list", after_help = "Example: bts-guru user:list --plan pro --limit 20")]
    UserList(user::List),
    /// Show one account, its keys and what was done to it lately.
    #[command(name = "user:show", after_help = "Example: bts-guru user:show ana@example.com")]
    UserShow(user::Show),
    /// Give an account another plan.
    #[command(
        name = "user:plan",
        after_help = "Example: bts-guru user:plan ana@example.com business"
    )]
    UserPlan(user::Plan),
    /// Give an account another role: customer, viewer, operator or admin.
    #[command(
        name = "user:role",
        after_help = "Example: bts-guru user:role ana@example.com operator"
    )]
    UserRole(user::SetRole),
    /// Keep somebody out: sessions end, keys are refused, sockets are closed.
    #[command(
        name = "user:disable",
        after_help = "Example: bts-guru user:disable ana@example.com --why 'The bill is open.'"
    )]
    UserDisable(user::Disable),
    /// Let a disabled account in again.
    #[command(name = "user:enable", after_help = "Example: bts-guru user:enable ana@example.com")]
    UserEnable(user::Named),
    /// Take off a second factor that its owner lost; they are told by letter.
    #[command(
        name = "user:two-factor-off",
        after_help = "Example: bts-guru user:two-factor-off ana@example.com"
    )]
    UserTwoFactorOff(user::Named),
    /// Sign somebody out everywhere.
    #[command(
        name = "user:sessions-end",
        after_help = "Example: bts-guru user:sessions-end ana@example.com"
    )]
    UserSessionsEnd(user::Named),
    /// Remove an account with all that is kept of it, at once and for good.
    #[command(name = "user:delete", after_help = "Example: bts-guru user:delete ana@example.com")]
    UserDelete(user::Delete),
    /// Make an API key for an account; its token is printed once.
    #[command(
        name = "key:create",
        after_help = "Example: bts-guru key:create ana@example.com --name Scoreboard --scope matches:read --scope stream:connect"
    )]
    KeyCreate(key::Create),
    /// Show the keys of an account.
    #[command(name = "key:list", after_help = "Example: bts-guru key:list ana@example.com")]
    KeyList(key::List),
    /// End a key for good; its sockets are closed everywhere within 2 s.
    #[command(name = "key:revoke", after_help = "Example: bts-guru key:revoke 7f3k9q2m")]
    KeyRevoke(key::Revoke),
    /// Show the queues, what waits in them and what became of their jobs.
    #[command(
        name = "queue:list",
        after_help = "Example: bts-guru queue:list --jobs --state failed"
    )]
    QueueList(queue_manage::List),
    /// Begin no further job of a queue.
    #[command(name = "queue:pause", after_help = "Example: bts-guru queue:pause mail")]
    QueuePause(queue_manage::Named),
    /// Go on with a queue.
    #[command(name = "queue:resume", after_help = "Example: bts-guru queue:resume mail")]
    QueueResume(queue_manage::Named),
    /// Do jobs that have ended once more.
    #[command(name = "queue:retry", after_help = "Example: bts-guru queue:retry 41 42")]
    QueueRetry(queue_manage::Jobs),
    /// Stop jobs.
    #[command(name = "queue:cancel", after_help = "Example: bts-guru queue:cancel 43")]
    QueueCancel(queue_manage::Jobs),
    /// Show who did what: sign-ins, keys, roles, plans and all that an operator does.
    #[command(
        name = "audit:list",
        after_help = "Example: bts-guru audit:list --account ana@example.com --since 7d"
    )]
    AuditList(audit_list::Args),
}

/// Do it.
pub(super) async fn run(operation: Operation, config: Config) -> Result<(), CliError> {
    match operation {
        Operation::UserCreate(args) => user::create(args, config).await,
        Operation::UserPromote(args) => user::promote(args, config).await,
        Operation::UserList(args) => user::list(args, config).await,
        Operation::UserShow(args) => user::show(args, config).await,
        Operation::UserPlan(args) => user::plan(args, config).await,
        Operation::UserRole(args) => user::role(args, config).await,
        Operation::UserDisable(args) => user::disable(args, config).await,
        Operation::UserEnable(args) => user::enable(args, config).await,
        Operation::UserTwoFactorOff(args) => user::two_factor_off(args, config).await,
        Operation::UserSessionsEnd(args) => user::sessions_end(args, config).await,
        Operation::UserDelete(args) => user::delete(args, config).await,
        Operation::KeyCreate(args) => key::create(args, config).await,
        Operation::KeyList(args) => key::list(args, config).await,
        Operation::KeyRevoke(args) => key::revoke(args, config).await,
        Operation::QueueList(args) => queue_manage::list(args, config).await,
        Operation::QueuePause(args) => queue_manage::pause(args, config).await,
        Operation::QueueResume(args) => queue_manage::resume(args, config).await,
        Operation::QueueRetry(args) => queue_manage::retry(args, config).await,
        Operation::QueueCancel(args) => queue_manage::cancel(args, config).await,
        Operation::AuditList(args) => audit_list::run(args, config).await,
    }
}
