//! The command line: one file a command.

mod api_sync;
mod audit_list;
#[cfg(test)]
mod commands_text;
mod config_show;
mod database;
mod health;
mod key;
mod listen;
mod mail_test;
mod migrate;
mod openapi;
mod operate;
mod output;
mod queue_jobs;
mod queue_manage;
mod queue_work;
mod refresh;
mod replay;
mod serve;
mod simulate;
mod table;
mod usage;
mod user;

use crate::{
    accounts::{operator::OperatorError, user::AccountError},
    config::{Config, ConfigError, Settings},
    error::StartError,
    telemetry::logging,
};
use clap::{Parser, Subcommand};
use std::{future::Future, process::ExitCode};

/// Realtime sports data: polls the API-Sports upstreams and pushes every change to any number of
/// clients.
#[derive(Debug, Parser)]
#[command(name = "bts-guru", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service.
    #[command(after_help = "Example: bts-guru serve --role web --port 8080")]
    Serve(serve::Args),
    /// Make one planned round of upstream calls, or one every few seconds until stopped.
    #[command(name = "api:sync", after_help = "Example: bts-guru api:sync --recurring --every 10s")]
    ApiSync(api_sync::Args),
    /// Read upstream lists now, whatever the plan says.
    #[command(
        name = "rapidapi:refresh",
        after_help = "Example: bts-guru rapidapi:refresh --sport football --endpoint standings"
    )]
    Refresh(refresh::Args),
    /// Do jobs and nothing else.
    #[command(name = "queue:work", after_help = "Example: bts-guru queue:work --queue mail")]
    QueueWork(queue_work::Args),
    /// Bring the database schema up, take it one step down, or show where it stands.
    #[command(after_help = "Example: bts-guru migrate status")]
    Migrate(migrate::Args),
    /// Run the stand-in upstream alone; each sport is below its word, as in `/basketball/games`.
    #[command(
        name = "upstream:simulate",
        after_help = "Example: bts-guru upstream:simulate --seed 7 --speed 60"
    )]
    Simulate(simulate::Args),
    /// Serve recorded answers from a folder of JSON files.
    #[command(
        name = "upstream:replay",
        after_help = "Example: bts-guru upstream:replay recordings --port 8002"
    )]
    Replay(replay::Args),
    #[command(flatten)]
    Operate(operate::Operation),
    /// Send a letter now, and say what the mail server answered.
    #[command(name = "mail:test", after_help = "Example: bts-guru mail:test ana@example.com")]
    MailTest(mail_test::Args),
    /// Print each change as it arrives, and go on where it was after a cut.
    #[command(after_help = "Example: bts-guru listen sports.football --url https://scores.example")]
    Listen(listen::Args),
    /// Show the settings in force and where each came from; secrets are masked.
    #[command(name = "config:show", after_help = "Example: bts-guru config:show")]
    ConfigShow,
    /// Print the description of REST, OpenAPI 3.1.
    #[command(after_help = "Example: bts-guru openapi")]
    Openapi,
    /// Print the description of what is pushed, AsyncAPI 3.0.
    #[command(after_help = "Example: bts-guru asyncapi")]
    Asyncapi,
    /// Ask a running service whether it is ready.
    #[command(after_help = "Example: bts-guru health")]
    Health,
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting or an argument cannot be used: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The work failed: exit code 1.
    #[error("{0}")]
    Failed(String),
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        CliError::Usage(error.to_string())
    }
}

impl From<StartError> for CliError {
    fn from(error: StartError) -> Self {
        match &error {
            StartError::Database(_)
            | StartError::Upstream { .. }
            | StartError::Accounts(_)
            | StartError::Mail(_)
            | StartError::Bind { .. } => CliError::Usage(error.to_string()),
            StartError::Schema(_) | StartError::Realtime(_) | StartError::Simulator(_) => {
                CliError::Failed(error.to_string())
            }
        }
    }
}

impl From<AccountError> for CliError {
    fn from(error: AccountError) -> Self {
        CliError::Failed(error.to_string())
    }
}

impl From<OperatorError> for CliError {
    fn from(error: OperatorError) -> Self {
        match &error {
            OperatorError::NoPlan { .. } => CliError::Usage(error.to_string()),
            OperatorError::NoAccount(_)
            | OperatorError::Taken(_)
            | OperatorError::LastAdmin(_)
            | OperatorError::Disabled(_)
            | OperatorError::NoKey(_)
            | OperatorError::Key(_)
            | OperatorError::Hash(_)
            | OperatorError::Database(_)
            | OperatorError::Letter(_) => CliError::Failed(error.to_string()),
        }
    }
}

impl From<sea_orm::DbErr> for CliError {
    fn from(error: sea_orm::DbErr) -> Self {
        CliError::Failed(format!("the database did not answer as it should: {error}"))
    }
}

/// Run the command of the process's arguments. Exit codes: 0 done, 1 failed, 2 bad usage or
/// configuration, in which case one line says what to mend.
pub fn run() -> ExitCode {
    let done = match Cli::try_parse() {
        Ok(cli) => dispatch(cli.command),
        Err(error) => usage::answer(&error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::aside(format_args!("bts-guru: {failure}"));
            match failure {
                CliError::Usage(_) => ExitCode::from(2),
                CliError::Failed(_) => ExitCode::FAILURE,
            }
        }
    }
}

fn dispatch(command: Command) -> Result<(), CliError> {
    let mut settings = Settings::load()?;
    match command {
        Command::ConfigShow => config_show::run(&settings),
        Command::Openapi => openapi::openapi(),
        Command::Asyncapi => openapi::asyncapi(&settings),
        Command::Serve(args) => {
            args.apply(&mut settings);
            let config = Config::read(&settings)?;
            run_async(&settings, serve::run(args, config))
        }
        Command::ApiSync(args) => {
            args.apply(&mut settings);
            let config = Config::read(&settings)?;
            run_async(&settings, api_sync::run(args, config))
        }
        Command::Refresh(args) => {
            args.apply(&mut settings);
            let config = Config::read(&settings)?;
            run_async(&settings, refresh::run(args, config))
        }
        Command::QueueWork(args) => {
            let config = Config::read(&settings)?;
            run_async(&settings, queue_work::run(args, config))
        }
        Command::Migrate(args) => {
            let config = Config::read(&settings)?;
            run_async(&settings, migrate::run(args, config))
        }
        Command::MailTest(args) => {
            let config = Config::read(&settings)?;
            run_async(&settings, mail_test::run(args, config))
        }
        Command::Listen(args) => {
            let config = Config::read(&settings)?;
            run_async(&settings, listen::run(args, config))
        }
        Command::Health => {
            let config = Config::read(&settings)?;
            run_async(&settings, health::run(config))
        }
        Command::Simulate(args) => {
            let config = Config::read(&settings)?;
            run_async(&settings, simulate::run(args, config))
        }
        Command::Replay(args) => run_async(&settings, replay::run(args)),
        Command::Operate(operation) => {
            let config = Config::read(&settings)?;
            run_async(&settings, operate::run(operation, config))
        }
    }
}

/// Begin logging and run a command's work to its end.
fn run_async(
    settings: &Settings,
    work: impl Future<Output = Result<(), CliError>>,
) -> Result<(), CliError> {
    logging::init(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Failed(format!("the machine gives no threads: {error}")))?;
    runtime.block_on(work)
}

/// Resolves when the process is told to stop.
async fn shutdown_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}

/// Serve a stand-in upstream until told to stop.
async fn serve_stub(port: u16, router: axum::Router, what: &str) -> Result<(), CliError> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
        CliError::Usage(format!("--port {port} cannot be used: {error}; choose another port"))
    })?;
    let address = listener.local_addr().map_err(|error| CliError::Failed(error.to_string()))?;
    output::line(format_args!("{what} at http://{address}"))?;
    axum::serve(listener, router)
        .with_graceful_shutdown(shutdown_signal())
        .await
        .map_err(|error| CliError::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
