//! The command line. What its help says stands in the catalogue; the comments here are for developers.

use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use cloudsweep::text;
use cloudsweep_practice::{DestroyById, Fault, FolderMode, Settings};

/// What can be asked for when the program is started.
#[derive(Debug, Parser)]
#[command(name = "cloudsweep", version, about = text!("command-about"), args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// Opens on the practice library.
    #[arg(long, help = text!("command-practice"))]
    pub practice: bool,
    /// Opens these in the window.
    #[arg(value_name = "LINK_OR_FILE", help = text!("command-open"))]
    pub open: Vec<String>,
    /// Something else than the window.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// What can be done without the window.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Runs the practice environment alone until it is ended.
    #[command(about = text!("command-server"))]
    PracticeServer(PracticeServer),
}

/// How the practice environment starts.
#[derive(Args, Debug)]
pub struct PracticeServer {
    /// TCP port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 0, help = text!("command-server-port"))]
    pub port: u16,
    /// How many assets its library holds.
    #[arg(long, help = text!("command-server-assets"))]
    pub assets: Option<usize>,
    /// The same seed gives the same library.
    #[arg(long, help = text!("command-server-seed"))]
    pub seed: Option<u64>,
    /// How long every answer takes.
    #[arg(long, value_parser = duration, help = text!("command-server-latency"))]
    pub latency: Option<Duration>,
    /// Admin API calls allowed in an hour.
    #[arg(long, help = text!("command-server-quota"))]
    pub quota: Option<u32>,
    /// What goes wrong.
    #[arg(long = "fault", value_name = "NAME", help = text!("command-server-fault"))]
    pub faults: Vec<Fault>,
    /// Items in one page of a listing, however many are asked for; a bulk deletion removes twice as
    /// many at a time.
    #[arg(long, help = text!("command-server-page-limit"))]
    pub page_limit: Option<usize>,
    /// Folders are the start of the public ID, as in environments made before June 2024.
    #[arg(long, help = text!("command-server-fixed-folders"))]
    pub fixed_folders: bool,
    /// Originals have no backups.
    #[arg(long, help = text!("command-server-no-backup"))]
    pub no_backup: bool,
    /// How far search and folders trail behind changes.
    #[arg(long, value_parser = duration, help = text!("command-server-index-lag"))]
    pub index_lag: Option<Duration>,
    /// Forms in which destroy by asset ID is not known, as on older servers.
    #[arg(
        long,
        value_name = "FORM",
        value_parser = ["form", "json"],
        help = text!("command-server-without-asset-id"),
    )]
    pub without_asset_id: Vec<String>,
}

impl PracticeServer {
    /// The settings; what was not given is as usual.
    pub fn settings(self) -> Settings {
        let usual = Settings::default();
        let without = |known: DestroyById, form: &String| known.without(form).unwrap_or(known);
        Settings {
            port: self.port,
            assets: self.assets.unwrap_or(usual.assets),
            seed: self.seed.unwrap_or(usual.seed),
            latency: self.latency.unwrap_or(usual.latency),
            quota: self.quota.unwrap_or(usual.quota),
            faults: self.faults,
            folder_mode: if self.fixed_folders { FolderMode::Fixed } else { usual.folder_mode },
            backup: !self.no_backup,
            page_limit: self.page_limit.unwrap_or(usual.page_limit),
            index_lag: self.index_lag.unwrap_or(usual.index_lag),
            destroy_by_id: self.without_asset_id.iter().fold(usual.destroy_by_id, without),
            ..usual
        }
    }
}

/// `50ms`, `1.5s`, `2m`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || text!("command-not-a-time", text = text);
    let end = text.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(end);
    let number: f64 = number.trim().parse().map_err(|_not_a_number| wrong())?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "s" => number,
        "m" => number * 60.0,
        _ => return Err(wrong()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_out_of_range| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_with_their_unit() {
        assert_eq!(duration("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("2m"), Ok(Duration::from_mins(2)));
        for wrong in ["", "50", "ms", "-1s", "1h1", "inf s", "1e400s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_practice_server_takes_what_the_readme_names() {
        let line = "cloudsweep practice-server --port 8080 --assets 5 --seed 7 --latency 50ms --quota 9 \
                    --fault slow --fault drop-after:2@changing";
        let read = Arguments::try_parse_from(line.split_whitespace()).unwrap();
        let Some(Task::PracticeServer(practice)) = read.task else { panic!("{read:?}") };
        let settings = practice.settings();
        assert_eq!((settings.port, settings.assets, settings.seed, settings.quota), (8080, 5, 7, 9));
        assert_eq!(settings.latency, Duration::from_millis(50));
        assert_eq!(settings.faults.len(), 2);
        assert_eq!(settings.destroy_by_id, DestroyById::default(), "both forms are known");
        let unknown = Arguments::try_parse_from(["cloudsweep", "practice-server", "--fault", "flood"]);
        assert!(unknown.unwrap_err().to_string().contains("drop-after"));
    }

    #[test]
    fn either_form_of_destroy_by_asset_id_can_be_taken_away() {
        let known = |line: &str| {
            let words = ["cloudsweep", "practice-server"].into_iter().chain(line.split_whitespace());
            let read = Arguments::try_parse_from(words).unwrap();
            let Some(Task::PracticeServer(practice)) = read.task else { panic!("{line}") };
            practice.settings().destroy_by_id
        };
        assert_eq!(known("--without-asset-id form"), DestroyById::only("json").unwrap());
        assert_eq!(known("--without-asset-id json"), DestroyById::only("form").unwrap());
        assert_eq!(known("--without-asset-id form --without-asset-id json"), DestroyById::only("").unwrap());
    }
}
