//! What environments are called, so that no two known ones are named alike.

use std::borrow::Cow;

use super::account::short;
use crate::model::account::Environment;
use crate::model::job::JobHeader;

/// The title, and behind it what tells the environment from the known ones of the same title: its
/// cloud name, the end of its API key (all of it where that is the same), its region or host.
pub fn called<'a>(environment: &Environment, known: impl IntoIterator<Item = &'a Environment>) -> String {
    let id = environment.id();
    let title = title(environment).to_lowercase();
    let alike: Vec<&Environment> = known
        .into_iter()
        .filter(|other| self::title(other).to_lowercase() == title && other.id() != id)
        .collect();
    let differs = |of: fn(&Environment) -> &str| alike.iter().any(|other| of(other) != of(environment));
    let mut parts = vec![self::title(environment).into_owned()];
    if differs(|it| &it.cloud_name) {
        parts.push(environment.cloud_name.clone());
    }
    if differs(|it| &it.api_key) {
        let ending = alike
            .iter()
            .all(|other| other.api_key == environment.api_key || other.id().key_ending() != id.key_ending());
        parts.push(key(environment, ending));
    }
    if differs(|it| it.region.api_prefix()) {
        parts.push(short(&environment.region));
    }
    parts.join(" · ")
}

/// What the environment of a job is called. One that is not known any more is named in full: others
/// that are not known either may have the same cloud name.
pub fn called_in<'a>(header: &JobHeader, known: impl IntoIterator<Item = &'a Environment> + Clone) -> String {
    if let Some(environment) = known.clone().into_iter().find(|it| it.id() == header.environment) {
        return called(environment, known);
    }
    in_full(header)
}

/// Cloud name, end of the key, and region or host, for what is read without this program.
pub fn in_full(header: &JobHeader) -> String {
    if header.environment.is_practice() {
        return text!("practice-library");
    }
    match Environment::of_id(&header.environment) {
        Some(environment) => {
            let (key, region) = (key(&environment, true), short(&environment.region));
            [header.cloud_name.clone(), key, region].join(" · ")
        }
        None => header.cloud_name.clone(),
    }
}

fn title(environment: &Environment) -> Cow<'_, str> {
    if environment.practice { text!("practice-library").into() } else { environment.title().into() }
}

fn key(environment: &Environment, ending: bool) -> String {
    if ending {
        let id = environment.id();
        text!("called-key-ending", ending = id.key_ending())
    } else {
        text!("called-key", key = environment.api_key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::model::account::Credentials;

    fn environment(options: &str) -> Environment {
        Credentials::from_cloudinary_url(&format!("cloudinary://{options}")).unwrap().environment
    }

    #[test]
    fn only_what_tells_environments_apart_stands_behind_their_title() {
        let known = [
            environment("111122223333:s@shop"),
            environment("444422223333:s@shop"),
            environment("111122223333:s@shop?upload_prefix=http://127.0.0.1:8080"),
            environment("111122223333:s@other"),
        ];
        assert_eq!(called(&known[0], &known), "shop · key 111122223333 · United States");
        assert_eq!(called(&known[0], [&known[0], &known[2], &known[3]]), "shop · United States");
        assert_eq!(called(&known[2], [&known[0], &known[2]]), "shop · http://127.0.0.1:8080");
        assert_eq!(called(&known[3], &known), "other");
    }

    proptest! {
        #[test]
        fn no_two_known_ones_are_called_alike(
            options in prop::collection::btree_set(("[12]{1,2}", "[12]2222", "[ab]b", 0..3_usize, 0..3_usize), 1..9)
        ) {
            let hosts = ["", "?upload_prefix=https://api-eu.cloudinary.com", "?upload_prefix=http://localhost:81"];
            let known: Vec<Environment> = options
                .iter()
                .map(|(start, end, cloud, host, name)| {
                    let mut made = environment(&format!("{start}{end}:s@{cloud}{}", hosts[*host]));
                    made.call(["", "Shop", "bb"][*name]);
                    made
                })
                .collect();
            let ids: BTreeSet<_> = known.iter().map(Environment::id).collect();
            let names: BTreeSet<_> = known.iter().map(|it| (called(it, &known), it.id())).collect();
            let distinct: BTreeSet<_> = names.iter().map(|(name, _)| name).collect();
            // One environment that is listed twice under two names may well be called two ways.
            prop_assert!(distinct.len() >= ids.len(), "{names:?}");
        }
    }
}
