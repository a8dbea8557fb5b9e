//! Why an item was not sent, and why nobody knows how it ended.

use super::Words;
use crate::model::outcome::Skip;
use crate::model::unsettled::{Asked, Cause, Unsettled};

impl Words for Skip {
    fn words(&self) -> String {
        match self {
            Self::Changed => text!("reason-changed"),
            Self::Stopped => text!("reason-stopped"),
            Self::NotCaught => text!("reason-not-caught"),
            Self::Other(word) => word.clone(),
        }
    }
}

impl Words for Unsettled {
    /// Up to two sentences: what asking found, and why there is no answer. As it is where another version
    /// wrote it.
    fn words(&self) -> String {
        let asked = self.asked.as_ref().map(Words::words);
        asked.into_iter().chain(self.cause.as_ref().map(Words::words)).collect::<Vec<_>>().join(" ")
    }
}

impl Words for Asked {
    fn words(&self) -> String {
        match self {
            Self::WhenStopped => text!("asked-when-stopped"),
            Self::After(sends) => text!("asked-after", number = u64::from(*sends)),
        }
    }
}

impl Words for Cause {
    fn words(&self) -> String {
        match self {
            Self::CutOff => text!("cause-cut-off"),
            Self::Missed => text!("cause-missed"),
            Self::Failed(message) => message.words(),
            Self::NotOpen { cloud_name } => text!("cause-not-open", name = &**cloud_name),
            Self::NoKey { ending } => text!("cause-no-key", key = &**ending),
            Self::DamagedLine => text!("cause-damaged-line"),
            Self::Prose(words) => words.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asking_found_comes_before_why_there_is_no_answer() {
        let reason = Unsettled::from(Cause::CutOff).and_asked(Asked::After(5));
        assert_eq!(
            reason.words(),
            "It was sent 5 times, and Cloudinary still had it after the last time. Cloudsweep ended before \
             Cloudinary’s answer came."
        );
        assert_eq!(Unsettled::default().words(), "");
    }

    #[test]
    fn what_another_version_wrote_is_shown_as_it_is() {
        assert_eq!(Unsettled::from(Cause::Prose("Cut off. Why?".into())).words(), "Cut off. Why?");
        assert_eq!(Skip::Other("newer".into()).words(), "newer");
    }
}
