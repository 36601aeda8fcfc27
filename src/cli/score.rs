//! `solieu score`: extracted figures against gold.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use solieu::score::{Gold, Score, records, score};

use super::{
    args,
    exit::{Exit, Usage},
};

/// Reads gold and figures, prints how well they agree.
pub(crate) fn run(args: &args::Score) -> anyhow::Result<Exit> {
    let gold = read_gold(&args.gold)?;
    let text = read(&args.figures)?;
    let figures = records(&text).map_err(|bad| Usage(format!("{}: {bad}", args.figures.display())))?;
    let score = score(&gold, figures);
    io::stdout().lock().write_all(print(args, &score).as_bytes())?;
    Ok(Exit::Fine)
}

fn print(args: &args::Score, score: &Score) -> String {
    if args.json {
        return score.to_json(args.calibration) + "\n";
    }
    let mut out = score.summary();
    let calibration = score.calibration();
    if !calibration.is_empty() {
        out = out + "confidence\n" + &calibration;
    }
    if args.by {
        out += &score.documents_table();
    }
    out + &score.error_lines(args.errors)
}

fn read_gold(folder: &Path) -> anyhow::Result<Gold> {
    let entries =
        fs::read_dir(folder).map_err(|e| Usage(format!("cannot read --gold {}: {e}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries.map(|e| Ok(e?.path())).collect::<io::Result<_>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    if files.is_empty() {
        return Err(Usage(format!("no .jsonl files in --gold {}", folder.display())).into());
    }
    let mut gold = Gold::default();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(&file)?;
        gold.add(&name, &text).map_err(|bad| Usage(format!("{}: {bad}", file.display())))?;
    }
    Ok(gold)
}

fn read(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|e| Usage(format!("cannot read {}: {e}", path.display())).into())
}
