//! What can go wrong with this computer's keychain.

/// Why the keychain did not do what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeychainProblem {
    /// It does not answer.
    Silent,
    /// The user does not wait for it any longer.
    NotWaitedFor,
    /// It is locked.
    Locked,
    /// There is none that answers.
    Absent,
    /// It holds several entries for one environment.
    Several,
    /// Its entry for an environment is damaged.
    Damaged,
    /// It does not take an entry of this length.
    TooLong,
    /// No thread can ask it.
    NoThread,
    /// Any other reason.
    Other,
}

/// What a failure of the keychain means for an API secret, or for a proxy's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// It was only asked for.
    NotAsked,
    /// It was to be kept there, and is kept for this session.
    NotKept,
    /// It was to be taken out, and may still be there. What happened comes first.
    StillThere,
    /// The same, in a warning: that it may still be there comes first.
    StillThereFirst,
    /// A proxy's password was to be kept there, and is kept for this session.
    ProxyPasswordNotKept,
}

impl Secret {
    /// In a warning, what became of the secret comes before what happened.
    #[must_use]
    pub fn first(self) -> Self {
        match self {
            Self::NotAsked | Self::NotKept => Self::NotKept,
            Self::StillThere | Self::StillThereFirst => Self::StillThereFirst,
            Self::ProxyPasswordNotKept => Self::ProxyPasswordNotKept,
        }
    }
}
