//! One exchange as the records of its group: request, response (or revisit), metadata.
//!
//! In: both sides of the wire and who asked. Out: the [`Draft`]s, `metadata` last: with it the group is whole.

use super::{client::Exchange, entry::Capture};
use crate::archive::{Draft, digest};

/// What the group is about.
pub(crate) struct Subject<'a> {
    pub(crate) url: &'a str,
    pub(crate) date: &'a str,
    /// Makes the record ids of a run different.
    pub(crate) salt: u64,
    /// What the archive holds already of the same payload: only a revisit is written.
    pub(crate) unchanged: Option<&'a Capture>,
    /// Lines of the metadata record.
    pub(crate) notes: Vec<(&'static str, String)>,
}

/// Name of the note that marks a robots.txt, with the authority that it is for.
pub(crate) const ROBOTS_FOR: &str = "robots-for";

/// The records, in order. The second one is the capture.
pub(crate) fn group(exchange: &Exchange, subject: &Subject<'_>) -> Vec<Draft> {
    let Subject { url, date, salt, unchanged, notes } = subject;
    let response = &exchange.response;
    let payload = digest::sha1(&response.body);
    let mut block = stored_head(&exchange.head);
    let capture = if let Some(before) = unchanged {
        let profile = if response.status == 304 { "server-not-modified" } else { "identical-payload-digest" };
        Draft::new("revisit", date, *salt, block)
            .with("WARC-Profile", format!("http://netpreserve.org/warc/1.1/revisit/{profile}"))
            .with("WARC-Refers-To-Target-URI", *url)
            .with("WARC-Refers-To-Date", &before.date)
            .with("WARC-Payload-Digest", &before.payload)
    } else {
        block.extend_from_slice(&response.body);
        Draft::new("response", date, *salt, block).with("WARC-Payload-Digest", &payload)
    };
    let mut capture =
        capture.with("WARC-Target-URI", *url).with("Content-Type", "application/http; msgtype=response");
    if let Some(peer) = exchange.peer {
        capture = capture.with("WARC-IP-Address", peer.to_string());
    }
    if let Some(why) = exchange.truncated {
        capture = capture.with("WARC-Truncated", why);
    }
    let request = Draft::new("request", date, *salt, exchange.request.clone())
        .with("WARC-Target-URI", *url)
        .with("WARC-Concurrent-To", capture.id())
        .with("Content-Type", "application/http; msgtype=request");
    let notes: Vec<String> =
        notes.iter().map(|(n, v)| format!("{n}: {}\r\n", v.replace(['\r', '\n'], " "))).collect();
    let metadata = Draft::new("metadata", date, *salt, notes.concat().into_bytes())
        .with("WARC-Target-URI", *url)
        .with("WARC-Concurrent-To", capture.id())
        .with("Content-Type", "application/warc-fields");
    vec![request, capture, metadata]
}

/// The head as it came, but for one name: the chunks are taken off the body, so the field that announces them
/// may not stand (readers would look for chunks), and no field may be lost.
fn stored_head(head: &[u8]) -> Vec<u8> {
    const FIELD: &[u8] = b"transfer-encoding:";
    let mut out = Vec::with_capacity(head.len() + 16);
    for line in head.split_inclusive(|&b| b == b'\n') {
        if line.len() >= FIELD.len() && line[..FIELD.len()].eq_ignore_ascii_case(FIELD) {
            out.extend_from_slice(b"X-Archive-Orig-");
        }
        out.extend_from_slice(line);
    }
    out
}

/// A note from the block of a metadata record.
pub(crate) fn note(block: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(block);
    text.lines().find_map(|l| l.split_once(": ").filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned()))
}
