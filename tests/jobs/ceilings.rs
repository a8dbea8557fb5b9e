//! How many requests are under way at once, as the server counts them: nearly as many as the ceiling
//! allows, and never more.

use std::time::Duration;

use cloudsweep::model::settings::JobSettings;
use cloudsweep_practice::{Counts, Settings};

use crate::support::{Way, World, server};

/// Runs a job of so many assets to its end; gives what the server counted.
async fn counts_of(way: Way, planned: usize, settings: JobSettings) -> Counts {
    let latency = Duration::from_millis(100);
    let mut world = World::in_real_time(Settings { latency, page_limit: 500, ..server() }).await;
    world.settings = settings;
    world.fill(planned, 0);
    let job = world.job(way).await;
    let ended = world.run(job).await;
    assert_eq!(ended.summary.tally.deleted, planned as u64);
    let counts = world.probe.requests();
    assert_eq!((counts.counted_at_once.now, counts.free_at_once.now), (0, 0));
    counts
}

fn nearly(ceiling: u8) -> std::ops::RangeInclusive<u64> {
    let ceiling = u64::from(ceiling);
    ceiling - ceiling / 5..=ceiling
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn destroys_under_way_come_near_their_ceiling_and_never_above_it() {
    for destroys in [JobSettings::DESTROYS, 5, 1] {
        let planned = 40 * usize::from(destroys);
        let counts =
            counts_of(Way::Thorough, planned, JobSettings { destroys, ..JobSettings::default() }).await;
        assert!(nearly(destroys).contains(&counts.free_at_once.most), "{destroys}: {counts:?}");
        assert!(counts.counted_at_once.most <= 8, "{counts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counted_calls_under_way_come_near_their_ceiling_and_never_above_it() {
    for calls in [JobSettings::CALLS, 3, 1] {
        let planned = 600 * usize::from(calls);
        let counts = counts_of(Way::Batches, planned, JobSettings { calls, ..JobSettings::default() }).await;
        assert!(nearly(calls).contains(&counts.counted_at_once.most), "{calls}: {counts:?}");
        assert_eq!(counts.free_at_once.most, 0);
    }
}
