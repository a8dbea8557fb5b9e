//! A log file a day, the last seven kept. It names requests and outcomes, never a secret.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling;
use tracing_subscriber::EnvFilter;

use super::paths::Paths;

/// How many days are kept.
const DAYS: usize = 7;

/// Starts logging to the paths' folder; `CLOUDSWEEP_LOG` chooses what (`info` unless set). The
/// guard is to be kept until the program ends. `None` where the folder cannot be written: the
/// program runs without a log.
pub fn start(paths: &Paths) -> Option<WorkerGuard> {
    std::fs::create_dir_all(paths.logs()).ok()?;
    let files = rolling::Builder::new()
        .rotation(rolling::Rotation::DAILY)
        .filename_prefix("cloudsweep")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(paths.logs())
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let filter = EnvFilter::try_from_env("CLOUDSWEEP_LOG")
        .unwrap_or_else(|_absent| EnvFilter::new("warn,cloudsweep=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).try_init().ok()?;
    Some(guard)
}
