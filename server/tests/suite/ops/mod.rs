mod deploy;
#[cfg(target_os = "linux")]
mod files;
mod metrics;
