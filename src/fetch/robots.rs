//! robots.txt, as RFC 9309 has it.
//!
//! In: the answer to `/robots.txt`. Out: [`Rules`]: may this path be asked for, and how long to pause.
//! 4xx means that everything is allowed, 5xx or no answer that nothing is for now; only the first 500 KiB count.

use std::time::Duration;

use robotxt::{AccessResult, Robots};
use serde::{Deserialize, Serialize};
use url::Url;

/// RFC 9309, 2.5: at least this much must be read; more need not.
const MAX_BYTES: usize = 500 << 10;
/// The name that groups are matched against.
const AGENT: &str = "solieu";

/// What is kept of an answer, for the next run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Verdict {
    /// A file with rules.
    File(String),
    /// 4xx, or redirects without end.
    NoFile,
    /// 5xx or nothing: ask again later. With the reason.
    Unreachable(String),
}

/// Rules, ready to be asked.
#[derive(Debug)]
pub(crate) struct Rules(Robots);

impl Verdict {
    /// What a status and a decoded body mean.
    pub(crate) fn of(status: u16, body: &[u8]) -> Self {
        match status {
            200..=299 => {
                let body = &body[..body.len().min(MAX_BYTES)];
                let text = String::from_utf8_lossy(body);
                // A page instead of a file ("we have moved") holds no rules, and its size is nobody's business.
                if text.trim_start().starts_with('<') { Self::NoFile } else { Self::File(text.into_owned()) }
            }
            300..=499 if status != 429 => Self::NoFile,
            _ => Self::Unreachable(format!("robots.txt answered {status}")),
        }
    }

    pub(crate) fn rules(&self) -> Option<Rules> {
        let access = match self {
            Self::File(text) => AccessResult::Successful(text.as_bytes()),
            Self::NoFile => AccessResult::Unavailable,
            Self::Unreachable(_) => return None,
        };
        Some(Rules(Robots::from_access(access, AGENT)))
    }
}

impl Rules {
    pub(crate) fn allows(&self, url: &Url) -> bool {
        self.0.is_url_allowed(url)
    }

    pub(crate) fn delay(&self) -> Option<Duration> {
        self.0.crawl_delay()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_the_standard() {
        let allows = |file: &str, path: &str| {
            let rules = Verdict::of(200, file.as_bytes()).rules().unwrap();
            rules.allows(&Url::parse(&format!("http://tin.example{path}")).unwrap())
        };
        for (file, path, allowed) in [
            ("User-agent: *\nDisallow: /a", "/a/b", false),
            ("User-agent: *\nDisallow: /a", "/b", true),
            ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true),
            ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", false),
            ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", true),
            ("User-agent: *\nDisallow: /\n\nUser-agent: solieu\nDisallow: /c", "/a", true),
            ("User-agent: SoLieu\nDisallow: /", "/a", false),
            ("\u{feff}User-agent: *\r\nDisallow: /a\r\n", "/a", false),
            ("User-agent: *\nDisallow: /tỷ", "/t%E1%BB%B7-gia", false),
            ("User-agent: *\nDisallow: /t%e1%bb%b7", "/tỷ", false),
            ("User-agent: *\nDisallow:", "/a", true),
            (" ", "/a", true),
            ("<!doctype html>\nDisallow: /", "/a", true),
        ] {
            assert_eq!(allows(file, path), allowed, "{file:?} {path}");
        }
        let delay = Verdict::of(200, b"User-agent: *\nCrawl-delay: 7").rules().unwrap().delay();
        assert_eq!(delay, Some(Duration::from_secs(7)));
    }

    #[test]
    fn an_answer_that_is_no_file_has_the_meaning_of_the_standard() {
        assert_eq!(Verdict::of(404, b""), Verdict::NoFile);
        assert_eq!(Verdict::of(403, b""), Verdict::NoFile);
        assert!(Verdict::of(503, b"").rules().is_none());
        assert!(Verdict::of(429, b"").rules().is_none());
        let huge = format!("User-agent: *\n{}Disallow: /late", "#\n".repeat(300_000));
        let rules = Verdict::of(200, huge.as_bytes()).rules().unwrap();
        assert!(rules.allows(&Url::parse("http://tin.example/late").unwrap()));
    }
}
