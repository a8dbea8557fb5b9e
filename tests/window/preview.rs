//! A preview by prefix over the made-up background, which answers none by itself.

use std::sync::Arc;

use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::description::Way;
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::{Event, Instead};
use cloudsweep::text;
use egui::accesskit::Role;

use crate::fake;
use crate::support::Window;

/// Asks for everything below `docs/`; gives what was asked of the background.
pub fn ask(window: &mut Window) -> Vec<Command> {
    window.press(&text!("form-prefix"));
    window.write(Role::TextInput, &text!("prefix-field"), "docs/");
    window.press(&text!("form-preview"))
}

/// What such a preview found.
pub fn draft(items: Vec<PlanItem>) -> Draft {
    Draft {
        environment: fake::environment("shop-prod").id(),
        description: Way::Prefix { text: "docs/".into() }.into(),
        what: What::Originals,
        breadth: Breadth::Caught,
        invalidate: true,
        items,
        taken_at: UnixTime::from_seconds(1_700_000_000),
        notes: Vec::new(),
    }
}

/// Answers the preview that was asked for.
pub fn answer(window: &mut Window, asked: &[Command], preview: Preview, instead: Vec<Instead>) {
    let generation = asked.iter().find_map(|command| match command {
        Command::Preview { generation, .. } => Some(*generation),
        _ => None,
    });
    let generation = generation.expect("a preview was asked for");
    window.fake.tell(Event::Preview { generation, preview, report: None, instead });
    window.settle();
}

/// Answers it with a whole plan.
pub fn complete(window: &mut Window, asked: &[Command], plan: Plan, instead: Vec<Instead>) {
    answer(window, asked, Preview::Complete(Arc::new(plan)), instead);
}
