//! Sitemaps (index, plain, gzip, news, text) and feeds (RSS 0.9 to 2.0, RDF, Atom).
//!
//! In: the bytes of an answer or a file. Out: nothing if it is a page like any other, else a [`Listing`]: the
//! addresses, and how many were left out for which reason.

use std::fmt::Write as _;

use encoding_rs::{Encoding, UTF_8};
use jiff::civil::Date;
use url::Url;

use super::{
    Found, date,
    xml::{Event, Events, attribute, resolve},
};
use crate::fetch::{canonical::Address, entry::Role};

/// The addresses of a sitemap or a feed.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    kind: &'static str,
    pub(crate) found: Vec<Found>,
    too_old: usize,
    undated: usize,
    unreadable: usize,
}

impl Listing {
    /// What was found and what was left out, for a person.
    pub(crate) fn summary(&self) -> String {
        let mut text = format!("{}: {} addresses", self.kind, self.found.len());
        for (n, what) in [
            (self.too_old, "left out as too old"),
            (self.undated, "kept without a readable date"),
            (self.unreadable, "unreadable"),
        ] {
            if n > 0 {
                let _ = write!(text, ", {n} {what}");
            }
        }
        text
    }
}

/// An unpacked sitemap is at most this long by its standard.
const MAX_BYTES: u64 = 50 << 20;

/// Reads a sitemap or a feed; `None` if it is neither.
pub(crate) fn read_listing(base: &Url, bytes: &[u8], since: Option<Date>) -> Option<Listing> {
    let unpacked;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        unpacked = crate::archive::decode("gzip", bytes, MAX_BYTES).ok()?;
        &unpacked
    } else {
        bytes
    };
    let head = bytes.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf))?;
    if bytes[head] != b'<' && !bytes.starts_with(&[0xff, 0xfe]) && !bytes.starts_with(&[0xfe, 0xff]) {
        return text_sitemap(base, bytes);
    }
    let text = decode(bytes);
    let root = Events::of(&text).find_map(|e| match e {
        Event::Start { name, .. } => Some(name),
        _ => None,
    })?;
    let kind = match root {
        "urlset" => "sitemap",
        "sitemapindex" => "sitemap index",
        "rss" | "RDF" => "feed",
        "feed" => "Atom feed",
        _ => return None,
    };
    let mut listing = Listing { kind, ..Listing::default() };
    let mut item: Option<Item> = None;
    let mut field = String::new();
    for event in Events::of(&text) {
        match event {
            Event::Start { name: "url" | "sitemap" | "item" | "entry", .. } if item.is_none() => {
                item = Some(Item::default());
            }
            Event::Start { name, attributes } => {
                field.clear();
                if let (Some(item), "link") = (&mut item, name) {
                    item.atom_link(attributes);
                }
            }
            Event::Text(text) => field.push_str(&resolve(text)),
            Event::Raw(text) => field.push_str(text),
            Event::End { name: "url" | "sitemap" | "item" | "entry" } => {
                if let Some(item) = item.take() {
                    listing.take(base, item, since);
                }
                field.clear();
            }
            Event::End { name } => {
                if let Some(item) = &mut item {
                    item.field(name, field.trim());
                }
                field.clear();
            }
        }
    }
    // A cut file has no end tag for its last entry.
    if let Some(item) = item {
        listing.take(base, item, since);
    }
    Some(listing)
}

/// What an entry says, field by field; the best link wins.
#[derive(Default)]
struct Item {
    link: Option<String>,
    guid: Option<String>,
    date: Option<String>,
}

impl Item {
    fn atom_link(&mut self, attributes: &str) {
        let rel = attribute(attributes, "rel").unwrap_or("alternate");
        if let (Some(href), "alternate") = (attribute(attributes, "href"), rel) {
            self.link.get_or_insert_with(|| resolve(href));
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let slot = match name {
            "loc" | "link" => &mut self.link,
            "guid" => &mut self.guid,
            "lastmod" | "publication_date" | "pubDate" | "date" | "published" | "updated" => &mut self.date,
            _ => return,
        };
        slot.get_or_insert_with(|| value.to_owned());
    }
}

impl Listing {
    fn take(&mut self, base: &Url, item: Item, since: Option<Date>) {
        let guid = item.guid.filter(|g| g.starts_with("http"));
        let Some(link) = item.link.or(guid) else {
            self.unreadable += 1;
            return;
        };
        let Ok(address) = Address::join(base, &link) else {
            self.unreadable += 1;
            return;
        };
        let index = self.kind == "sitemap index";
        if let Some(since) = since {
            match item.date.as_deref().and_then(date::day) {
                Some(day) if day < since => {
                    self.too_old += 1;
                    return;
                }
                Some(_) => {}
                None if index => {}
                None => self.undated += 1,
            }
        }
        let role = if index { Role::Source } else { Role::Page };
        self.found.push(Found { address, role, depth: 0, site: None });
    }
}

/// One address per line, and nothing else.
fn text_sitemap(base: &Url, bytes: &[u8]) -> Option<Listing> {
    let path = base.path().to_ascii_lowercase();
    if !path.contains("sitemap") || bytes.iter().take(1024).any(|&b| b == 0) {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let mut listing = Listing { kind: "sitemap", ..Listing::default() };
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match Address::parse(line) {
            Ok(address) => listing.found.push(Found { address, role: Role::Page, depth: 0, site: None }),
            Err(_) => listing.unreadable += 1,
        }
    }
    (!listing.found.is_empty()).then_some(listing)
}

/// By mark, else by what the XML declaration says if it can be read, else as UTF-8.
fn decode(bytes: &[u8]) -> String {
    let declared = {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
        let declaration = head.split_once("?>").map_or("", |(d, _)| d);
        attribute(declaration, "encoding").and_then(|label| Encoding::for_label(label.as_bytes()))
    };
    // Many a file says windows-1252 and is UTF-8.
    let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { declared.unwrap_or(UTF_8) };
    encoding.decode(bytes).0.into_owned()
}
