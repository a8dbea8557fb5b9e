//! What happens in the window: pushed by views and by the bridge, taken by
//! [`super::update::update`].

use super::intent::{self, Intent};
use super::page::Page;
use super::state::Undo;
use super::{connect, flow, forms, jobs, library, proxy, receipts};
use crate::model::given::Given;
use crate::runtime::event::Event;

/// One thing that happened.
#[derive(Debug)]
pub enum Msg {
    /// News from the background.
    Event(Box<Event>),
    /// Another page was chosen.
    Go(Page),
    /// The program was given something to open, or nothing but the wish to come to the front.
    Called(Vec<Given>),
    /// “Look only” was switched.
    LookOnly(bool),
    /// Thumbnails were switched on or off.
    Pictures(bool),
    /// The window was asked to close.
    CloseRequested,
    /// The question at closing was answered: stay.
    Stay,
    /// The question at closing was answered: close, and go on at the next start, or stay paused.
    Close {
        /// See [`crate::runtime::command::Command::PrepareToClose`].
        resume: bool,
    },
    /// Close at once, whatever the journal says and whatever plan is lost.
    CloseNow,
    /// A page on screen wants something of another one.
    Intent(Intent),
    /// “Undo” in short news.
    Undo(Undo),
    /// From the connection pages.
    Connect(connect::Msg),
    /// From the form for the proxy.
    Proxy(proxy::Msg),
    /// From the library and the inspector.
    Library(library::Msg),
    /// From the forms.
    Forms(forms::Msg),
    /// From preview, review and confirmation.
    Flow(flow::Msg),
    /// From the jobs under way.
    Jobs(jobs::Msg),
    /// From the receipts.
    Receipts(receipts::Msg),
}

macro_rules! from_page {
    ($($page:ident :: $msg:ident => $variant:ident),+ $(,)?) => {$(
        impl From<$page::$msg> for Msg {
            fn from(msg: $page::$msg) -> Self {
                Self::$variant(msg)
            }
        }
    )+};
}

from_page! {
    intent::Intent => Intent,
    connect::Msg => Connect,
    proxy::Msg => Proxy,
    library::Msg => Library,
    forms::Msg => Forms,
    flow::Msg => Flow,
    jobs::Msg => Jobs,
    receipts::Msg => Receipts,
}

/// Where views put what happens, in the order in which it does.
#[derive(Debug, Default)]
pub struct Sink(Vec<Msg>);

impl Sink {
    /// One more.
    pub fn push(&mut self, msg: impl Into<Msg>) {
        self.0.push(msg.into());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Sink {
    type Item = Msg;
    type IntoIter = std::vec::IntoIter<Msg>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
