//! Arguments as written on the command line.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use super::exit;

#[cfg(feature = "fetch")]
pub(crate) mod harvest;

/// Published figures from Vietnamese news and government pages, each grounded to the character it came from
#[derive(Debug, Parser)]
#[command(name = "solieu", version, after_help = exit::HELP)]
pub(crate) struct Args {
    /// This is the process that works; another one stands in front of it.
    #[cfg(all(feature = "fetch", unix))]
    #[arg(long, hide = true)]
    pub(crate) worker: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One verb per stretch of the pipeline.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(Extract),
    #[cfg(feature = "fetch")]
    Harvest(harvest::Harvest),
    #[cfg(feature = "fetch")]
    Fetch(harvest::Fetch),
    #[cfg(feature = "fetch")]
    Status(harvest::Status),
    #[cfg(feature = "fetch")]
    Retry(harvest::Retry),
    #[cfg(feature = "fetch")]
    Forget(harvest::Forget),
    Explain(Explain),
    Inspect(Inspect),
    Patterns(PatternsCommand),
    Score(Score),
}

/// Extract the figures of saved pages and texts
///
/// Writes figures.jsonl (one line per published number), documents.jsonl (one line per input, whatever became of it)
/// and rejected.jsonl (numerals that are no figure, and why) into a folder, or the figures alone to standard output. The
/// same inputs give the same bytes, on any number of threads.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Extract {
    /// Files, folders (.html, .htm and .txt in them, recursively), folders of `solieu fetch`, WARC files, or `-` for standard
    /// input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Folder to write to; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// CSV file with the columns document,url,published,publisher,place: what pages do not say themselves
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) manifest: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(crate) format: Format,
    /// Pattern files of your own: one with the path of a built-in file replaces it, others are added
    #[arg(long, value_name = "DIR")]
    pub(crate) patterns: Option<PathBuf>,
    /// Also write texts.jsonl: the stored text of each document, which all offsets point into
    #[arg(long, requires = "output")]
    pub(crate) texts: bool,
    /// How many threads work; all cores by default
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// No progress bar and no summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object per line
    Jsonl,
    /// One JSON array
    Json,
    /// A table with a line per figure, UTF-8 with a byte order mark
    Csv,
}

impl From<Format> for solieu::sink::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Self::JsonLines,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
        }
    }
}

/// Show what is read in a sentence, and why
///
/// The sentence with its figures (^), periods (~), places (=) and rejected numerals (-) marked, then every field of
/// every figure with the words it comes from and the pattern that read them, then what was left out and by which rule.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Explain {
    /// The text; `-` is standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
    /// Day of publication, YYYY-MM-DD: what `năm nay` and `hiện nay` count from
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// Default place, by name or code: what `toàn tỉnh` stands for
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Pattern files of your own, as for `extract`
    #[arg(long, value_name = "DIR")]
    pub(crate) patterns: Option<PathBuf>,
    /// Also list every word that the pattern files know, with its entries, file and line
    #[arg(long)]
    pub(crate) words: bool,
}

/// Show what a page is read as: status, dates, the stored text block by block, and what was left out
///
/// Every part that was left out is named with the reason: the site's profile, a class name, the line's own words, links,
/// its place above or below the article. Tables are shown as CSV.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Inspect {
    /// Files, folders (.html, .htm and .txt in them, recursively) or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Show whole blocks, not only how they begin
    #[arg(long)]
    pub(crate) full: bool,
    /// Print one JSON object per input: the document with its blocks, tables and what was left out
    #[arg(long, conflicts_with = "full")]
    pub(crate) json: bool,
    /// Address of the page, where the page does not give it: it names the site's profile, and the day may stand in it
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Pattern files of your own, as for `extract`: site profiles under `sites/`
    #[arg(long, value_name = "DIR")]
    pub(crate) patterns: Option<PathBuf>,
}

/// Judge, list or show the pattern files
///
/// `check` reads every file, says what is wrong with it and where, then reads every example through the whole pipeline.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct PatternsCommand {
    /// What to do with them.
    #[command(subcommand)]
    pub(crate) verb: PatternsVerb,
    /// Pattern files of your own, as for `extract`
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) patterns: Option<PathBuf>,
}

/// What to do with pattern files.
#[derive(Debug, Subcommand)]
pub(crate) enum PatternsVerb {
    /// Judge every file and run every example
    Check,
    /// Print the id, kind and place of every entry
    List {
        /// Only entries of this kind: unit, hedge, indicator, place, …
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
    },
    /// Print one entry as it is written
    Show {
        /// Its id, such as `social_insurance.participants`
        #[arg(value_name = "ID")]
        id: String,
    },
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
