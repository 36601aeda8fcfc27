//! What became of an address, with its cause and its cure.
//!
//! In: what happened. Out: a stable word for `documents.jsonl`, a sentence on the cause, a sentence on what a
//! person can do. Every address that a run knows ends in exactly one [`Status`].
//!
//! Worked example: a server that leaves out its intermediate certificate is `tls_incomplete_chain`, "the server
//! does not send the certificate of the authority that signed its own", "save that authority's certificate and
//! name it as `certificate` under `[host.\"…\"]` in solieu.toml".

use std::borrow::Cow;

/// What became of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Not asked for yet.
    Queued,
    /// The page is in the archive.
    Ok,
    /// A sitemap, feed or list: read for its addresses, no page itself.
    Source,
    /// Leads to another address, which has its own row or lends its page to this one.
    Redirected,
    /// The same page as another row's.
    Duplicate,
    /// "Not found", said with status 200.
    SoftNotFound,
    /// Nothing in it.
    Empty,
    /// No text page.
    NotHtml,
    /// The input is no address that can be fetched.
    BadUrl,
    /// The input holds a user name or a password.
    Credentials,
    /// The address leads into a private network.
    PrivateAddress,
    /// The name has no address.
    Dns,
    /// Nobody answers there.
    Connect,
    /// The server leaves out an intermediate certificate.
    TlsIncompleteChain,
    /// The certificate is out of date.
    TlsExpired,
    /// The certificate is for another name.
    TlsWrongName,
    /// The certificate is signed by nobody we trust.
    TlsUntrusted,
    /// Another failure of TLS.
    Tls,
    /// The server was too slow.
    Timeout,
    /// The connection broke in the middle of the page.
    Cut,
    /// What came is no HTTP.
    Protocol,
    /// robots.txt says no.
    Robots,
    /// robots.txt could not be read, so nobody knows.
    RobotsUnreachable,
    /// 404.
    NotFound,
    /// 410.
    Gone,
    /// Another status code.
    Http(u16),
    /// The address leads back to itself.
    RedirectLoop,
    /// A redirect to something that is no web address.
    BadRedirect,
    /// Larger than the limits allow, on the wire or unpacked.
    TooLarge,
    /// The body is not in the coding it claims.
    BadEncoding,
    /// The whole host failed too often and was left alone.
    HostSetAside,
    /// Removed by `solieu forget`.
    Forgotten,
}

/// The statuses with a fixed word; [`Status::Http`] is spelt with its number.
const FIXED: [(Status, &str); 31] = [
    (Status::Queued, "queued"),
    (Status::Ok, "ok"),
    (Status::Source, "source"),
    (Status::Redirected, "redirected"),
    (Status::Duplicate, "duplicate_of"),
    (Status::SoftNotFound, "soft_404"),
    (Status::Empty, "empty"),
    (Status::NotHtml, "not_html"),
    (Status::BadUrl, "bad_url"),
    (Status::Credentials, "credentials_in_url"),
    (Status::PrivateAddress, "private_address"),
    (Status::Dns, "dns"),
    (Status::Connect, "connect"),
    (Status::TlsIncompleteChain, "tls_incomplete_chain"),
    (Status::TlsExpired, "tls_expired"),
    (Status::TlsWrongName, "tls_wrong_name"),
    (Status::TlsUntrusted, "tls_untrusted"),
    (Status::Tls, "tls"),
    (Status::Timeout, "timeout"),
    (Status::Cut, "cut"),
    (Status::Protocol, "protocol"),
    (Status::Robots, "robots"),
    (Status::RobotsUnreachable, "robots_unreachable"),
    (Status::NotFound, "not_found"),
    (Status::Gone, "gone"),
    (Status::RedirectLoop, "redirect_loop"),
    (Status::BadRedirect, "bad_redirect"),
    (Status::TooLarge, "too_large"),
    (Status::BadEncoding, "bad_encoding"),
    (Status::HostSetAside, "host_set_aside"),
    (Status::Forgotten, "forgotten"),
];

impl Status {
    /// The status of a response code that is no success.
    pub fn of_code(code: u16) -> Self {
        match code {
            404 => Self::NotFound,
            410 => Self::Gone,
            other => Self::Http(other),
        }
    }

    /// The word in `documents.jsonl` and on the command line.
    pub fn code(self) -> Cow<'static, str> {
        if let Self::Http(code) = self {
            return Cow::Owned(format!("http_{code}"));
        }
        let (_, word) = FIXED.iter().find(|(s, _)| *s == self).expect("every fixed status is in the table");
        Cow::Borrowed(word)
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(code) = word.strip_prefix("http_") {
            return code.parse().ok().filter(|c| (100..1000).contains(c)).map(Self::Http);
        }
        FIXED.iter().find(|(_, w)| *w == word).map(|(s, _)| *s)
    }

    /// Whether there is a page to read.
    pub fn has_page(self) -> bool {
        matches!(self, Self::Ok | Self::SoftNotFound)
    }

    /// Whether the address was tried and gave nothing: what a summary counts as failed.
    pub fn is_failure(self) -> bool {
        !matches!(
            self,
            Self::Queued | Self::Ok | Self::Source | Self::Redirected | Self::Duplicate | Self::Forgotten
        )
    }

    /// Whether trying again, later, may help without anything else being changed.
    pub fn is_transient(self) -> bool {
        match self {
            Self::Http(code) => code == 408 || code == 425 || code == 429 || code >= 500,
            other => matches!(
                other,
                Self::Dns
                    | Self::Connect
                    | Self::Timeout
                    | Self::Cut
                    | Self::Tls
                    | Self::Protocol
                    | Self::RobotsUnreachable
                    | Self::HostSetAside
            ),
        }
    }

    /// Why, in one sentence.
    pub fn cause(self) -> &'static str {
        match self {
            Self::Queued => "not asked for yet",
            Self::Ok => "the page is in the archive",
            Self::Source => "read for the addresses in it",
            Self::Redirected => "leads to another address",
            Self::Duplicate => "the same page as another row's",
            Self::SoftNotFound => "the page says that there is nothing here, with status 200",
            Self::Empty => "the server sent nothing",
            Self::NotHtml => "neither HTML nor plain text",
            Self::BadUrl => "no address that can be fetched",
            Self::Credentials => "the address holds a user name or a password",
            Self::PrivateAddress => "the address leads into a private or reserved network",
            Self::Dns => "the name has no address",
            Self::Connect => "nobody answers at that address",
            Self::TlsIncompleteChain => {
                "the server does not send the certificate of the authority that signed its own"
            }
            Self::TlsExpired => "the certificate is out of date (or this machine's clock is wrong)",
            Self::TlsWrongName => "the certificate is for another name",
            Self::TlsUntrusted => "the certificate is signed by an authority that is not trusted",
            Self::Tls => "the encrypted connection failed",
            Self::Timeout => "the server did not answer in time",
            Self::Cut => "the connection broke before the page was whole",
            Self::Protocol => "what the server sent is not HTTP",
            Self::Robots => "robots.txt asks not to fetch this",
            Self::RobotsUnreachable => "robots.txt could not be read, so nothing may be fetched for now",
            Self::NotFound => "there is no such page (404)",
            Self::Gone => "the page was removed for good (410)",
            Self::Http(401 | 407) => "the server wants a login",
            Self::Http(403) => "the server refuses (403)",
            Self::Http(429) => "the server says: too many requests",
            Self::Http(451) => "not available for legal reasons (451)",
            Self::Http(code) if code >= 500 => "the server has a fault of its own",
            Self::Http(_) => "the server answered with an unusual status",
            Self::RedirectLoop => "the address leads back to itself",
            Self::BadRedirect => "redirected to something that is no web address",
            Self::TooLarge => "larger than the limits allow",
            Self::BadEncoding => "the body is not in the coding that it claims",
            Self::HostSetAside => "the host failed too often and was left alone",
            Self::Forgotten => "removed on request",
        }
    }

    /// What a person can do about it, in one sentence; empty if nothing needs to be done.
    pub fn cure(self) -> &'static str {
        match self {
            Self::Ok | Self::Source | Self::Redirected | Self::Duplicate | Self::Forgotten => "",
            Self::Queued => "run the same command again, it goes on where it stopped",
            Self::SoftNotFound | Self::NotFound | Self::Gone => "look for a copy in a public web archive",
            Self::Empty | Self::Cut | Self::Timeout | Self::Protocol | Self::Connect | Self::Tls => {
                "try again later with `solieu retry DIR`; if it stays so, open it in a browser"
            }
            Self::NotHtml => "save it and convert it to text or HTML, then give the file as a source",
            Self::BadUrl => "correct the address in the list",
            Self::Credentials => "take the user name and password out of the address",
            Self::PrivateAddress => {
                "if it is a server of yours: `solieu retry DIR --status private_address --allow-private`"
            }
            Self::Dns => "check the spelling; if the site has moved, give its new address",
            Self::TlsIncompleteChain => {
                "save the missing certificate beside solieu.toml, write `certificate = \"FILE\"` there under `[host.\"NAME\"]`, then \
                 `solieu retry DIR --status tls_incomplete_chain`"
            }
            Self::TlsExpired | Self::TlsWrongName => "tell the site's owner; try http:// or the right name",
            Self::TlsUntrusted => {
                "if you trust that authority, write `certificate = \"FILE\"` in solieu.toml under `[host.\"NAME\"]`, then `solieu retry \
                 DIR --status tls_untrusted`"
            }
            Self::Robots => "respect it, or ask the publisher for the pages",
            Self::RobotsUnreachable | Self::HostSetAside => "try again later with `solieu retry DIR`",
            Self::Http(429) => "raise `delay` for that host in solieu.toml, then `solieu retry DIR`",
            Self::Http(401 | 403 | 407 | 451) => "ask the publisher; solieu never pretends to be a browser",
            Self::Http(code) if code >= 500 => "try again later with `solieu retry DIR`",
            Self::Http(_) => "open it in a browser",
            Self::RedirectLoop => {
                "the site may want a cookie or a login; open it in a browser and save the page"
            }
            Self::BadRedirect => "open it in a browser and give the address where it ends",
            Self::TooLarge => {
                "raise `max_wire` or `max_decoded` in solieu.toml, then `solieu retry DIR --status too_large`"
            }
            Self::BadEncoding => "open it in a browser, save the page and give the file as a source",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code())
    }
}

impl serde::Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Status {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("no status is named `{word}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_for_its_status_and_every_failure_has_a_cure() {
        for status in FIXED.iter().map(|(s, _)| *s).chain([403, 429, 503].map(Status::Http)) {
            assert_eq!(Status::parse(&status.code()), Some(status));
            assert!(!status.cause().is_empty());
            assert_eq!(
                status.cure().is_empty(),
                !status.is_failure() && status != Status::Queued,
                "{status}"
            );
        }
        assert_eq!(Status::parse("http_"), None);
    }
}
