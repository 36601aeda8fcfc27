//! What became of the addresses, as a table that a person can act on.

use std::{fmt::Write, path::Path};

use solieu::fetch::{Counts, Status, causes};

/// The table: worst first, each cause with its cure.
pub(super) fn table(counts: &Counts, folder: &Path) -> String {
    let mut out = String::new();
    let total: u64 = counts.values().sum();
    let _ = writeln!(out, "{total:>8}  địa chỉ / addresses");
    let causes = causes(counts);
    for (status, n, cure) in &causes {
        let _ = writeln!(out, "{n:>8}  {:<22} {}", status.code(), status.cause());
        if !cure.is_empty() {
            let _ = writeln!(out, "{:>33}→ {cure}", "");
        }
    }
    let again: Vec<String> =
        causes.iter().filter(|(s, ..)| s.is_transient()).map(|(s, ..)| s.code().into_owned()).collect();
    if !again.is_empty() {
        let _ =
            writeln!(out, "thử lại / again: solieu retry {} --status {}", folder.display(), again.join(","));
    }
    if let Some((worst, ..)) = causes.iter().find(|(s, ..)| s.is_failure()) {
        let _ = writeln!(out, "danh sách / list: solieu status {} --list {worst}", folder.display());
    }
    if counts.contains_key(&Status::Ok) {
        let _ = writeln!(out, "số liệu / figures: solieu extract {} -o DIR", folder.display());
    }
    out
}
