//! Every word that a user reads stands in the catalogue: the rest of the program holds no sentence.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

#[path = "support/code.rs"]
mod code;

/// Texts that programs read, to the letter and in no language: what a table's cells and the head of a
/// page say, and what pasted texts and answers are searched for.
const FOR_PROGRAMS: [&str; 18] = [
    "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">",
    "all copies",
    "already gone",
    "alter table ",
    "api key",
    "api secret",
    "beyond the plan",
    "cloud name",
    "copies deleted",
    "copy already gone",
    "copy deleted",
    "create table ",
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "drop table ",
    "insert into ",
    "left out",
    "lock tables ",
    "no copies",
];

/// What these are called with is read by developers alone.
const FOR_DEVELOPERS: [&str; 15] = [
    "assert",
    "debug",
    "debug_assert",
    "error_span",
    "expect",
    "info",
    "panic",
    "prepare",
    "prepare_cached",
    "execute_batch",
    "technical",
    "tracing",
    "trace",
    "unreachable",
    "warn",
];

/// What these are called with is looked for in somebody else's text, and shown to nobody.
const LOOKED_FOR: [&str; 3] = ["contains", "split_once", "starts_with"];

/// What is known by these words outside the program, in whatever language it speaks.
const NAMES: [&str; 2] = ["seal of confirmed deletions", "© 2026 The Cloudsweep authors"];

/// The string literals of code outside attributes, tests and what is for developers.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                at += attribute(&tokens, at);
                continue;
            }
            TokenTree::Group(group) if !is_for_developers(&tokens[..at]) => literals(group.stream(), found),
            TokenTree::Literal(_) if is_pattern(&tokens[at + 1..]) => {}
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.push(text.value());
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// How many tokens an attribute has; what is there for tests alone goes with it.
fn attribute(tokens: &[TokenTree], at: usize) -> usize {
    let open = tokens[at..].iter().take(3).position(|token| is_group(token, Delimiter::Bracket)).unwrap_or(0);
    let text = tokens[at + open].to_string().replace(' ', "");
    if !text.starts_with("[cfg(test)") {
        return open + 1;
    }
    let end = |token: &TokenTree| {
        is_group(token, Delimiter::Brace) || matches!(token, TokenTree::Punct(it) if it.as_char() == ';')
    };
    let rest = tokens[at + open + 1..].iter().position(end).map_or(0, |end| end + 1);
    open + 1 + rest
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Whether a literal is one that a text is compared with: `"a" | "b" =>`. `after`: what stands behind it.
fn is_pattern(after: &[TokenTree]) -> bool {
    let sign = |at: usize| match after.get(at) {
        Some(TokenTree::Punct(sign)) => Some(sign.as_char()),
        _ => None,
    };
    sign(0) == Some('|') || (sign(0), sign(1)) == (Some('='), Some('>'))
}

/// Whether the name before a group, `name!(` or `name(`, is one of a call for developers, or one that looks
/// for a text; a macro of `tracing` is.
fn is_for_developers(before: &[TokenTree]) -> bool {
    let is = |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(it) if it.as_char() == sign);
    let before = match before {
        [before @ .., last] if is(last, '!') => before,
        _ => before,
    };
    let named = |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(it) if it == name);
    match before {
        [.., tracing, first, second, TokenTree::Ident(_)]
            if named(tracing, "tracing") && is(first, ':') && is(second, ':') =>
        {
            true
        }
        [.., last] => FOR_DEVELOPERS.iter().chain(&LOOKED_FOR).any(|name| named(last, name)),
        [] => false,
    }
}

/// Whether a text is one that somebody reads: two words with a blank between them, or a quotation mark
/// and what stands in it.
fn is_read(text: &str) -> bool {
    let statement = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "PRAGMA ", "WITH ", "ALTER "];
    if NAMES.contains(&text) || statement.iter().any(|start| text.trim_start().starts_with(start)) {
        return false;
    }
    let is_word = |word: &&str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        letters.chars().count() > 1 && letters.chars().all(|c| c.is_alphabetic() || "’'-".contains(c))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let quotes = text.contains(['“', '’']) && text.contains(|c: char| c.is_alphanumeric() || c == '{');
    words.windows(2).any(|pair| pair.iter().all(is_word)) || quotes
}

#[test]
fn no_sentence_stands_outside_the_catalogue() {
    let root = code::root();
    let files = code::files(&root, &["practice", "text"]);
    let (mut wrong, mut unused) = (Vec::new(), BTreeSet::from(FOR_PROGRAMS));
    for path in files {
        let inside =
            path.strip_prefix(&root).expect("below the sources").to_str().expect("a name").to_owned();
        let code = std::fs::read_to_string(&path).expect("a source file");
        let mut found = Vec::new();
        literals(code.parse().expect("Rust"), &mut found);
        unused.retain(|text| !found.iter().any(|it| it == text));
        found.retain(|text| is_read(text) && !FOR_PROGRAMS.contains(&&**text));
        wrong.extend(found.into_iter().map(|text| format!("{inside}: {text}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(unused.is_empty(), "no program reads these: {unused:#?}");
}

/// The names of messages in a catalogue, in their order.
fn messages(catalogue: &str) -> Vec<&str> {
    let starts = catalogue.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    starts.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect()
}

/// Whether the code looks up a message: its name is the first thing in a `text!(…)`.
fn looks_up(code: &str, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    code.match_indices(&quoted).any(|(at, _)| code[..at].trim_end().ends_with("text!("))
}

#[test]
fn every_message_stands_once_in_the_catalogue_and_is_used() {
    let root = code::root();
    let catalogue = std::fs::read_to_string(root.join("text/en/cloudsweep.ftl")).expect("the catalogue");
    let mut files = code::files(&root, &["practice", "text"]);
    files.extend(code::files(&root.join("text"), &[]));
    let code: Vec<String> =
        files.iter().map(|path| std::fs::read_to_string(path).expect("a source file")).collect();
    let (mut seen, mut twice, mut unused) = (BTreeSet::new(), Vec::new(), Vec::new());
    for name in messages(&catalogue) {
        if !seen.insert(name) {
            twice.push(name);
        }
        if !code.iter().any(|code| looks_up(code, name)) {
            unused.push(name);
        }
    }
    assert!(twice.is_empty(), "twice: {twice:#?}");
    assert!(unused.is_empty(), "nobody looks these up: {unused:#?}");
}
