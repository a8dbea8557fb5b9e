//! From criteria to a plan, and from a confirmed plan to a receipt.

pub mod progress;
