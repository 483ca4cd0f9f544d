//! `serve`

use super::{CliError, output, shutdown_signal};
use crate::{
    accounts,
    app::AppState,
    audit,
    config::{Config, Settings},
    net::connections::raise_files,
    runtime::Server,
};
use clap::ValueEnum;
use std::time::Duration;

/// How often the planner is asked.
const TICK: Duration = Duration::from_secs(3);

/// Which part of the work this process does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Everything.
    #[default]
    All,
    /// Pages, REST and sockets.
    Web,
    /// Polling.
    Worker,
}

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which part of the work this process does.
    #[arg(long, value_enum, default_value_t)]
    role: Role,
    /// The address to listen on, in place of `SERVER_HOST`.
    #[arg(long)]
    host: Option<String>,
    /// The port to listen on, in place of `SERVER_PORT`.
    #[arg(long)]
    port: Option<String>,
}

impl Args {
    pub(super) fn apply(&self, settings: &mut Settings) {
        if let Some(host) = &self.host {
            settings.set("SERVER_HOST", host);
        }
        if let Some(port) = &self.port {
            settings.set("SERVER_PORT", port);
        }
    }
}

pub(super) async fn run(args: Args, mut config: Config) -> Result<(), CliError> {
    if matches!(args.role, Role::Worker) && args.port.is_none() {
        fall_back_to_any_port(&mut config);
    }
    for line in config.advice() {
        tracing::warn!("{line}");
    }
    raise_files();
    Server::may_listen(&config).await?;
    let demonstration = config.upstream.demonstration();
    let app = AppState::open(config).await?;
    if !audit::is_write_protected(&app.database).await? {
        tracing::warn!("{}", audit::UNPROTECTED);
    }
    let every = match args.role {
        Role::All | Role::Worker => Some(TICK),
        Role::Web => None,
    };
    let first = accounts::bootstrap::create(&app.accounts, &app.config).await?;
    let running = Server::start(app, every).await?;
    output::line(format_args!("BTS Guru at http://{}", running.address))?;
    if demonstration {
        output::line(
            "No RAPIDAPI_KEY is set: the matches are a demonstration, played by the built-in simulator.",
        )?;
    }
    if let Some((email, password)) = first {
        output::line(format_args!(
            "Sign in as {email} with the password {password} (shown this once)."
        ))?;
    }
    shutdown_signal().await;
    tracing::info!("stopping: sockets are told to come back, requests under way are finished");
    running.stop().await;
    Ok(())
}

/// Whoever answers requests on this machine has the port. A worker is asked for no more than its
/// health, so it takes any that is free.
fn fall_back_to_any_port(config: &mut Config) {
    let wanted = config.bind.address;
    let taken = std::net::TcpListener::bind(wanted)
        .is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse);
    if taken {
        tracing::info!("{wanted} is taken, so this worker listens on a port of its own");
        config.bind.address.set_port(0);
    }
    config.realtime.port = None;
}
