//! The guard that keeps a spreadsheet from running a cell as a formula, and its way back.
//!
//! A public ID may start with `=`, `+`, `-` or `@`, which a spreadsheet would run (OWASP, "CSV
//! Injection"), so such a cell is written with an apostrophe before it. A cell that looks guarded
//! already gets one more, so that taking one off always gives what was there.

use std::borrow::Cow;

/// What starts a formula; the wide forms too, which Excel takes for the narrow ones.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet takes for a formula. [`unguard`] gives back exactly what it was.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if starts_a_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What [`guard`] was given. Only for cells that it wrote: in any other an apostrophe is data.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if starts_a_formula(inside) => inside,
        _ => cell,
    }
}

/// Behind any number of apostrophes.
fn starts_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_starts_a_formula_gets_an_apostrophe_and_nothing_else_does() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("+x", "'+x"),
            ("-K82QoL4", "'-K82QoL4"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\nx", "'\nx"),
            ("＝x", "'＝x"),
            ("'=x", "''=x"),
            ("''-x", "'''-x"),
            ("'x", "'x"),
            ("'", "'"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guard(cell), guarded);
            assert_eq!(unguard(guarded), cell);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_on_the_way_there_and_back(cell in "'{0,3}[-=+@＝\t\r\n]?\\PC{0,8}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), &*cell);
            prop_assert!(!guarded.starts_with(STARTS));
        }
    }
}
