//! The tokens of JSON, as people paste it: single quotes, unquoted keys, Python's and Ruby's
//! spellings and trailing commas are read too. Knows the line it is on; borrows what needs no
//! unescaping.

use std::borrow::Cow;

/// Deeper nesting is refused.
const DEEPEST: usize = 64;

/// The text is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// A value, as far as a list has a use for it.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    /// As it was written.
    Number(&'a str),
    /// `null`, `None`, `nil`, `undefined`.
    Nothing,
    /// `true`, `false`, and every other word.
    Word,
}

/// A text that is read token by token.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// 1-based.
    pub(super) line: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The next character that is no blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b' ' | b'\t' => {}
                b'\r' if bytes.get(self.at + 1) == Some(&b'\n') => {}
                b'\n' | b'\r' => self.line += 1,
                byte => return Some(*byte),
            }
            self.at += 1;
        }
    }

    /// Goes over a character, if it is the next that is no blank.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        if next {
            self.at += 1;
        }
        next
    }

    /// Goes over what stands between a key and its value, if that is next.
    pub(super) fn eat_colon(&mut self) -> bool {
        if self.peek() == Some(b'=') && self.text[self.at..].starts_with("=>") {
            self.at += 2;
            return true;
        }
        self.eat(b':')
    }

    /// A text, a number or a word.
    pub(super) fn value(&mut self) -> Result<Value<'a>, Broken> {
        match self.peek().ok_or(Broken)? {
            b'"' | b'\'' => self.string().map(Value::Text),
            byte if byte.is_ascii_digit() || byte == b'-' => {
                let number = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
                Ok(Value::Number(self.run(number)))
            }
            _ => match self.word()? {
                "null" | "None" | "nil" | "undefined" => Ok(Value::Nothing),
                _ => Ok(Value::Word),
            },
        }
    }

    /// A key of an object, in quotes or without.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, Broken> {
        match self.peek().ok_or(Broken)? {
            b'"' | b'\'' => self.string(),
            _ => self.word().map(Cow::Borrowed),
        }
    }

    /// Goes over a value of any kind.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), Broken> {
        if depth > DEEPEST {
            return Err(Broken);
        }
        if self.eat(b'[') {
            return self.elements(|scanner| scanner.skip(depth + 1));
        }
        if self.eat(b'{') {
            return self.members(|scanner, _| scanner.skip(depth + 1));
        }
        self.value().map(drop)
    }

    /// What stands in an array whose bracket was read, up to its end.
    pub(super) fn elements(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        loop {
            if self.eat(b']') {
                return Ok(());
            }
            element(self)?;
            if !self.eat(b',') {
                return if self.eat(b']') { Ok(()) } else { Err(Broken) };
            }
        }
    }

    /// What stands in an object whose brace was read, up to its end.
    pub(super) fn members(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        loop {
            if self.eat(b'}') {
                return Ok(());
            }
            let key = self.key()?;
            if !self.eat_colon() {
                return Err(Broken);
            }
            member(self, key)?;
            if !self.eat(b',') {
                return if self.eat(b'}') { Ok(()) } else { Err(Broken) };
            }
        }
    }

    fn word(&mut self) -> Result<&'a str, Broken> {
        match self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            "" => Err(Broken),
            word => Ok(word),
        }
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|byte| !belongs(byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// A text in double or single quotes.
    fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        let quote = self.peek().ok_or(Broken)?;
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let rest = &self.text[self.at..];
            let ends = |byte: u8| byte == quote || matches!(byte, b'\\' | b'\n' | b'\r');
            let end = rest.bytes().position(ends).ok_or(Broken)?;
            let plain = &rest[..end];
            self.at += end + 1;
            match rest.as_bytes()[end] {
                b'\\' => {
                    let text = owned.get_or_insert_default();
                    text.push_str(plain);
                    text.push(self.escaped()?);
                }
                byte if byte == quote => {
                    return Ok(match owned {
                        None => Cow::Borrowed(plain),
                        Some(text) => Cow::Owned(text + plain),
                    });
                }
                _ => return Err(Broken),
            }
        }
    }

    /// What a backslash that was read stands before.
    fn escaped(&mut self) -> Result<char, Broken> {
        let byte = *self.text.as_bytes().get(self.at).ok_or(Broken)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\'' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if (0xd800..0xdc00).contains(&unit) && self.text[self.at..].starts_with("\\u") {
                    let before = self.at;
                    self.at += 2;
                    let low = self.unit()?;
                    let pair = char::decode_utf16([unit, low]).next();
                    if let Some(Ok(pair)) = pair {
                        return Ok(pair);
                    }
                    self.at = before;
                }
                // Half a character is none.
                char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Broken),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, Broken> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Broken)?;
        let unit =
            digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)?)).ok_or(Broken)?;
        self.at += 4;
        Ok(unit as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Result<String, Broken> {
        match Scanner::of(text).value()? {
            Value::Text(text) => Ok(text.into_owned()),
            _ => Err(Broken),
        }
    }

    #[test]
    fn escapes_are_undone_and_broken_ones_told() {
        for (text, meant) in [
            (r#""a""#, "a"),
            (r"'it\'s'", "it's"),
            (r#""a\/b\"c\\d\n""#, "a/b\"c\\d\n"),
            (r#""caf\u00e9""#, "café"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\udc00x""#, "\u{fffd}x"),
        ] {
            assert_eq!(string(text).as_deref(), Ok(meant), "{text}");
        }
        for broken in
            [r#""a"#, r#""\x41""#, r#""\u12""#, r#""\u+123""#, "\"a\nb\"", r#""\"#, r#""\u00é""#, ""]
        {
            assert_eq!(string(broken), Err(Broken), "{broken}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert_eq!(Scanner::of(&nested(DEEPEST)).skip(0), Ok(()));
        assert_eq!(Scanner::of(&nested(100_000)).skip(0), Err(Broken));
        assert_eq!(Scanner::of(&"{\"a\":".repeat(100_000)).skip(0), Err(Broken));
    }

    #[test]
    fn lines_are_counted_on_the_way() {
        let mut scanner = Scanner::of("[1,\r\n2,\r{a:\n'x'},]\n7");
        scanner.skip(0).unwrap();
        assert_eq!((scanner.peek(), scanner.line), (Some(b'7'), 5));
    }
}
