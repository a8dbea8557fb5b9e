//! Why an asset has no picture to show.

/// The reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoPicture {
    /// Its kind has none: raw files, sound, lists.
    Kind,
    /// Its address is on a host that is not Cloudinary's and that nobody confirmed, or not on HTTPS.
    Host,
    /// The server sent more pixels or bytes than a thumbnail has.
    TooLarge,
    /// What the server sent is no picture that can be read.
    Unreadable,
    /// The server did not send it.
    Failed,
}
