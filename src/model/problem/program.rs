//! What can go wrong with the program itself.

/// What went wrong with the program itself, or with what it remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramProblem {
    /// A fault of this program.
    Panicked,
    /// The outcomes of a receipt are not as many as its plan has items.
    DoesNotAddUp,
    /// It is open already.
    OpenAlready,
    /// It cannot tell whether it is open already.
    PerhapsOpen,
    /// The network could not be set up.
    NoNetwork,
    /// The practice library could not be started.
    NoPractice,
    /// The system gives no random numbers.
    NoRandomNumbers,
    /// The list of environments could not be saved.
    EnvironmentsNotSaved,
    /// The list of environments could not be read at the start, so it is not written over.
    EnvironmentsNotRead,
    /// The chosen proxy could not be saved.
    ProxyNotSaved,
    /// The chosen proxy could not be read at the start, so the system's is used.
    ProxyNotRead,
    /// The environment is not remembered any more.
    EnvironmentForgotten,
    /// The keychain holds no API secret of an environment.
    NoSecret {
        /// The environment's name.
        environment: String,
    },
    /// The keychain answered late, and does not hold an environment's API secret any more.
    SecretLeftLate {
        /// The environment's name.
        environment: String,
        /// Where the secret is now.
        kept: KeptNow,
    },
}

/// Where an API secret is that has left the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptNow {
    /// Nowhere: the environment was to be forgotten, and is.
    Forgotten,
    /// In memory, for this session.
    ForSession,
    /// Nowhere.
    Nowhere,
}
