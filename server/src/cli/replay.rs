//! `upstream:replay`

use super::{CliError, output, serve_stub};
use std::path::PathBuf;
use upstream::replay::{Replay, router};

/// Options of `upstream:replay`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of recorded answers, one JSON file each.
    folder: PathBuf,
    /// The port to listen on.
    #[arg(long, default_value_t = 8001)]
    port: u16,
}

pub(super) async fn run(args: Args) -> Result<(), CliError> {
    let replay = Replay::load(&args.folder).map_err(|error| CliError::Usage(error.to_string()))?;
    let summary = replay.summary();
    for (query, answers) in &summary.queries {
        output::line(format_args!("{answers} × {query}"))?;
    }
    for ignored in &summary.ignored {
        output::line(format_args!("left out {}: {}", ignored.file, ignored.reason))?;
    }
    serve_stub(args.port, router(replay), "recorded upstream").await
}
