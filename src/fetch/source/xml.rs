//! Tags and texts of something that wants to be XML.
//!
//! In: text. Out: [`Event`]s. Nothing is an error: a bare `&` is a bare `&`, an unknown entity stays as it is
//! written, a `<` that opens nothing is text, a missing end is the end. Strict readers lose a whole feed over
//! one such trifle; about a quarter of the feeds that fail do so.

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// `<name attributes>`; the name without its prefix.
    Start { name: &'a str, attributes: &'a str },
    /// `</name>`.
    End { name: &'a str },
    /// Text, its entities unresolved.
    Text(&'a str),
    /// `<![CDATA[…]]>`, which has no entities.
    Raw(&'a str),
}

/// Cuts a text into events.
pub(super) struct Events<'a> {
    rest: &'a str,
    /// `<a/>` is a start and an end.
    pending_end: Option<&'a str>,
}

impl<'a> Events<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text, pending_end: None }
    }

    fn skip_to(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(name) = self.pending_end.take() {
            return Some(Event::End { name });
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(tag) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Event::Text(text));
            };
            if tag.starts_with("!--") {
                self.skip_to("-->");
            } else if let Some(raw) = tag.strip_prefix("![CDATA[") {
                let (raw, rest) = raw.split_once("]]>").unwrap_or((raw, ""));
                self.rest = rest;
                return Some(Event::Raw(raw));
            } else if tag.starts_with(['?', '!']) {
                self.skip_to(">");
            } else if !tag.starts_with(|c: char| c.is_alphabetic() || c == '/') {
                self.rest = tag;
                return Some(Event::Text("<"));
            } else {
                let (inside, rest) = tag.split_once('>').unwrap_or((tag, ""));
                self.rest = rest;
                if let Some(name) = inside.strip_prefix('/') {
                    return Some(Event::End { name: local(name.trim()) });
                }
                let (open, closed) = inside.strip_suffix('/').map_or((inside, false), |o| (o, true));
                let (name, attributes) = open.split_once(char::is_whitespace).unwrap_or((open, ""));
                let name = local(name);
                self.pending_end = closed.then_some(name);
                return Some(Event::Start { name, attributes });
            }
        }
    }
}

/// The value of an attribute, unresolved.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some((before, after)) = rest.split_once('=') {
        let found = before.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

/// Resolves the entities of XML, and numbers. What is none of them stays.
pub(super) fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest[1..].find(';').filter(|&end| end <= 10).and_then(|end| {
            let name = &rest[1..=end];
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((c, end + 2))
        });
        let (c, taken) = found.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
