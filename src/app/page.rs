//! What can fill the middle of the window.

use crate::model::selector::By;
use crate::model::what::What;

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The first start, and whenever no environment is open.
    #[default]
    Welcome,
    /// The connection form and the remembered environments.
    Connect,
    /// The grid of the environment's assets.
    Library,
    /// One of the forms.
    Form(FormKind),
    /// The preview and review of a plan.
    Flow,
    /// Jobs that are not at their end, and how jobs run.
    Jobs,
    /// The list of receipts, or one of them.
    Receipts,
}

/// The forms of the sidebar's “Delete by”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormKind {
    /// Originals, and with them every copy.
    Originals(By),
    /// Made-to-size copies; the originals stay.
    Copies,
}

impl FormKind {
    /// What goes of the assets that it finds.
    pub fn what(self) -> What {
        match self {
            Self::Originals(_) => What::Originals,
            Self::Copies => What::AllCopies,
        }
    }

    /// In the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        By::ALL.iter().map(|by| Self::Originals(*by)).chain([Self::Copies])
    }
}
