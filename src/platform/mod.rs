//! What differs between operating systems: folders, keychain, dialogs, clock.

pub mod appearance;
pub mod calls;
pub mod clock;
pub mod dialogs;
pub mod instance;
pub mod keychain;
pub mod logging;
pub mod paths;
pub mod preferences;
pub mod proxy;
pub mod remembered;
pub mod replace;
pub mod seal_key;
