//! Pattern files as every verb needs them: those in the binary, and those of a folder over them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use solieu::patterns::{Diagnostic, Patterns};
use walkdir::WalkDir;

mod verb;

pub(crate) use verb::run;

use super::exit::Usage;

/// Findings that are shown; the rest is counted.
const SHOWN: usize = 20;

/// The built-in patterns; a file of `folder` goes before the built-in file of the same path, others are added.
pub(crate) fn load(folder: Option<&Path>) -> anyhow::Result<Patterns> {
    let files = files(folder)?;
    Patterns::from_files(&files).map_err(|findings| Usage(render(&findings, &files)).into())
}

/// Path and text of every pattern file in force, sorted by path.
pub(crate) fn files(folder: Option<&Path>) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Patterns::builtin_files();
    if let Some(folder) = folder {
        let own = own_files(folder)?;
        let replaced = |path: &str| {
            own.iter()
                .any(|(below, _, _)| path.strip_prefix("patterns/").is_some_and(|p| Path::new(p) == below))
        };
        files.retain(|(path, _)| !replaced(path));
        files.extend(own.into_iter().map(|(_, path, text)| (path, text)));
        files.sort();
    }
    Ok(files)
}

/// Path below the folder, path as it is shown, and text of each pattern file of a folder.
fn own_files(folder: &Path) -> anyhow::Result<Vec<(PathBuf, String, String)>> {
    let wrong = |why: String| Usage(format!("cannot read --patterns {}: {why}", folder.display()));
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let path = entry.map_err(|e| wrong(e.to_string()))?.into_path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).map_err(|e| wrong(format!("{}: {e}", path.display())))?;
            let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            files.push((below, path.display().to_string(), text));
        }
    }
    if files.is_empty() {
        return Err(wrong("there are no .toml files in it".to_owned()).into());
    }
    Ok(files)
}

/// Findings about pattern files, each with its line.
pub(crate) fn render(findings: &[Diagnostic], files: &[(String, String)]) -> String {
    let one = |finding: &Diagnostic| {
        let text = files.iter().find(|(path, _)| *path == finding.file).map_or("", |(_, text)| text);
        finding.located(text)
    };
    let shown = findings.iter().take(SHOWN).map(one).collect::<Vec<_>>().join("\n");
    let more = if findings.len() > SHOWN { format!(", {SHOWN} of them shown") } else { String::new() };
    format!("{shown}\n{} finding(s) in the pattern files{more}; nothing was run", findings.len())
}
