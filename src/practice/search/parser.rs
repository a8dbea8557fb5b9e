//! Reads an expression into a tree of tests, and asks the tree about a subject.

use super::super::reply::Refusal;
use super::field::{Field, Nature, Subject, is_asset_id};
use super::lexer::{Sign, Token, Word, cut, refuse};
use super::literal::{Literal, read};
use super::text::Pattern;

/// Parentheses and NOTs inside each other.
const DEEPEST: usize = 100;

/// A part of an expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// All parts; none is true.
    All(Vec<Node>),
    /// Any part.
    Any(Vec<Node>),
    Not(Box<Node>),
    Text {
        field: Field,
        pattern: Pattern,
        exact: bool,
    },
    Number {
        field: Field,
        low: Bound,
        high: Bound,
    },
    /// The field is there at all.
    Present(Field),
}

/// One end of a range of numbers.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    Open,
    Included(f64),
    Excluded(f64),
}

impl Node {
    pub fn holds(&self, subject: Subject<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(subject)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(subject)),
            Self::Not(part) => !part.holds(subject),
            Self::Present(field) => match field.nature() {
                Nature::Text(_) => field.any_text(subject, &|_| true),
                Nature::Number(_) => field.number(subject).is_some(),
            },
            Self::Number { field, low, high } => field.number(subject).is_some_and(|value| {
                let above = match *low {
                    Bound::Open => true,
                    Bound::Included(low) => value >= low,
                    Bound::Excluded(low) => value > low,
                };
                above
                    && match *high {
                        Bound::Open => true,
                        Bound::Included(high) => value <= high,
                        Bound::Excluded(high) => value < high,
                    }
            }),
            Self::Text { field, pattern, exact } => {
                let Nature::Text(manner) = field.nature() else { return false };
                field.any_text(subject, &|text| pattern.matches(text, manner, *exact))
                    || (*field == Field::AllTexts && is_asset_id(subject, pattern))
            }
        }
    }
}

/// Read an expression.
///
/// # Errors
/// 400 with the place where it cannot be understood.
pub fn parse(expression: &str, now: i64) -> Result<Node, Refusal> {
    let tokens = cut(expression)?;
    if tokens.is_empty() {
        return Ok(Node::All(Vec::new()));
    }
    let end = expression.chars().count() + 1;
    let mut parser = Parser { tokens, at: 0, end, now, depth: 0 };
    let node = parser.any(None)?;
    match parser.tokens.get(parser.at) {
        None => Ok(node),
        Some(token) => Err(refuse(token.at, &unexpected(&token.sign))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// One after the last character.
    end: usize,
    now: i64,
    depth: usize,
}

/// The field and sign in front of a parenthesis: `status:(active OR pending)`.
type Context<'a> = Option<(&'a Field, &'a Sign)>;

impl Parser {
    fn peek(&self) -> Option<&Sign> {
        self.tokens.get(self.at).map(|token| &token.sign)
    }

    fn take(&mut self, sign: &Sign) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> Refusal {
        match self.tokens.get(self.at) {
            Some(token) => refuse(token.at, &format!("{} instead of {what}", unexpected(&token.sign))),
            None => refuse(self.end, &format!("the end instead of {what}")),
        }
    }

    fn any(&mut self, context: Context<'_>) -> Result<Node, Refusal> {
        let mut parts = vec![self.all(context)?];
        while self.take(&Sign::Or) {
            parts.push(self.all(context)?);
        }
        Ok(only(parts, Node::Any))
    }

    fn all(&mut self, context: Context<'_>) -> Result<Node, Refusal> {
        let mut parts = vec![self.term(context)?];
        while self.take(&Sign::And) || matches!(self.peek(), Some(Sign::Word(_) | Sign::Open | Sign::Not)) {
            parts.push(self.term(context)?);
        }
        Ok(only(parts, Node::All))
    }

    fn term(&mut self, context: Context<'_>) -> Result<Node, Refusal> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.expected("something less deep"));
        }
        let node = self.inner(context);
        self.depth -= 1;
        node
    }

    fn inner(&mut self, context: Context<'_>) -> Result<Node, Refusal> {
        if self.take(&Sign::Not) {
            return Ok(Node::Not(Box::new(self.term(context)?)));
        }
        if self.take(&Sign::Open) {
            return self.group(context);
        }
        let Some(Sign::Word(word)) = self.peek().cloned() else { return Err(self.expected("a word")) };
        // `-word` and `+word` are short for NOT and AND.
        if let Some(rest) = word.text.strip_prefix(['-', '+']).filter(|_| !word.quoted && context.is_none())
            && !rest.is_empty()
        {
            let not = word.text.starts_with('-');
            self.tokens[self.at].sign = Sign::Word(Word { text: rest.to_owned(), ..word });
            let node = self.term(None)?;
            return Ok(if not { Node::Not(Box::new(node)) } else { node });
        }
        self.at += 1;
        match (context, self.peek().cloned()) {
            (
                None,
                Some(sign @ (Sign::Has | Sign::Is | Sign::Less | Sign::AtMost | Sign::More | Sign::AtLeast)),
            ) if !word.open => {
                self.at += 1;
                self.value(&Field::named(&word.text), &sign)
            }
            (None, _) => self.test(&Field::AllTexts, &Sign::Has, word),
            (Some((field, sign)), _) => self.test(field, sign, word),
        }
    }

    fn group(&mut self, context: Context<'_>) -> Result<Node, Refusal> {
        let node = self.any(context)?;
        if self.take(&Sign::Close) { Ok(node) } else { Err(self.expected("a closing parenthesis")) }
    }

    /// What stands behind a field and its sign.
    fn value(&mut self, field: &Field, sign: &Sign) -> Result<Node, Refusal> {
        let equal = matches!(sign, Sign::Has | Sign::Is);
        match self.peek().cloned() {
            Some(Sign::Word(word)) => {
                self.at += 1;
                self.test(field, sign, word)
            }
            Some(Sign::Open) if equal => {
                self.at += 1;
                self.group(Some((field, sign)))
            }
            Some(Sign::From { inclusive }) if equal => {
                self.at += 1;
                self.range(field, inclusive)
            }
            _ => Err(self.expected("a value")),
        }
    }

    fn test(&self, field: &Field, sign: &Sign, word: Word) -> Result<Node, Refusal> {
        let equal = matches!(sign, Sign::Has | Sign::Is);
        if *field == Field::Unknown {
            return Ok(Node::Any(Vec::new()));
        }
        if word.open && word.text.is_empty() && equal {
            return Ok(Node::Present(field.clone()));
        }
        if let Nature::Text(_) = field.nature() {
            if !equal {
                return Err(self.here("a comparison of a text"));
            }
            let pattern = Pattern::new(word.text, word.open);
            return Ok(Node::Text { field: field.clone(), pattern, exact: *sign == Sign::Is });
        }
        let Literal { low, high } = self.literal(field, &word)?;
        let (low, high) = match sign {
            Sign::Less => (Bound::Open, Bound::Excluded(low)),
            Sign::AtMost => (Bound::Open, Bound::Included(high)),
            Sign::More => (Bound::Excluded(high), Bound::Open),
            Sign::AtLeast => (Bound::Included(low), Bound::Open),
            _ => (Bound::Included(low), Bound::Included(high)),
        };
        Ok(Node::Number { field: field.clone(), low, high })
    }

    /// `[a TO b]`, `{a TO b}` or one of each; `*` leaves an end open.
    fn range(&mut self, field: &Field, inclusive: bool) -> Result<Node, Refusal> {
        let low = self.range_end(field)?.map_or(Bound::Open, |literal| {
            if inclusive { Bound::Included(literal.low) } else { Bound::Excluded(literal.high) }
        });
        match self.peek() {
            Some(Sign::Word(word)) if word.text == "TO" && !word.quoted => self.at += 1,
            _ => return Err(self.expected("TO")),
        }
        let literal = self.range_end(field)?;
        let Some(Sign::Until { inclusive }) = self.peek().cloned() else {
            return Err(self.expected("the end of the range"));
        };
        self.at += 1;
        let high = literal.map_or(Bound::Open, |literal| {
            if inclusive { Bound::Included(literal.high) } else { Bound::Excluded(literal.low) }
        });
        Ok(match (field, low, high) {
            (Field::Unknown, ..) => Node::Any(Vec::new()),
            _ => Node::Number { field: field.clone(), low, high },
        })
    }

    fn range_end(&mut self, field: &Field) -> Result<Option<Literal>, Refusal> {
        let Some(Sign::Word(word)) = self.peek().cloned() else { return Err(self.expected("a value")) };
        self.at += 1;
        if (word.open && word.text.is_empty()) || *field == Field::Unknown {
            return Ok(None);
        }
        self.literal(field, &word).map(Some)
    }

    fn literal(&self, field: &Field, word: &Word) -> Result<Literal, Refusal> {
        let Nature::Number(measure) = field.nature() else { return Err(self.here("a comparison of a text")) };
        let literal = if word.open { None } else { read(measure, &word.text, self.now) };
        literal.ok_or_else(|| self.here(&format!("\"{}\" is no value for this field", word.text)))
    }

    /// About the token that was just read.
    fn here(&self, what: &str) -> Refusal {
        let at = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(self.end, |token| token.at);
        refuse(at, what)
    }
}

fn only(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        last => join(parts.into_iter().chain(last).collect()),
    }
}

fn unexpected(sign: &Sign) -> String {
    match sign {
        Sign::Word(word) => format!("\"{}\"", word.text),
        Sign::And => "AND".to_owned(),
        Sign::Or => "OR".to_owned(),
        Sign::Not => "NOT".to_owned(),
        Sign::Open => "(".to_owned(),
        Sign::Close => ")".to_owned(),
        Sign::Has => ":".to_owned(),
        Sign::Is => "=".to_owned(),
        Sign::Less | Sign::AtMost | Sign::More | Sign::AtLeast => "a comparison".to_owned(),
        Sign::From { .. } | Sign::Until { .. } => "a range".to_owned(),
    }
}
