//! The ways of finding assets: a file for each, and a line for each in the table below.
//!
//! A file holds all that is known of its way: how what was typed is read, what it is called, how much
//! it catches and what is asked for it. What a form holds becomes a selector only through its file's `read`, so that a blank text never reaches the planner.

mod again;
mod asset_ids;
mod copies;
mod everything;
mod expression;
mod form_error;
mod list;
mod one;
mod picked;
mod prefix;
mod select;
mod tag;
#[cfg(test)]
mod tests;

use std::ops::Deref;

pub use again::Again;
pub use asset_ids::AssetIds;
pub use copies::Copies;
pub use everything::Everything;
pub use form_error::FormError;
pub use list::List;
pub use picked::Picked;
pub use prefix::Prefix;
pub use select::{Finding, Named, Reading, Select, Spelling, Typed};
pub use tag::Tag;

pub use super::non_blank::{NonBlank, Unfit};

/// Makes [`Selector`], and [`By`] of the ways that a form can fill, each named as its file.
macro_rules! selectors {
    ($($(#[$doc:meta])* $name:ident $(, $(#[$by_doc:meta])* by $by:ident in $file:ident)*;)*) => {
        /// How assets are found.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Selector {
            $($(#[$doc])* $name($name),)*
        }

        impl Deref for Selector {
            type Target = dyn Select;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$name(selector) => selector,)*
                }
            }
        }

        impl Selector {
            /// What else its text could mean, for where it finds nothing. A text that is blank is left
            /// out.
            pub fn other_spellings(&self) -> Vec<Spelling<Self>> {
                match self {
                    $(Self::$name(selector) => {
                        let others = selector.other_spellings().into_iter();
                        others.map(|other| other.map(Self::$name)).collect()
                    })*
                }
            }
        }

        /// How a form finds its assets.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum By {
            $($($(#[$by_doc])* $by,)*)*
        }

        impl By {
            /// In the order in which they are offered.
            pub const ALL: &'static [Self] = &[$($(Self::$by,)*)*];

            /// How its text is read while it is typed.
            pub const fn reading(self) -> Reading {
                match self {
                    $($(Self::$by => $file::READING,)*)*
                }
            }

            /// Reads what was typed.
            ///
            /// # Errors
            /// Why it finds nothing.
            pub fn read(self, typed: Typed<'_>) -> Result<Selector, FormError> {
                match self {
                    $($(Self::$by => $file::read(typed).map(Selector::$name),)*)*
                }
            }
        }
    };
}

selectors! {
    /// Public IDs and links, row by row.
    List,
        /// One public ID or pasted link.
        by One in one,
        /// Pasted lines, or a file.
        by List in list;
    /// Assets by their IDs.
    AssetIds,
        /// Asset IDs, one on each line.
        by AssetIds in asset_ids;
    /// Every public ID that starts with a text.
    Prefix,
        /// Public IDs that start with a text.
        by Prefix in prefix;
    /// Every asset with a tag.
    Tag,
        /// Assets with a tag.
        by Tag in tag;
    /// Everything of the kinds.
    Everything,
        /// Everything of the kinds.
        by Everything in everything;
    /// Assets clicked in the library.
    Picked;
    /// Copies of one asset, chosen from its details.
    Copies;
    /// What an earlier job left undone.
    Again;
}
