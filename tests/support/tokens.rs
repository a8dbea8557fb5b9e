//! Code as tokens, for tests that read it.

use proc_macro2::{Delimiter, TokenTree};

/// Where the code goes on behind an attribute, or behind what is there for tests alone.
pub fn behind_attribute(tokens: &[TokenTree], at: usize) -> usize {
    let brackets = (at + 1..tokens.len().min(at + 3)).find(
        |at| matches!(&tokens[*at], TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket),
    );
    let Some(brackets) = brackets else { return at + 1 };
    if !tokens[brackets].to_string().replace(' ', "").starts_with("[cfg(test)") {
        return brackets + 1;
    }
    let is_end = |token: &TokenTree| {
        matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
            || is_sign(token, ';')
    };
    let end = tokens[brackets + 1..].iter().position(is_end);
    end.map_or(tokens.len(), |end| brackets + end + 2)
}

/// Whether a token is this word.
pub fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(it) if it == word)
}

/// Whether a token is this sign.
pub fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == sign)
}
