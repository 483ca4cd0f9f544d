//! `upstream:simulate`

use super::{CliError, serve_stub};
use crate::{config::Config, gateway::DEMONSTRATION_SEED};
use upstream::simulator::{Faults, Simulator, SimulatorConfig};

/// Options of `upstream:simulate`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port to listen on.
    #[arg(long, default_value_t = 8001)]
    port: u16,
    /// The same seed plays the same matches.
    #[arg(long)]
    seed: Option<u64>,
    /// Times faster than real time.
    #[arg(long)]
    speed: Option<f64>,
    /// Misbehave on purpose: none, all, or some of `429`, `rate_limit`, `5xx`, hold, html, truncated,
    /// reordered and stale with commas between, each with =probability if wanted.
    #[arg(long, value_parser = faults)]
    faults: Option<Faults>,
}

fn faults(text: &str) -> Result<Faults, String> {
    text.parse().map_err(|error: upstream::simulator::FaultsError| error.to_string())
}

pub(super) async fn run(args: Args, config: Config) -> Result<(), CliError> {
    let seed = args.seed.unwrap_or(DEMONSTRATION_SEED);
    let mut simulated = SimulatorConfig::new(seed, config.clock.now());
    let speed = args.speed.unwrap_or(simulated.speed);
    if !(speed.is_finite() && speed > 0.0) {
        return Err(CliError::Usage(format!(
            "--speed {speed} cannot be used: write a number above 0"
        )));
    }
    simulated.speed = speed;
    simulated.faults = args.faults.unwrap_or(simulated.faults);
    let simulator = Simulator::new(simulated);
    serve_stub(args.port, simulator.router(), "simulated upstream").await
}
