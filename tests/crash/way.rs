//! A hostile way to the server: pages in its stead, answers too many, answers and deletions that come
//! late.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::proxy::{Deed, Proxy, json, page};

/// What happens once on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// A deletion is answered with a page of 404, and never arrives.
    Page,
    /// A deletion is carried out, and answered with a page of 404.
    PageAfter,
    /// A question is answered with a page of 404.
    PageOnReading,
    /// An answer is followed by `{"result":"ok"}`.
    AnotherAnswer,
    /// The answer to a deletion comes late: mostly when nobody waits for it any more.
    LateAnswer,
    /// A deletion is carried out late: mostly after the program that asked for it has ended.
    LateDeletion,
}

impl Mishap {
    /// Those that name what they delete cannot hit anything else, however late they are; the last one
    /// is for them alone.
    pub const ALL: [Self; 6] = [
        Self::Page,
        Self::PageAfter,
        Self::PageOnReading,
        Self::AnotherAnswer,
        Self::LateAnswer,
        Self::LateDeletion,
    ];

    fn is_for(self, deletes: bool) -> bool {
        match self {
            Self::AnotherAnswer => true,
            Self::PageOnReading => !deletes,
            Self::Page | Self::PageAfter | Self::LateAnswer | Self::LateDeletion => deletes,
        }
    }

    fn deed(self) -> Deed {
        match self {
            Self::Page | Self::PageOnReading => Deed::Instead(page(404)),
            Self::PageAfter => Deed::After(page(404)),
            Self::AnotherAnswer => Deed::AndAnother(json(200, r#"{"result":"ok"}"#)),
            Self::LateAnswer => Deed::Late(Duration::from_millis(1500)),
            Self::LateDeletion => Deed::CarriedOutLate(Duration::from_millis(700)),
        }
    }
}

/// The way, with what is still to happen on it.
pub struct HostileWay {
    proxy: Proxy,
    to_come: Arc<Mutex<VecDeque<Mishap>>>,
    happened: Arc<Mutex<u64>>,
}

impl HostileWay {
    pub fn to(server: &str) -> Self {
        let (to_come, happened) = (Arc::<Mutex<VecDeque<Mishap>>>::default(), Arc::<Mutex<u64>>::default());
        let (coming, count) = (Arc::clone(&to_come), Arc::clone(&happened));
        let proxy = Proxy::before(server, move |request| {
            let mut coming = coming.lock().unwrap();
            match coming.iter().position(|mishap| mishap.is_for(request.deletes())) {
                Some(at) => {
                    *count.lock().unwrap() += 1;
                    coming.remove(at).unwrap().deed()
                }
                None => Deed::Pass,
            }
        });
        Self { proxy, to_come, happened }
    }

    /// The address of its beginning.
    pub fn prefix(&self) -> String {
        self.proxy.prefix()
    }

    /// Lets something happen.
    pub fn expect(&self, mishap: Mishap) {
        self.to_come.lock().unwrap().push_back(mishap);
    }

    /// Nothing more happens; gives how much has.
    pub fn clear(&self) -> u64 {
        self.to_come.lock().unwrap().clear();
        *self.happened.lock().unwrap()
    }
}
