//! The pieces of which the pages are made. Each takes its colours and sizes from
//! [`super::theme`], and each has a name for screen readers and tests.

mod banner;
mod button;
mod choice;
mod dialog;
mod field;
mod focus;
mod guard;
mod letters;
mod line;
mod mark;
mod meter;
mod secret;
mod surface;
mod thumbnails;
mod tile;
mod toast;

pub use banner::{Banner, problem, used_up};
pub use button::{Button, count_host, danger, icon_button, primary, quiet, secondary};
pub use choice::{checkbox, checkbox_of_row, drop_down, named_checkbox, segmented, stepper, switch, tick};
pub use dialog::{answers, dialog, first_answer, save_or_cancel};
pub use field::Field;
pub use focus::{entered, focus_is_free, into_sight, takes_first_letter, takes_focus, watch_keyboard};
pub use guard::Guard;
pub use line::{TIP, one_line, phrases, sentence, tip, title_line, width};
pub use mark::{badge, chip, chip_width};
pub use meter::{bar, spinner};
pub use secret::SecretField;
use secret::forget_undo;
pub use surface::{
    and_more, card, column, column_of, empty, fact, hint, hint_under_checkbox, in_column, line_if_any,
    page_title, row_card, rows_if_any, titled_row, titled_rows, way_back,
};
pub use thumbnails::{Look, Thumbnails};
pub use tile::{Tile, picture, two_lines};
pub use toast::{toast_line, toasts};
