//! What the user may choose about how jobs run.

use serde::{Deserialize, Serialize};

/// The choices, with their limits. Anything out of bounds counts as the nearest bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobSettings {
    /// Whether jobs that the user confirmed go on by themselves at the next start.
    pub go_on: bool,
    /// Per cent of each hour's API calls that are left for the customer's own site, 0–90.
    pub reserve: u8,
    /// Most destroy requests under way, 1–30: Cloudinary's own command line tool uses 30.
    pub destroys: u8,
    /// Most counted requests under way, 1–8.
    pub calls: u8,
}

impl JobSettings {
    /// The highest ceiling for destroy requests.
    pub const DESTROYS: u8 = 30;
    /// The highest ceiling for counted requests.
    pub const CALLS: u8 = 8;

    /// The same choices within their bounds.
    #[must_use]
    pub fn bounded(self) -> Self {
        Self {
            go_on: self.go_on,
            reserve: self.reserve.min(90),
            destroys: self.destroys.clamp(1, Self::DESTROYS),
            calls: self.calls.clamp(1, Self::CALLS),
        }
    }
}

impl Default for JobSettings {
    fn default() -> Self {
        Self { go_on: true, reserve: 20, destroys: Self::DESTROYS, calls: Self::CALLS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_choice_leaves_its_bounds() {
        let wild = JobSettings { go_on: false, reserve: 255, destroys: 0, calls: 200 };
        assert_eq!(wild.bounded(), JobSettings { go_on: false, reserve: 90, destroys: 1, calls: 8 });
        assert_eq!(JobSettings::default().bounded(), JobSettings::default());
    }
}
