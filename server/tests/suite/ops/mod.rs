mod deploy;
mod metrics;
