//! What differs between operating systems: folders, keychain, dialogs, clock.
