//! Every word that a user reads: looked up by its name in the catalogue `en/cloudsweep.ftl` (Fluent),
//! checked when the program is built.
//!
//! What is stored or sent between layers is data; it becomes words here and nowhere else.

/// A text of the catalogue by its name, with its arguments: `text!("assets", number = 12)`.
///
/// `fl!` stands in a constant that nothing reads: it checks the name and the arguments while the program
/// is built, and the code that it would make in each of a thousand places is not made.
#[macro_export]
macro_rules! text {
    ($name:literal $(, $argument:ident = $value:expr)* $(,)?) => {
        $crate::text::look_up(
            {
                const _: fn() -> String = || $crate::text::fl!($crate::text::catalogue(), $name $(, $argument = "")*);
                $name
            },
            [$((stringify!($argument), $crate::text::argument($value))),*],
        )
    };
}

pub mod account;
pub mod age;
mod asset;
pub mod called;
pub mod clock;
pub mod confirm;
pub mod counts;
pub mod description;
mod form_error;
mod guess;
pub mod kinds;
pub mod list;
mod message;
mod note;
pub mod offer;
mod order;
mod picture;
mod problem;
pub mod proxy;
mod reason;
pub mod receipt;
mod route;
pub mod sums;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::FluentValue;
use i18n_embed::fluent::{FluentLanguageLoader, fluent_language_loader};
use i18n_embed::{I18nAssets, LanguageLoader as _};
#[doc(hidden)]
pub use i18n_embed_fl::fl;

use crate::model::format;

/// The catalogues, as they were when the program was built.
struct Catalogues;

/// By its path: the language, then the name of the crate.
const ENGLISH: (&str, &str) = ("en/cloudsweep.ftl", include_str!("en/cloudsweep.ftl"));

impl I18nAssets for Catalogues {
    fn get_files(&self, path: &str) -> Vec<Cow<'_, [u8]>> {
        let (english, text) = ENGLISH;
        (path == english).then_some(Cow::Borrowed(text.as_bytes())).into_iter().collect()
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new([ENGLISH.0.to_owned()].into_iter())
    }
}

/// The language of the texts, as HTML names it: `en`.
pub fn language() -> String {
    catalogue().current_language().to_string()
}

/// What is said of a value in the user's language.
pub trait Words {
    /// A word, a part of a sentence or a sentence, as its implementation says.
    fn words(&self) -> String;
}

/// The texts in the user's language.
pub fn catalogue() -> &'static FluentLanguageLoader {
    static CATALOGUE: LazyLock<FluentLanguageLoader> = LazyLock::new(|| {
        let loader = fluent_language_loader!();
        if let Err(error) = loader.load_fallback_language(&Catalogues) {
            tracing::error!(%error, "the texts cannot be read");
        }
        // Else every name comes wrapped in invisible marks of direction.
        loader.set_use_isolating(false);
        loader.with_bundles_mut(|bundle| bundle.set_formatter(Some(|value, _| number(value))));
        loader
    });
    &CATALOGUE
}

/// The text of a name, with its arguments by theirs. For `text!` alone, which checks both; a name that
/// the catalogue does not have is logged, and said in the text's place.
#[doc(hidden)]
#[inline(never)]
pub fn look_up<const N: usize>(name: &str, arguments: [(&'static str, FluentValue<'_>); N]) -> String {
    catalogue().get_args_fluent(name, Some(&arguments.into_iter().collect()))
}

/// What stands for a value in a text. For `text!` alone: a function of its own for each type keeps the
/// hundred bytes of a `FluentValue` from being put together wherever a text has an argument.
#[doc(hidden)]
#[inline(never)]
pub fn argument<'a>(value: impl Into<FluentValue<'a>>) -> FluentValue<'a> {
    value.into()
}

/// `1204` → `1,204`.
fn number(value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::count(number.value as u64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_has_its_singular_its_plural_and_its_numbers_separators() {
        assert_eq!(text!("assets", number = 1_u64), "1 asset");
        assert_eq!(text!("assets", number = 0_u64), "0 assets");
        assert_eq!(text!("assets", number = 1_204_512_u64), "1,204,512 assets");
    }
}
