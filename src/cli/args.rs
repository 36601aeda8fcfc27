//! Arguments as written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::exit;

/// Published figures from Vietnamese news and government pages, each grounded to the character it came from
#[derive(Debug, Parser)]
#[command(name = "solieu", version, after_help = exit::HELP)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One verb per stretch of the pipeline.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Score(Score),
}

/// Compare extracted figures with figures annotated by hand
///
/// A figure is found when document, number and place in the text agree with a gold figure; a record is complete when
/// its unit, qualifier, measure, status, subject, base, period, reference and place are right as well. The last lines
/// say how many of the records of each confidence are complete.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Score {
    /// Folder of gold files, one <document>.jsonl each
    #[arg(long, value_name = "DIR")]
    pub(crate) gold: PathBuf,
    /// Extracted figures, as `solieu extract` writes them; `-` is standard input
    #[arg(value_name = "FIGURES.jsonl")]
    pub(crate) figures: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// With --json: also the calibration of confidence
    #[arg(long, requires = "json")]
    pub(crate) calibration: bool,
    /// Also a row per document
    #[arg(long)]
    pub(crate) by: bool,
    /// Show up to N errors of each kind
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) errors: usize,
}
