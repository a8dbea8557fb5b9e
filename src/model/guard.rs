//! The guard that keeps a spreadsheet from running a cell as a formula, and its way back.
//!
//! A public ID may start with `=`, `+`, `-` or `@`, which a spreadsheet would run (OWASP, "CSV
//! Injection"), so such a cell is written with an apostrophe before it. The same after every mark
//! that some spreadsheet takes for the end of a cell: where `;` or a tab separates, the quotes around
//! all cells but the first mean nothing, and `a;=x` is two cells. What looks guarded already gets one
//! more, so that taking one off always gives what was there.

use std::borrow::Cow;

/// What starts a formula; the wide forms too, which Excel takes for the narrow ones.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What ends a cell somewhere.
const SEPARATORS: [char; 6] = [',', ';', '|', '\t', '\r', '\n'];
/// What may stand before the start of a formula.
const BEFORE: [char; 4] = ['\'', '"', ' ', '\u{a0}'];

/// A cell that no spreadsheet takes for a formula, or splits into one. [`unguard`] gives back exactly
/// what it was.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if !places(cell).any(|place| starts_a_formula(&cell[place..])) {
        return Cow::Borrowed(cell);
    }
    let mut guarded = String::with_capacity(cell.len() + 4);
    for part in cell.split_inclusive(SEPARATORS) {
        let place = part.as_ptr() as usize - cell.as_ptr() as usize;
        if starts_a_formula(&cell[place..]) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    Cow::Owned(guarded)
}

/// What [`guard`] was given. Only for cells that it wrote: in any other an apostrophe is data.
pub fn unguard(cell: &str) -> Cow<'_, str> {
    let is_guard = |place: usize| cell[place..].strip_prefix('\'').is_some_and(starts_a_formula);
    if !places(cell).any(is_guard) {
        return Cow::Borrowed(cell);
    }
    let mut plain = String::with_capacity(cell.len());
    for part in cell.split_inclusive(SEPARATORS) {
        let place = part.as_ptr() as usize - cell.as_ptr() as usize;
        plain.push_str(if is_guard(place) { &part[1..] } else { part });
    }
    Cow::Owned(plain)
}

/// The same for a cell of an earlier version, which guarded its start alone, and not behind blanks
/// and quotes.
pub fn unguard_start(cell: &str) -> &str {
    let formula = |inside: &&str| inside.trim_start_matches('\'').starts_with(STARTS);
    cell.strip_prefix('\'').filter(formula).unwrap_or(cell)
}

/// Where a cell begins, for some spreadsheet.
fn places(cell: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(cell.match_indices(SEPARATORS).map(|(at, mark)| at + mark.len()))
}

fn starts_a_formula(cell: &str) -> bool {
    cell.trim_start_matches(BEFORE).starts_with(STARTS)
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
            (" =x", "' =x"),
            ("a;=cmd|'/c calc'!A0", "a;'=cmd|'/c calc'!A0"),
            ("a\t@x", "a\t'@x"),
            ("a,\"=x", "a,'\"=x"),
            ("a\r\n+x", "a\r'\n'+x"),
            ("a;b", "a;b"),
            ("'x", "'x"),
            ("'", "'"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guard(cell), guarded);
            assert_eq!(unguard(guarded), cell);
        }
    }

    #[test]
    fn cells_of_an_earlier_version_lose_the_guard_of_their_start() {
        assert_eq!(unguard_start("'=x;'=y"), "=x;'=y");
        assert_eq!(unguard_start("''-x"), "'-x");
        assert_eq!(unguard_start("' =x"), "' =x");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_on_the_way_there_and_back(
            cell in "(['\" ]|[-=+@＝]|[,;|\t\r\n]|\\PC){0,12}",
        ) {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), &*cell);
            for part in guarded.split(SEPARATORS) {
                prop_assert!(!part.trim_start_matches(['"', ' ', '\u{a0}']).starts_with(STARTS), "{}", guarded);
            }
        }
    }
}
