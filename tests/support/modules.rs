//! Which module of the program uses which, read from its code: `use` lines, paths, and the methods of a
//! type whose `impl` blocks stand in more than one file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[path = "tokens.rs"]
mod tokens;

use tokens::{behind_attribute, is_sign, is_word};

/// So many names that stand for each other are followed.
const LONGEST: usize = 8;

/// A module or an item by its path from the crate: `["jobs", "batch", "open"]`.
pub type Place = Vec<String>;

/// The modules below a folder, tests left out.
#[derive(Default)]
pub struct Modules {
    all: BTreeMap<Place, Code>,
}

/// What is read from one file.
#[derive(Default)]
struct Code {
    /// Names that `use` lines bring in, as they are written there, and whether they are handed on.
    names: BTreeMap<String, (Place, bool)>,
    /// Paths that are used whatever follows: those of `as _` and of `*`.
    nameless: Vec<Place>,
    /// Paths outside `use` lines.
    paths: BTreeSet<Place>,
    /// What is called with a dot.
    called: BTreeSet<String>,
    /// Methods by the type to which an `impl` block without a trait gives them.
    methods: BTreeMap<String, BTreeSet<String>>,
}

impl Modules {
    /// Reads every file of a layer: `files` with their paths below the sources.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a Path, &'a str)>) -> Self {
        let mut all = BTreeMap::new();
        for (path, text) in files {
            let mut code = Code::default();
            code.read(&text.parse::<TokenStream>().expect("Rust").into_iter().collect::<Vec<_>>());
            all.insert(place(path), code);
        }
        Self { all }
    }

    /// By module, those that it uses.
    fn uses(&self) -> BTreeMap<&Place, BTreeSet<&Place>> {
        let mut uses = BTreeMap::new();
        for (of, code) in &self.all {
            let private = code.names.values().filter(|(_, handed_on)| !handed_on).map(|(path, _)| path);
            let named = private.chain(&code.nameless).chain(&code.paths);
            let items = named.filter_map(|path| self.home(of, path, 0));
            let mut homes: BTreeSet<&Place> = items.chain(self.called_by(of, code)).collect();
            homes.remove(of);
            uses.insert(of, homes);
        }
        uses
    }

    /// The module in which the item stands that a path names in a module, through whatever hands it on.
    /// `None`: it is elsewhere, or no item but a module.
    fn home(&self, of: &Place, path: &[String], depth: usize) -> Option<&Place> {
        let path = self.whole_path(of, path, depth)?;
        let at = (1..path.len()).rev().find(|at| self.all.contains_key(&path[..*at]))?;
        if self.all.contains_key(&path) {
            return None;
        }
        let (module, code) = self.all.get_key_value(&path[..at])?;
        match code.names.get(&path[at]) {
            Some((target, _)) if depth < LONGEST => {
                let target = [target, &path[at + 1..]].concat();
                self.home(module, &target, depth + 1)
            }
            _ => Some(module),
        }
    }

    /// A path that is written in a module, from the crate.
    fn whole_path(&self, of: &Place, path: &[String], depth: usize) -> Option<Place> {
        let (first, rest) = path.split_first()?;
        let up = |levels: usize| of[..of.len().saturating_sub(levels)].to_vec();
        match &**first {
            "crate" => Some(rest.to_vec()),
            "self" => Some([of.as_slice(), rest].concat()),
            "super" => {
                let levels = path.iter().take_while(|part| *part == "super").count();
                Some([up(levels), path[levels..].to_vec()].concat())
            }
            _ => {
                let child = [of.as_slice(), &path[..1]].concat();
                if self.all.contains_key(&child) {
                    return Some([of.as_slice(), path].concat());
                }
                let (target, _) = self.all[of].names.get(first).filter(|(target, _)| target != path)?;
                let target = [target, rest].concat();
                if depth < LONGEST { self.whole_path(of, &target, depth + 1) } else { None }
            }
        }
    }

    /// Modules with methods that a module calls of a type which it defines, or gives methods itself.
    fn called_by<'a>(&'a self, of: &'a Place, code: &'a Code) -> impl Iterator<Item = &'a Place> + 'a {
        let home = |in_place: &'a Place, name: &'a String| {
            let there = self.home(in_place, std::slice::from_ref(name), 0).unwrap_or(in_place);
            (there, name)
        };
        let own: BTreeSet<(&Place, &String)> = code.methods.keys().map(|name| home(of, name)).collect();
        let gives = move |(other, theirs): &(&'a Place, &'a Code)| {
            theirs.methods.iter().any(|(name, methods)| {
                let (there, name) = home(other, name);
                (there == of || own.contains(&(there, name))) && !methods.is_disjoint(&code.called)
            })
        };
        self.all.iter().filter(gives).map(|(other, _)| other)
    }

    /// Modules that depend on each other, directly or around a corner, each group with what uses what
    /// within it.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let uses = self.uses();
        let reach: BTreeMap<&Place, BTreeSet<&Place>> =
            uses.keys().map(|from| (*from, reached(&uses, from))).collect();
        let mut circles = BTreeSet::new();
        for (from, there) in &reach {
            let group: BTreeSet<&Place> =
                there.iter().filter(|to| reach[**to].contains(*from)).copied().collect();
            if group.len() > 1 {
                circles.insert(group);
            }
        }
        let show = |place: &Place| place.join("::");
        let within = |group: &BTreeSet<&Place>| {
            let members = group.iter().map(|from| {
                let others: Vec<String> = uses[*from].intersection(group).map(|to| show(to)).collect();
                format!("{} uses {}", show(from), others.join(", "))
            });
            members.collect()
        };
        circles.iter().map(within).collect()
    }
}

/// Everything that can be reached from a module, itself only around a circle.
fn reached<'a>(uses: &BTreeMap<&'a Place, BTreeSet<&'a Place>>, from: &Place) -> BTreeSet<&'a Place> {
    let (mut all, mut next) = (BTreeSet::new(), uses[from].iter().copied().collect::<Vec<_>>());
    while let Some(place) = next.pop() {
        if all.insert(place) {
            next.extend(&uses[place]);
        }
    }
    all
}

/// The module that a file is.
fn place(path: &Path) -> Place {
    let whole = path.with_extension("");
    let parts = whole.iter().map(|part| part.to_str().expect("a name").to_owned());
    parts.filter(|part| part != "mod").collect()
}

impl Code {
    fn read(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Punct(sign) if sign.as_char() == '#' => behind_attribute(tokens, at),
                TokenTree::Group(group) => {
                    self.read(&group.stream().into_iter().collect::<Vec<_>>());
                    at + 1
                }
                TokenTree::Ident(word) if word == "use" => self.read_use(tokens, at),
                TokenTree::Ident(word) if word == "impl" => {
                    self.read_methods(&tokens[at + 1..]);
                    at + 1
                }
                TokenTree::Ident(word) if at > 0 && is_sign(&tokens[at - 1], '.') => {
                    // No field.
                    if matches!(tokens.get(at + 1), Some(TokenTree::Group(_)))
                        || tokens.get(at + 1).is_some_and(|sign| is_sign(sign, ':'))
                    {
                        self.called.insert(word.to_string());
                    }
                    at + 1
                }
                TokenTree::Ident(_) => self.read_path(tokens, at),
                _ => at + 1,
            };
        }
    }

    /// Gives where it goes on behind a path.
    fn read_path(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let (path, end) = path(tokens, at);
        let goes_on = at > 0 && is_sign(&tokens[at - 1], ':') && at > 1 && is_sign(&tokens[at - 2], ':');
        if !goes_on {
            self.paths.insert(path);
        }
        end
    }

    fn read_use(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let end = tokens[at..].iter().position(|token| is_sign(token, ';'));
        let end = end.map_or(tokens.len(), |end| at + end);
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let handed_on = before.is_some_and(|token| match token {
            TokenTree::Ident(word) => word == "pub",
            TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
            _ => false,
        });
        self.read_tree(&Vec::new(), &tokens[at + 1..end], handed_on);
        end + 1
    }

    /// What one tree of a `use` line brings in, behind what stands before its braces.
    fn read_tree(&mut self, before: &Place, tokens: &[TokenTree], handed_on: bool) {
        let (path, end) = path(tokens, 0);
        let mut path = [before.as_slice(), &path].concat();
        match &tokens[end..] {
            [] => {
                if path.last().is_some_and(|last| last == "self") {
                    path.pop();
                }
                let name = path.last().expect("a name").clone();
                self.names.insert(name, (path, handed_on));
            }
            [TokenTree::Ident(_as), TokenTree::Ident(name)] if name != "_" => {
                self.names.insert(name.to_string(), (path, handed_on));
            }
            [.., TokenTree::Group(braces)] => {
                let inside: Vec<TokenTree> = braces.stream().into_iter().collect();
                for tree in inside.split(|token| is_sign(token, ',')).filter(|tree| !tree.is_empty()) {
                    self.read_tree(&path, tree, handed_on);
                }
            }
            _ => self.nameless.push(path),
        }
    }

    /// The methods of an `impl` block, which begins behind that word, if it is of no trait.
    fn read_methods(&mut self, tokens: &[TokenTree]) {
        let Some((head, body)) = tokens.iter().enumerate().find_map(|(at, token)| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some((&tokens[..at], group)),
            _ => None,
        }) else {
            return;
        };
        if head.iter().any(|token| is_word(token, "for")) {
            return;
        }
        let mut depth = 0;
        let name = head.iter().find_map(|token| match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => {
                depth += 1;
                None
            }
            TokenTree::Punct(sign) if sign.as_char() == '>' => {
                depth -= 1;
                None
            }
            TokenTree::Ident(word) if depth == 0 => Some(word.to_string()),
            _ => None,
        });
        let body: Vec<TokenTree> = body.stream().into_iter().collect();
        let functions =
            body.windows(2).filter(|pair| is_word(&pair[0], "fn")).map(|pair| pair[1].to_string());
        self.methods.entry(name.unwrap_or_default()).or_default().extend(functions);
    }
}

/// The words from here on with `::` between them, and where it goes on behind them.
fn path(tokens: &[TokenTree], at: usize) -> (Place, usize) {
    let (mut path, mut at) = (Vec::new(), at);
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        let goes_on = tokens.get(at + 1..at + 3).is_some_and(|signs| signs.iter().all(|it| is_sign(it, ':')));
        if !goes_on {
            return (path, at + 1);
        }
        at += 3;
    }
    (path, at)
}
