//! Cuts an expression into words and signs.

use super::super::reply::Refusal;

/// A piece of an expression and the character that it begins at, counted from 1.
#[derive(Clone, Debug)]
pub struct Token {
    pub at: usize,
    pub sign: Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    And,
    Or,
    Not,
    Open,
    Close,
    /// `:`
    Has,
    /// `=`
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
    /// `[` or, exclusive, `{`
    From {
        inclusive: bool,
    },
    /// `]` or, exclusive, `}`
    Until {
        inclusive: bool,
    },
    Word(Word),
}

/// A name or a value, unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// It ended in a `*` that was not escaped; the `*` is not part of the text.
    pub open: bool,
    pub quoted: bool,
}

/// Cut an expression.
///
/// # Errors
/// 400 for an unfinished quote or escape, a reserved character that is not escaped, and a `*`
/// anywhere but at the end of a word (the documentation knows the trailing one only).
pub fn cut(expression: &str) -> Result<Vec<Token>, Refusal> {
    let mut lexer = Lexer { chars: expression.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.peek() {
        let at = lexer.at + 1;
        if c.is_whitespace() {
            lexer.at += 1;
        } else {
            tokens.push(Token { at, sign: lexer.sign(c)? });
        }
    }
    Ok(tokens)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn sign(&mut self, c: char) -> Result<Sign, Refusal> {
        let doubled = self.chars.get(self.at + 1).copied();
        let (length, sign) = match (c, doubled) {
            ('>', Some('=')) => (2, Sign::AtLeast),
            ('<', Some('=')) => (2, Sign::AtMost),
            ('&', Some('&')) => (2, Sign::And),
            ('|', Some('|')) => (2, Sign::Or),
            ('>', _) => (1, Sign::More),
            ('<', _) => (1, Sign::Less),
            (':', _) => (1, Sign::Has),
            ('=', _) => (1, Sign::Is),
            ('(', _) => (1, Sign::Open),
            (')', _) => (1, Sign::Close),
            ('[', _) => (1, Sign::From { inclusive: true }),
            ('{', _) => (1, Sign::From { inclusive: false }),
            (']', _) => (1, Sign::Until { inclusive: true }),
            ('}', _) => (1, Sign::Until { inclusive: false }),
            ('!', _) => (1, Sign::Not),
            ('"', _) => return self.quoted(),
            _ => return self.bare(),
        };
        self.at += length;
        Ok(sign)
    }

    fn quoted(&mut self) -> Result<Sign, Refusal> {
        let begin = self.at;
        let mut word = Word { text: String::new(), open: false, quoted: true };
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '"' => return Ok(Sign::Word(word)),
                '*' => word.open = true,
                _ if word.open => return Err(self.star()),
                '\\' => word.text.push(self.escaped(true)?),
                _ => word.text.push(c),
            }
        }
        Err(refuse(begin + 1, "a quote that is not closed"))
    }

    fn bare(&mut self) -> Result<Sign, Refusal> {
        let mut word = Word { text: String::new(), open: false, quoted: false };
        let mut escapes = false;
        while let Some(c) = self.peek() {
            if c.is_whitespace() || "()[]{}:=<>\"".contains(c) {
                break;
            }
            self.at += 1;
            match c {
                '*' => word.open = true,
                _ if word.open => return Err(self.star()),
                '\\' => {
                    word.text.push(self.escaped(false)?);
                    escapes = true;
                }
                '!' | '^' | '~' | '?' | '&' | '|' => {
                    return Err(refuse(self.at, &format!("a {c} that is neither quoted nor escaped")));
                }
                _ => word.text.push(c),
            }
        }
        Ok(match word.text.as_str() {
            "AND" if !escapes && !word.open => Sign::And,
            "OR" if !escapes && !word.open => Sign::Or,
            "NOT" if !escapes && !word.open => Sign::Not,
            _ => Sign::Word(word),
        })
    }

    /// The character after a backslash. Inside quotes only `"`, `*` and the backslash itself
    /// need one; before anything else it stands for itself.
    fn escaped(&mut self, quoted: bool) -> Result<char, Refusal> {
        match self.peek() {
            None => Err(refuse(self.at, "a backslash at the end")),
            Some(c) if quoted && !matches!(c, '"' | '*' | '\\') => Ok('\\'),
            Some(c) => {
                self.at += 1;
                Ok(c)
            }
        }
    }

    fn star(&self) -> Refusal {
        refuse(self.at, "a * that is not at the end of its word")
    }
}

/// The answer to an expression that cannot be understood.
pub fn refuse(at: usize, what: &str) -> Refusal {
    Refusal::bad(&format!("Invalid search expression: {what}, at character {at}"))
}
