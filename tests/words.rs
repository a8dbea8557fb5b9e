//! Every word that a user reads stands in the catalogue: the rest of the program holds no sentence.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Files whose sentences still stand between the code. It gets shorter, never longer.
const NOT_YET: &[&str] = &[
    "api/answer.rs",
    "api/deleter/bulk.rs",
    "api/deleter/mod.rs",
    "api/deleter/others.rs",
    "api/door.rs",
    "api/error.rs",
    "api/gate/mod.rs",
    "api/http.rs",
    "api/key.rs",
    "api/paging.rs",
    "api/reader/admission.rs",
    "api/reader/details.rs",
    "api/reader/listing.rs",
    "api/restorer.rs",
    "api/wire/answers.rs",
    "api/wire/bulk.rs",
    "api/wire/loose/cursor.rs",
    "api/wire/loose/mod.rs",
    "api/wire/loose/object.rs",
    "api/wire/loose/text.rs",
    "api/wire/resource.rs",
    "app/connect/mod.rs",
    "app/forms/file.rs",
    "jobs/batch/open.rs",
    "jobs/check.rs",
    "jobs/export/mod.rs",
    "jobs/runner.rs",
    "jobs/send.rs",
    "jobs/stroke/asking.rs",
    "jobs/stroke/mod.rs",
    "journal/ends.rs",
    "journal/error.rs",
    "journal/mod.rs",
    "journal/owner.rs",
    "journal/place.rs",
    "journal/read.rs",
    "journal/rows.rs",
    "journal/schema.rs",
    "journal/seal.rs",
    "journal/write.rs",
    "main.rs",
    "model/outcome.rs",
    "model/preview.rs",
    "platform/dialogs.rs",
    "platform/keychain.rs",
    "platform/seal_key.rs",
    "runtime/connect.rs",
    "runtime/files.rs",
    "runtime/hub.rs",
    "runtime/known.rs",
    "runtime/previews.rs",
    "runtime/reach.rs",
    "runtime/running.rs",
    "runtime/watched.rs",
];

/// Texts that programs read, to the letter and in no language: what a table's cells and the head of a
/// page say, and what pasted texts and answers are searched for.
const FOR_PROGRAMS: [&str; 18] = [
    "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">",
    "all copies",
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
    "Missing required parameter",
    "no copies",
];

/// What these are called with is read by developers alone.
const FOR_DEVELOPERS: [&str; 14] = [
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
    "tracing",
    "trace",
    "unreachable",
    "warn",
];

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

/// Whether the name before a group, `name!(` or `name(`, is one of a call for developers; a path counts
/// by its first name, `tracing::error!(`.
fn is_for_developers(before: &[TokenTree]) -> bool {
    let sign = |token: &&TokenTree, wanted| matches!(token, TokenTree::Punct(it) if it.as_char() == wanted);
    let mut before = before.iter().rev().peekable();
    before.next_if(|token| sign(token, '!'));
    let mut first = None;
    while let Some(TokenTree::Ident(name)) = before.next() {
        first = Some(name.to_string());
        if before.next_if(|token| sign(token, ':')).is_none() {
            break;
        }
        before.next_if(|token| sign(token, ':'));
    }
    first.is_some_and(|name| FOR_DEVELOPERS.contains(&&*name))
}

/// Whether a text is one that somebody reads: two words with a blank between them, or a quotation mark
/// and what stands in it.
fn is_read(text: &str) -> bool {
    let statement = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "PRAGMA ", "WITH ", "ALTER "];
    if statement.iter().any(|start| text.trim_start().starts_with(start)) {
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

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if path.is_dir() {
            if !["practice", "tests", "text"].contains(&&*name) {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !["tests.rs", "fixture.rs"].contains(&&*name)
        {
            found.push(path);
        }
    }
}

#[test]
fn no_sentence_stands_outside_the_catalogue() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let (mut wrong, mut still, mut unused) = (Vec::new(), BTreeSet::new(), BTreeSet::from(FOR_PROGRAMS));
    for path in files {
        let inside =
            path.strip_prefix(&root).expect("below the sources").to_str().expect("a name").to_owned();
        let code = std::fs::read_to_string(&path).expect("a source file");
        let mut found = Vec::new();
        literals(code.parse().expect("Rust"), &mut found);
        unused.retain(|text| !found.iter().any(|it| it == text));
        found.retain(|text| is_read(text) && !FOR_PROGRAMS.contains(&&**text));
        if NOT_YET.contains(&&*inside) {
            if !found.is_empty() {
                still.insert(inside);
            }
        } else {
            wrong.extend(found.into_iter().map(|text| format!("{inside}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let listed: BTreeSet<String> = NOT_YET.iter().map(|name| (*name).to_owned()).collect();
    let done: Vec<&String> = listed.difference(&still).collect();
    assert!(done.is_empty(), "take these off the list: {done:#?}");
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let catalogue = std::fs::read_to_string(root.join("text/en/cloudsweep.ftl")).expect("the catalogue");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let worded = std::fs::read_dir(root.join("text")).expect("the folder of texts");
    files.extend(worded.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()));
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
