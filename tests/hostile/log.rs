//! What the program logs, kept for the tests; and a fault in the program itself, which only a test can
//! cause: a line of the log that panics.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

static LINES: Mutex<String> = Mutex::new(String::new());
static ARMED: Mutex<Option<String>> = Mutex::new(None);

struct Kept;

impl<S: tracing::Subscriber> Layer<S> for Kept {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if !event.metadata().target().starts_with("cloudsweep") {
            return;
        }
        let mut line = Line(String::new());
        event.record(&mut line);
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend(["\n", &line.0]);
        // The background's own threads have this name; those of other tests have not.
        if std::thread::current().name() != Some("background") {
            return;
        }
        let mut armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
        if armed.as_ref().is_some_and(|part| line.0.contains(part)) {
            *armed = None;
            drop(armed);
            panic!("a fault of the test");
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?} ", field.name()).unwrap();
    }
}

/// Begins to keep what is logged.
pub fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing_subscriber::registry().with(Kept).init());
}

/// Everything that was logged since.
pub fn lines() -> String {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The next line of the background that holds this panics.
pub fn panic_at(part: &str) {
    *ARMED.lock().unwrap_or_else(PoisonError::into_inner) = Some(part.to_owned());
}

/// Whether that has happened.
pub fn panicked() -> bool {
    ARMED.lock().unwrap_or_else(PoisonError::into_inner).is_none()
}
