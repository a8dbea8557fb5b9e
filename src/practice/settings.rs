//! What a practice environment is started with.

use std::time::Duration;

use super::fault::Fault;

/// How folders relate to public IDs (`GET /config?settings=true` tells it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FolderMode {
    /// The asset folder is a field of its own and has nothing to do with the public ID.
    /// The mode of every environment made since June 2024.
    #[default]
    Dynamic,
    /// The folder is the public ID up to its last slash.
    Fixed,
}

impl FolderMode {
    /// The word that the configuration call answers with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dynamic => "dynamic",
            Self::Fixed => "fixed",
        }
    }
}

/// Everything that can be chosen about a practice environment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// TCP port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many assets the sample library holds.
    pub assets: usize,
    /// The same seed gives the same library, asset IDs included.
    pub seed: u64,
    /// How long every answer takes, on top of the work.
    pub latency: Duration,
    /// Admin API calls allowed per clock hour.
    pub quota: u32,
    /// Misbehaviour to start with.
    pub faults: Vec<Fault>,
    /// The only cloud name that is answered.
    pub cloud_name: String,
    /// The only API key that is known.
    pub api_key: String,
    /// Its secret. It opens nothing but this sample library.
    pub api_secret: String,
    /// Dynamic or fixed folders.
    pub folder_mode: FolderMode,
    /// Whether originals have backed-up versions, so that deleted assets can be restored.
    /// Remote assets (fetch, social) never have any.
    pub backup: bool,
    /// Items in one page of a listing, however many were asked for; a bulk deletion removes
    /// twice as many originals at a time (Cloudinary: 500 and 1,000).
    pub page_limit: usize,
    /// How far search and folders trail behind changes.
    pub index_lag: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            assets: 320,
            seed: 1,
            latency: Duration::ZERO,
            quota: 500,
            faults: Vec::new(),
            cloud_name: "practice".to_owned(),
            api_key: "314159265358979".to_owned(),
            api_secret: "practice-only_not-a-secret".to_owned(),
            folder_mode: FolderMode::Dynamic,
            backup: true,
            page_limit: 500,
            index_lag: Duration::ZERO,
        }
    }
}
