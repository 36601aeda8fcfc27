//! What a run knows of one address.
//!
//! In: an address from a list, a page, a sitemap or a redirect. Out: an [`Entry`], from "to be asked for" to its
//! [`Outcome`]. The state keeps one per page (see [`super::canonical`]).

use serde::{Deserialize, Serialize};

use super::Status;
use crate::archive::{Response, digest};

/// Who named the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// The person, by name or through a list: it has a row.
    Given,
    /// A page or a sitemap that was read for its links: it has a row too.
    Link,
    /// Another address that leads here: the row is that one's.
    Redirect,
}

/// What the address is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Role {
    /// Its text.
    Page,
    /// Its text, or, if it turns out to be a sitemap or a feed, the addresses in it.
    PageOrSource,
    /// The addresses in it.
    Source,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// What to ask for.
    #[serde(rename = "u")]
    pub(crate) url: String,
    /// As the person wrote it.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub(crate) given: Option<String>,
    #[serde(rename = "o")]
    pub(crate) origin: Origin,
    #[serde(rename = "r")]
    pub(crate) role: Role,
    #[serde(rename = "h")]
    pub(crate) host: u32,
    /// Links from a front page.
    #[serde(rename = "d", default, skip_serializing_if = "is_zero")]
    pub(crate) depth: u16,
    /// The rules for its links, if it is part of a site.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<u32>,
    /// Requests that failed so far.
    #[serde(rename = "t", default, skip_serializing_if = "is_zero")]
    pub(crate) attempts: u16,
    /// Redirects that led here.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    pub(crate) hops: u16,
    /// A cookie that came with a redirect to itself.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(crate) cookie: Option<String>,
    /// Absent while it waits to be asked for.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<Outcome>,
    /// What the archive holds of it from an earlier run.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Capture>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    #[serde(rename = "s")]
    pub(crate) status: Status,
    #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
    pub(crate) detail: String,
    /// Where a redirect leads.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<u64>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(crate) capture: Option<Capture>,
}

/// Where the archive holds a page, and what the server said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// File in the archive.
    #[serde(rename = "f")]
    pub file: String,
    /// First byte of the `response` record.
    #[serde(rename = "o")]
    pub offset: u64,
    /// Bytes of the record.
    #[serde(rename = "l")]
    pub length: u64,
    /// When it was received (`2026-11-21T03:15:00Z`).
    #[serde(rename = "d")]
    pub date: String,
    /// Digest of the payload, `sha1:…`.
    #[serde(rename = "p")]
    pub payload: String,
    /// `ETag`.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u16) -> bool {
    *n == 0
}

impl Entry {
    /// An address that nobody has asked for yet.
    pub(crate) fn new(url: String, host: u32, origin: Origin, role: Role) -> Self {
        Self {
            url,
            given: None,
            origin,
            role,
            host,
            depth: 0,
            site: None,
            attempts: 0,
            hops: 0,
            cookie: None,
            outcome: None,
            before: None,
        }
    }

    pub(crate) fn status(&self) -> Status {
        self.outcome.as_ref().map_or(Status::Queued, |o| o.status)
    }

    /// Whether the archive holds the very body of an answer from an earlier run.
    pub(crate) fn has_before(&self, response: &Response) -> bool {
        self.before.as_ref().is_some_and(|b| b.payload == digest::sha1(&response.body))
    }

    /// Where it stands in its host's queue: fresh ones first, then by depth, then by age.
    pub(crate) fn place(&self, id: u64) -> (u32, u16, u16, u64) {
        (self.host, self.attempts, self.depth, id)
    }
}
