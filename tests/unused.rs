//! Nothing in the program is public for nobody. The compiler takes everything public in a library for
//! used; here, what has a name and no caller outside the tests is found by its name.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

#[path = "support/code.rs"]
mod code;
#[path = "support/tokens.rs"]
mod tokens;

use tokens::{behind_attribute, is_sign, is_word};

/// What later work calls, and which.
const AWAITED: &[(&str, &str)] = &[
    ("backed_up_versions", "deleting backed-up versions"),
    ("backups", "the list of backed-up versions"),
    ("by_asset_folder", "deleting by folder"),
    ("by_token", "deleting by delete token"),
    ("derived_by_transformation", "deleting the copies of chosen transformations"),
    ("download_version", "looking at a backed-up version before it is restored or deleted"),
    ("links_by_asset_ids", "what belongs together, before it is deleted"),
    ("of_cloud", "the hosts of a cloud by itself, for tests and fuzzing alone"),
    ("ping", "the way by which the SDKs test credentials, for tests of the connection alone"),
    ("search_folders", "choosing a folder"),
    ("unsigned", "links to public assets"),
];

/// What begins the definition of something with a name.
const KINDS: [&str; 8] = ["fn", "struct", "enum", "trait", "const", "static", "type", "union"];

/// How often each name stands in the code, and how often as the name of something public.
#[derive(Default)]
struct Names {
    all: BTreeMap<String, usize>,
    public: BTreeMap<String, (usize, String)>,
}

impl Names {
    fn read(&mut self, tokens: TokenStream, file: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(after) = skipped(&tokens, at) {
                at = after;
                continue;
            }
            if let Some(name) = defined(&tokens[at..]) {
                self.public.entry(name).or_insert_with(|| (0, file.to_owned())).0 += 1;
            }
            match &tokens[at] {
                TokenTree::Ident(name) => *self.all.entry(name.to_string()).or_default() += 1,
                TokenTree::Group(group) => self.read(group.stream(), file),
                TokenTree::Literal(_) | TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }

    /// What is defined more often than it is used: never.
    fn unused(&self) -> BTreeMap<&str, &str> {
        let unused = self.public.iter().filter(|(name, (defined, _))| self.all[*name] <= *defined);
        unused.map(|(name, (_, file))| (&**name, &**file)).collect()
    }
}

/// Where the code goes on behind an attribute, behind what is there for tests alone, or behind a `pub use`,
/// which hands a name on and uses nothing.
fn skipped(tokens: &[TokenTree], at: usize) -> Option<usize> {
    if is_word(&tokens[at], "pub") && tokens.get(at + 1).is_some_and(|token| is_word(token, "use")) {
        let semicolon = tokens[at..].iter().position(|token| is_sign(token, ';'));
        return Some(semicolon.map_or(tokens.len(), |end| at + end + 1));
    }
    is_sign(&tokens[at], '#').then(|| behind_attribute(tokens, at))
}

/// The name of something public that is defined here: `pub const fn name`.
fn defined(tokens: &[TokenTree]) -> Option<String> {
    let [first, rest @ ..] = tokens else { return None };
    if !is_word(first, "pub") {
        return None;
    }
    // `pub(crate)`
    let rest = if let [TokenTree::Group(_), rest @ ..] = rest { rest } else { rest };
    let words: Vec<String> = rest
        .iter()
        .take(4)
        .map_while(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        })
        .collect();
    let kind = words.iter().rposition(|word| KINDS.contains(&&**word))?;
    words.get(kind + 1).cloned()
}

#[test]
fn nothing_is_public_for_nobody() {
    let root = code::root();
    let mut names = Names::default();
    for path in code::files(&root, &["practice"]) {
        let file = path.strip_prefix(&root).expect("below the sources").display().to_string();
        let code = std::fs::read_to_string(&path).expect("a source file");
        names.read(code.parse().expect("Rust"), &file);
    }
    let unused = names.unused();
    let awaited: BTreeSet<&str> = AWAITED.iter().map(|(name, _)| *name).collect();
    let wrong: Vec<_> = unused.iter().filter(|(name, _)| !awaited.contains(*name)).collect();
    assert!(wrong.is_empty(), "only tests call these: {wrong:#?}");
    let called: Vec<_> = awaited.iter().filter(|name| !unused.contains_key(*name)).collect();
    assert!(called.is_empty(), "take these off the list: {called:#?}");
}

#[test]
fn what_is_called_by_tests_alone_or_only_handed_on_is_found() {
    let code = "
        pub fn called() {} fn own() { called(); }
        pub(crate) const fn alone() {}
        pub use inner::Handed; mod inner { pub struct Handed; }
        #[cfg(test)] mod tests { fn a() { super::alone(); } }
        #[must_use] pub async fn waits() {} impl A { pub fn uses() { waits() } }
        fn b() { A::uses() }
    ";
    let mut names = Names::default();
    names.read(code.parse().expect("Rust"), "a.rs");
    assert_eq!(names.unused(), BTreeMap::from([("Handed", "a.rs"), ("alone", "a.rs")]));
}
