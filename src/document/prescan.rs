//! What is done to markup before it is parsed: floods of attributes are dropped, and what no one reads is cut out.
//!
//! In: a page's text. Out: the same text without the attributes of tags that have too many, without the contents of
//! scripts, styles, comments and drawings (half of a page of today), and with letters that were escaped twice.
//! Every element stays, so paths into the page stay, too.
//!
//! Worked example: `<script>a()</script><p>B&amp;aacute;o</p>` is parsed as `<script></script><p>B&aacute;o</p>`.

use std::borrow::Cow;

/// Most attributes that a tag keeps its attributes with.
const MOST_ATTRIBUTES: usize = 128;
/// Elements whose contents are text up to their own end tag.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];
/// Elements of drawings. Any other tag inside ends the drawing, which is for the parser to decide.
const DRAWN: [&str; 28] = [
    "path",
    "g",
    "rect",
    "circle",
    "use",
    "defs",
    "polygon",
    "line",
    "polyline",
    "ellipse",
    "title",
    "desc",
    "symbol",
    "clippath",
    "mask",
    "lineargradient",
    "radialgradient",
    "stop",
    "text",
    "tspan",
    "image",
    "filter",
    "pattern",
    "fegaussianblur",
    "feoffset",
    "feblend",
    "fecolormatrix",
    "feflood",
];
/// Entities of letters and marks that editors escape twice.
const NAMED: [&str; 44] = [
    "aacute", "agrave", "acirc", "atilde", "eacute", "egrave", "ecirc", "iacute", "igrave", "oacute",
    "ograve", "ocirc", "otilde", "uacute", "ugrave", "yacute", "eth", "Aacute", "Agrave", "Acirc", "Atilde",
    "Eacute", "Egrave", "Ecirc", "Iacute", "Igrave", "Oacute", "Ograve", "Ocirc", "Otilde", "Uacute",
    "Ugrave", "Yacute", "ETH", "nbsp", "hellip", "ndash", "mdash", "ldquo", "rdquo", "lsquo", "rsquo",
    "bull", "deg",
];

/// Pieces of the markup that are left out or replaced, in order.
#[derive(Default)]
struct Edits {
    list: Vec<(usize, usize, &'static str)>,
    n_floods: usize,
    /// Titles without an end: no end of a later one is there either.
    n_open_titles: usize,
}

impl Edits {
    fn cut(&mut self, start: usize, end: usize) {
        if start < end {
            self.list.push((start, end, ""));
        }
    }

    fn apply(self, markup: &str) -> Cow<'_, str> {
        if self.list.is_empty() {
            return Cow::Borrowed(markup);
        }
        let mut out = String::with_capacity(markup.len());
        let mut kept = 0;
        for (start, end, instead) in self.list {
            out.push_str(&markup[kept..start]);
            out.push_str(instead);
            kept = end;
        }
        out.push_str(&markup[kept..]);
        Cow::Owned(out)
    }
}

/// `markup` as it is given to the parser, and how many tags lost their attributes.
pub(super) fn prepared(markup: &str) -> (Cow<'_, str>, usize) {
    let mut edits = Edits::default();
    let bytes = markup.as_bytes();
    let mut at = 0;
    while let Some(open) = find(markup, at, "<") {
        escaped_twice(markup, at, open, &mut edits);
        let name_end = open + 1 + bytes[open + 1..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if name_end == open + 1 {
            at =
                if bytes[open..].starts_with(b"<!--") { comment(markup, open, &mut edits) } else { open + 1 };
            continue;
        }
        let (close, n_attributes) = tag_end(bytes, name_end);
        let flooded = n_attributes > MOST_ATTRIBUTES;
        if flooded {
            edits.cut(name_end, close);
            edits.n_floods += 1;
        }
        at = close.max(open + 1);
        let name = &markup[open + 1..name_end];
        if let Some(raw) = RAW.into_iter().find(|r| name.eq_ignore_ascii_case(r)) {
            at = raw_text(markup, (name_end, close), raw, &mut edits);
        } else if name.eq_ignore_ascii_case("svg") && !flooded {
            at = drawing(markup, close, &mut edits);
        }
    }
    escaped_twice(markup, at, markup.len(), &mut edits);
    let n_floods = edits.n_floods;
    (edits.apply(markup), n_floods)
}

/// Cuts the inside of the comment at `open`; where to go on.
fn comment(markup: &str, open: usize, edits: &mut Edits) -> usize {
    let inside = open + 4;
    // `<!-->` and `<!--->` are whole comments.
    if markup[inside..].starts_with('>') || markup[inside..].starts_with("->") {
        return inside;
    }
    let Some(end) = find(markup, inside, "-->") else { return markup.len() };
    // `--!>` ends a comment as well: that is for the parser to find.
    if !markup[inside..end].contains("--!>") {
        edits.cut(inside, end);
    }
    end
}

/// Cuts the contents of `<script>` and `<style>`; where to go on: at the end tag.
fn raw_text(markup: &str, (name_end, close): (usize, usize), name: &str, edits: &mut Edits) -> usize {
    let inside = (close + 1).min(markup.len());
    let hopeless = name == "title" && edits.n_open_titles > 0;
    let Some(end) = (!hopeless).then(|| end_of_raw(markup, inside, name)).flatten() else {
        if name == "title"
            && let Some(next) = find(markup, inside, "<")
        {
            // Its own end was forgotten: it ends where the next tag begins, not with the page.
            edits.list.push((next, next, "</title>"));
            edits.n_open_titles += 1;
            return next;
        }
        return markup.len();
    };
    let text = &markup[inside..end];
    let kept = match name {
        // Data of the page; and a script written into a comment ends elsewhere.
        "script" => markup[name_end..close].contains("json") || text.contains("<!--"),
        "style" => false,
        _ => true,
    };
    if !kept {
        edits.cut(inside, end);
    }
    end
}

/// Cuts the shapes of the `<svg>` whose tag ends at `close`; where to go on.
fn drawing(markup: &str, close: usize, edits: &mut Edits) -> usize {
    let inside = (close + 1).min(markup.len());
    if markup[..close].ends_with('/') {
        return inside;
    }
    let mut at = inside;
    // Goes no further than the first tag that is no shape, so that no piece of the page is looked at twice.
    while let Some(open) = find(markup, at, "<") {
        let rest = &markup[open + 1..];
        let ends = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name = &rest[..rest.bytes().take(24).take_while(u8::is_ascii_alphanumeric).count()];
        if ends && name.eq_ignore_ascii_case("svg") {
            edits.cut(inside, open);
            return open;
        }
        if !DRAWN.iter().any(|d| name.eq_ignore_ascii_case(d)) {
            return open;
        }
        at = open + 1;
    }
    markup.len()
}

/// Resolves `&amp;` before what reads as an entity of a letter, in `start..end`, which is text.
fn escaped_twice(markup: &str, start: usize, end: usize, edits: &mut Edits) {
    let Some(text) = markup.get(start..end) else { return };
    let mut at = 0;
    while let Some(amp) = text[at..].find('&').map(|found| at + found) {
        at = amp + 1;
        if !text[at..].starts_with("amp;") {
            continue;
        }
        at += "amp;".len();
        let rest = &text[at..];
        let Some(name) = rest.find(';').filter(|&n| n <= 8).map(|n| &rest[..n]) else { continue };
        let code = match name.strip_prefix('#') {
            Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
            Some(digits) => digits.parse().ok(),
            None => None,
        };
        if code.is_some_and(|c| c >= 0xA0) || NAMED.contains(&name) {
            edits.cut(start + amp + 1, start + at);
        }
    }
}

fn find(text: &str, from: usize, what: &str) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = if what == "<" { rest.find('<') } else { rest.find(what) };
    found.map(|at| from + at)
}

/// Where the text of `<script>` and its like, begun at `from`, ends: at its end tag.
fn end_of_raw(text: &str, mut from: usize, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(open) = find(text, from, "<") {
        if bytes.get(open + 1) != Some(&b'/') {
            from = open + 1;
            continue;
        }
        let after = open + 2 + name.len();
        let named = bytes.get(open + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        if named && bytes.get(after).is_none_or(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace()) {
            return Some(open);
        }
        from = open + 2;
    }
    None
}

/// Where the tag whose name ends at `at` has its `>`, and how many attributes stand before it.
fn tag_end(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut n_attributes = 0;
    let mut quote = 0u8;
    let mut blank = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if quote != 0 {
            quote = if byte == quote { 0 } else { quote };
        } else {
            match byte {
                b'>' => return (at, n_attributes),
                b'"' | b'\'' if bytes[at - 1] == b'=' || blank => quote = byte,
                _ => {}
            }
            let is_blank = byte.is_ascii_whitespace() || byte == b'/';
            n_attributes += usize::from(blank && !is_blank && byte != b'=');
            blank = is_blank;
        }
        at += 1;
    }
    (at, n_attributes)
}

#[cfg(test)]
mod tests {
    use super::prepared;

    #[test]
    fn what_is_cut_and_what_stays() {
        for (markup, expected) in [
            ("<script>a<b </script>x", "<script></script>x"),
            (
                "<script type='application/ld+json'>{}</script>",
                "<script type='application/ld+json'>{}</script>",
            ),
            (
                "<script><!-- w('<script></script>') --></script>x",
                "<script><!-- w('<script></script>') --></script>x",
            ),
            ("<STYLE>p{}</STYLE>x<!-- <p> -->y<!-->z", "<STYLE></STYLE>x<!---->y<!-->z"),
            ("<svg><path d='M0'/></svg>x<svg><p>y</svg>", "<svg></svg>x<svg><p>y</svg>"),
            ("<svg/>a<p>b</p><svg></svg>", "<svg/>a<p>b</p><svg></svg>"),
            ("<title>Tin<body><p>x", "<title>Tin</title><body><p>x"),
            (
                "<p a='&amp;aacute;'>&amp;aacute; &amp;#7883; &amp;lt; R&amp;D",
                "<p a='&amp;aacute;'>&aacute; &#7883; &amp;lt; R&amp;D",
            ),
            (
                "<textarea><p></textarea><p class='a>b' id=x>y",
                "<textarea><p></textarea><p class='a>b' id=x>y",
            ),
            ("<script>open <p", "<script>open <p"),
        ] {
            assert_eq!(prepared(markup).0, expected);
        }
        assert_eq!(prepared(&format!("<script>if (a <b {} ) x</script>", "c ".repeat(999))).1, 0);
    }
}
