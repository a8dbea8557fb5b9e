//! The folders that exist, empty or not. Case does not tell two of them apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asset::parent;

/// One folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// As it was written when made.
    pub path: Arc<str>,
    /// Unix seconds.
    pub created_at: i64,
}

/// All folders, by their path in lower case. The root is none of them.
#[derive(Debug, Default)]
pub struct Tree(BTreeMap<String, Folder>);

impl Tree {
    /// Make a folder and those above it. One that is there is as old as the oldest asset in it.
    pub fn add(&mut self, path: &str, created_at: i64) {
        let mut rest = path;
        while !rest.is_empty() {
            let key = rest.to_lowercase();
            match self.0.get_mut(&key) {
                Some(folder) if folder.created_at <= created_at => return,
                Some(folder) => folder.created_at = created_at,
                None => drop(self.0.insert(key, Folder { path: Arc::from(rest), created_at })),
            }
            rest = parent(rest);
        }
    }

    /// Remove one folder; what is in it or below it is not looked at.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(&path.to_lowercase());
    }

    /// One folder.
    pub fn get(&self, path: &str) -> Option<&Folder> {
        self.0.get(&path.to_lowercase())
    }

    /// The folders below one, by path; all of them for the root.
    pub fn below(&self, path: &str) -> impl Iterator<Item = &Folder> {
        let below = if path.is_empty() { String::new() } else { format!("{}/", path.to_lowercase()) };
        let inside = self.0.range(below.clone()..).take_while(move |(key, _)| key.starts_with(&below));
        inside.map(|(_, folder)| folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_brings_those_above_it_and_case_does_not_matter() {
        let mut tree = Tree::default();
        tree.add("a/B/c", 20);
        tree.add("A/b/d", 10);
        tree.add("a-b", 5);
        let below =
            |path| tree.below(path).map(|folder| (&*folder.path, folder.created_at)).collect::<Vec<_>>();
        assert_eq!(below(""), [("a", 10), ("a-b", 5), ("a/B", 10), ("a/B/c", 20), ("A/b/d", 10)]);
        assert_eq!(below("A/B"), [("a/B/c", 20), ("A/b/d", 10)]);
        assert_eq!(below("nothing"), []);
        assert_eq!(&*tree.get("a/b/C").unwrap().path, "a/B/c");
    }
}
