//! What a run tells a person at its end, in Vietnamese and English.

use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

use solieu::record::{DocumentRecord, FigureCounts};

/// Statuses of addresses that are no pages, or pages under another address.
const NO_PAGES: [&str; 3] = ["duplicate_of", "source", "forgotten"];
/// Statuses of pages that were read and hold no whole article: that is told, but it is no failure.
const NO_ARTICLES: [&str; 3] = ["not_an_article", "paywall", "needs_javascript"];
/// Problems of one kind that are shown; the rest is counted.
const SHOWN: usize = 5;

/// Counts of a run.
#[derive(Debug, Default)]
pub(super) struct Tally {
    n_documents: usize,
    statuses: BTreeMap<String, usize>,
    figures: FigureCounts,
    rejected: BTreeMap<String, usize>,
    notices: BTreeMap<String, usize>,
    problems: BTreeMap<String, Vec<String>>,
    n_same_bytes: usize,
}

impl Tally {
    /// Counts a document.
    pub(super) fn add(&mut self, row: &DocumentRecord) {
        self.n_documents += 1;
        *self.statuses.entry(row.status.clone()).or_default() += 1;
        self.figures.total += row.figures.total;
        self.figures.observed += row.figures.observed;
        self.figures.estimated += row.figures.estimated;
        self.figures.target += row.figures.target;
        self.figures.forecast += row.figures.forecast;
        self.figures.rule += row.figures.rule;
        for (class, n) in &row.rejected {
            *self.rejected.entry(class.clone()).or_default() += n;
        }
        for notice in &row.notices {
            *self.notices.entry(notice.code.clone()).or_default() += 1;
        }
        self.n_same_bytes += usize::from(row.same_bytes_as.is_some());
        if row.status != "ok" && !NO_PAGES.contains(&row.status.as_str()) {
            let problem = format!("{}: {}", row.document, row.reason.as_deref().unwrap_or_default());
            self.problems.entry(row.status.clone()).or_default().push(problem);
        }
    }

    /// Whether some input was no good.
    pub(super) fn failed(&self) -> bool {
        let fine =
            |status: &str| status == "ok" || NO_PAGES.contains(&status) || NO_ARTICLES.contains(&status);
        self.statuses.keys().any(|status| !fine(status))
    }

    /// The summary, of which `written` are the files.
    pub(super) fn summary(&self, written: &[PathBuf]) -> String {
        let figures = &self.figures;
        let statuses = [
            ("observed", figures.observed),
            ("estimated", figures.estimated),
            ("target", figures.target),
            ("forecast", figures.forecast),
            ("rule", figures.rule),
        ];
        let mut out = String::new();
        line(
            &mut out,
            "văn bản / documents",
            self.n_documents,
            self.statuses.iter().map(|(s, n)| (s.as_str(), *n)),
        );
        line(&mut out, "số liệu / figures", figures.total, statuses.into_iter());
        line(&mut out, "bị loại / rejected", self.rejected.values().sum(), largest_first(&self.rejected));
        if !self.notices.is_empty() {
            line(&mut out, "ghi chú / notices", self.notices.values().sum(), largest_first(&self.notices));
        }
        for (status, problems) in &self.problems {
            let _ = writeln!(out, "{}:", in_words(status));
            for problem in problems.iter().take(SHOWN) {
                let _ = writeln!(out, "  {problem}");
            }
            if problems.len() > SHOWN {
                let more = problems.len() - SHOWN;
                let _ = writeln!(out, "  … {more} nữa / more: status {status} in the table of documents");
            }
        }
        if self.n_same_bytes > 0 {
            let n = self.n_same_bytes;
            let _ =
                writeln!(out, "{n} văn bản trùng nguyên vẹn / documents repeat another: see same_bytes_as");
        }
        if !written.is_empty() {
            let files: Vec<_> = written.iter().map(|p| p.display().to_string()).collect();
            let _ = writeln!(out, "đã ghi / written: {}", files.join(", "));
        }
        out
    }
}

fn largest_first(counts: &BTreeMap<String, usize>) -> impl Iterator<Item = (&str, usize)> {
    let mut counts: Vec<_> = counts.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.into_iter()
}

fn line<'a>(out: &mut String, name: &str, total: usize, parts: impl Iterator<Item = (&'a str, usize)>) {
    let parts: Vec<_> = parts.filter(|(_, n)| *n > 0).map(|(part, n)| format!("{part} {n}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!("  {}", parts.join(" · ")) };
    let _ = writeln!(out, "{name:<20} {total:>7}{parts}");
}

/// A status that is not well, in both languages.
fn in_words(status: &str) -> &str {
    match status {
        "empty" => "không có chữ / no text",
        "binary" => "không phải trang hay văn bản / not a page or a text",
        "unreadable" => "không đọc được / could not be read",
        "not_an_article" => "không phải bài viết / not an article",
        "needs_javascript" => {
            "trang vẽ bằng JavaScript, hãy lưu lại từ trình duyệt / drawn by JavaScript, save it from a browser"
        }
        "paywall" => "chỉ có phần mở đầu / only a teaser is there",
        "too_large" => "quá lớn / too large",
        other => other,
    }
}
