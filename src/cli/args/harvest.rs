//! Arguments of the verbs that work on a folder with an archive.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::cli::exit;

/// Fetch pages into an archive, politely, each one once
///
/// What came over the wire is kept as WARC 1.1 under DIR/archive. Stop it at any moment (Ctrl-C, kill, power cut): the
/// same command goes on where it stopped. Pages are extracted with `solieu extract DIR`, offline, at any time.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Fetch {
    /// Addresses of pages, sitemaps and feeds; files with an address per line or a column `url`; .xml sitemaps and feeds;
    /// saved pages, folders of them, WARC files. None: go on with what DIR has
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Folder with archive and state; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) network: Network,
    #[command(flatten)]
    pub(crate) site: Site,
    /// Ask again about pages that are in the archive: what has not changed is not stored again
    #[arg(long)]
    pub(crate) refresh: bool,
}

/// Fetch pages and extract their figures: `fetch`, then `extract DIR`
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Harvest {
    #[command(flatten)]
    pub(crate) fetch: Fetch,
    /// Pattern files of your own: one with the path of a built-in file replaces it, others are added
    #[arg(long, value_name = "DIR")]
    pub(crate) patterns: Option<PathBuf>,
}

/// How to behave; each flag goes over the same key of solieu.toml.
#[derive(Debug, clap::Args)]
pub(crate) struct Network {
    /// Settings; by default ./solieu.toml, if it is there
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) config: Option<PathBuf>,
    /// Address or page of the person responsible, sent with every request; needed above 20 addresses
    #[arg(long, value_name = "WHO")]
    pub(crate) contact: Option<String>,
    /// Seconds between two requests to a server; its own Crawl-delay holds if it is longer [default: 2]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) delay: Option<f64>,
    /// Requests under way at once, over all hosts [default: 64]
    #[arg(long, value_name = "N")]
    pub(crate) concurrency: Option<usize>,
    /// Also ask private, loopback and link-local addresses
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// No progress and no summary
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Tell the progress as a JSON object per line on standard error
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) json_log: bool,
}

/// Which links to follow.
#[derive(Debug, clap::Args)]
pub(crate) struct Site {
    /// Addresses are front pages: follow their links within the site
    #[arg(long)]
    pub(crate) site: bool,
    /// With --site: only pages whose path matches this regular expression
    #[arg(long, value_name = "REGEX", requires = "site")]
    pub(crate) include: Option<String>,
    /// With --site: no pages whose path matches this regular expression
    #[arg(long, value_name = "REGEX", requires = "site")]
    pub(crate) exclude: Option<String>,
    /// With --site: how many links from the front page
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) depth: u16,
    /// Leave out what a sitemap, a feed or an address says is older
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<Date>,
}

/// What became of the addresses, by cause, with the command that helps
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Status {
    /// Folder of `solieu fetch`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// List the addresses with this status
    #[arg(long, value_name = "STATUS")]
    pub(crate) list: Option<String>,
    /// One JSON object per line
    #[arg(long)]
    pub(crate) json: bool,
}

/// Ask again for addresses that ended with a status
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Retry {
    /// Folder of `solieu fetch`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Statuses, as `solieu status` shows them; by default all that may pass by themselves
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',')]
    pub(crate) status: Vec<String>,
    #[command(flatten)]
    pub(crate) network: Network,
}

/// Remove a page from archive and outputs; a tombstone with digest, date and reason stays
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(crate) struct Forget {
    /// Folder of `solieu fetch`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The address
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Why: who asked, and when
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}
