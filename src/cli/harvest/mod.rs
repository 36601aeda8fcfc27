//! `solieu fetch`, `harvest`, `status`, `retry`, `forget`: the verbs of a folder with an archive.
//!
//! Flags go over solieu.toml, solieu.toml over the defaults; then [`solieu::fetch`] does the work, [`terminal`] shows it.

pub(crate) mod ground;
mod reading;
mod summary;
mod terminal;

use std::{
    env, fs,
    io::{self, BufRead, BufReader, IsTerminal, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use solieu::{
    fetch::{
        Added, Counts, Ended, FetchError, Glance, Harvest, Nobody, Proxies, Repaired, Settings, SiteSpec,
        Source, Status, Watch, config,
    },
    patterns as pattern_files,
};

use super::{
    args::{self, harvest as args_of},
    exit::{Exit, Usage},
    extract,
};

#[cfg(unix)]
use super::front::while_fetching as fetching;

#[cfg(not(unix))]
fn fetching<T>(fetch: impl FnOnce(&solieu::fetch::Stop) -> T) -> T {
    fetch(&solieu::fetch::Stop::by_signals())
}

/// Fetches what the arguments name, and what is left from before.
pub(crate) fn fetch(args: &args_of::Fetch) -> anyhow::Result<Exit> {
    Ok(fetched(args, None)?.1)
}

fn fetched(args: &args_of::Fetch, patterns: Option<&Path>) -> anyhow::Result<(Ended, Exit)> {
    let sources = sources(args)?;
    let harvest = open(&args.output, &args.network, patterns)?;
    let added = harvest.add(&sources).map_err(mendable)?;
    if args.refresh {
        harvest.retry(&[Status::Ok, Status::SoftNotFound]).map_err(mendable)?;
    }
    tell_added(&added, &args.network);
    go(&harvest, &args.network, &args.output)
}

fn tell_added(added: &Added, network: &args_of::Network) {
    let Added { new, known, refused, listings } = added;
    if network.json_log {
        eprintln!(
            "{}",
            json!({"event": "added", "new": new, "known": known, "refused": refused, "listings": listings})
        );
    } else if !network.quiet {
        for listing in listings {
            eprintln!("{listing}");
        }
        eprintln!(
            "{new} địa chỉ mới / new addresses, {known} đã biết / known, {refused} không đọc được / no addresses"
        );
    }
}

/// Fetches, then extracts into the same folder.
pub(crate) fn harvest(args: args_of::Harvest) -> anyhow::Result<Exit> {
    let folder = args.fetch.output.clone();
    let quiet = args.fetch.network.quiet || args.fetch.network.json_log;
    let (ended, fetched) = fetched(&args.fetch, args.patterns.as_deref())?;
    // Who stops it wants it stopped; what is there can be extracted at any time.
    if ended == Ended::Stopped {
        return Ok(fetched);
    }
    let extracted = extract::run(args::Extract {
        paths: vec![folder.clone()],
        output: Some(folder),
        manifest: None,
        format: args::Format::Jsonl,
        patterns: args.patterns,
        texts: false,
        threads: None,
        quiet,
    })?;
    Ok(if fetched == Exit::Fine { extracted } else { fetched })
}

/// Asks again for what ended with some statuses.
pub(crate) fn retry(args: &args_of::Retry) -> anyhow::Result<Exit> {
    let chosen: Vec<Status> = args.status.iter().map(|word| status_of(word)).collect::<Result<_, _>>()?;
    let harvest = open(existing(&args.folder)?, &args.network, None)?;
    let chosen = if chosen.is_empty() {
        harvest.counts().map_err(mendable)?.into_keys().filter(|s| s.is_transient()).collect()
    } else {
        chosen
    };
    let n = harvest.retry(&chosen).map_err(mendable)?;
    if args.network.json_log {
        eprintln!("{}", json!({"event": "retried", "n": n}));
    } else if !args.network.quiet {
        eprintln!("{n} địa chỉ thử lại / addresses to be asked for again");
    }
    Ok(go(&harvest, &args.network, &args.folder)?.1)
}

/// Shows what became of the addresses.
pub(crate) fn status(args: &args_of::Status) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    let harvest = match Harvest::open(existing(&args.folder)?, ground::settings(None)?) {
        Err(FetchError::Busy(folder)) if args.list.is_none() => {
            let Some(glance) = Glance::read(&folder)? else { return Err(mendable(FetchError::Busy(folder))) };
            if !args.json {
                writeln!(
                    out,
                    "đang chạy / a run is at work (process {}); as it stood at {}:",
                    glance.process, glance.at
                )?;
            }
            show(&glance.counts, args, &mut out)?;
            return Ok(Exit::Fine);
        }
        other => other.map_err(mendable)?,
    };
    if let Some(word) = &args.list {
        if reading::list(&args.folder, word, args.json, &mut out)? {
            return Ok(Exit::Fine);
        }
        let wanted = status_of(word)?;
        let mut failed: io::Result<()> = Ok(());
        let listed = harvest.each_row(|row| {
            if row.status != wanted || failed.is_err() {
                return Ok(());
            }
            failed = if args.json {
                let line = json!({"id": row.id, "url": row.url, "status": row.status, "detail": row.detail});
                writeln!(out, "{line}")
            } else if row.detail.is_empty() {
                writeln!(out, "{}", row.id)
            } else {
                writeln!(out, "{}\t{}", row.id, row.detail)
            };
            Ok(())
        });
        listed.map_err(mendable)?;
        failed?;
        return Ok(Exit::Fine);
    }
    show(&harvest.counts().map_err(mendable)?, args, &mut out)?;
    out.write_all(reading::table(&args.folder, args.json)?.as_bytes())?;
    Ok(Exit::Fine)
}

fn show(counts: &Counts, args: &args_of::Status, out: &mut impl Write) -> io::Result<()> {
    if !args.json {
        return out.write_all(summary::table(counts, &args.folder).as_bytes());
    }
    for (status, n, cure) in solieu::fetch::causes(counts) {
        let line = json!({"status": status, "n": n, "cause": status.cause(), "cure": cure});
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Removes a page from the archive and from what was extracted.
pub(crate) fn forget(args: &args_of::Forget) -> anyhow::Result<Exit> {
    let harvest = Harvest::open(existing(&args.folder)?, ground::settings(None)?).map_err(mendable)?;
    let captures = harvest.forget(&args.url, &args.reason).map_err(mendable)?;
    let mut lines = 0;
    for name in ["figures.jsonl", "rejected.jsonl", "documents.jsonl", "texts.jsonl"] {
        lines += without(&args.folder.join(name), &args.url)?;
    }
    eprintln!(
        "{captures} bản lưu đã xóa / captures removed, {lines} dòng / lines of output; tombstone in {}",
        args.folder.join("tombstones.jsonl").display()
    );
    Ok(Exit::Fine)
}

/// Rewrites a table without the rows of a document; says how many those were. What is not there has none.
fn without(path: &Path, document: &str) -> anyhow::Result<usize> {
    let Ok(file) = fs::File::open(path) else { return Ok(0) };
    let part = path.with_extension("part");
    let mut out = io::BufWriter::new(fs::File::create(&part)?);
    let mut removed = 0;
    for line in BufReader::new(file).lines() {
        let line = line?;
        let row: Value = serde_json::from_str(&line).unwrap_or_default();
        if row["document"] == document || row["url"] == document {
            removed += 1;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(part, path)?;
    Ok(removed)
}

fn go(harvest: &Harvest, network: &args_of::Network, folder: &Path) -> anyhow::Result<(Ended, Exit)> {
    let repaired = harvest.repaired();
    if repaired == Repaired::default() || network.quiet {
        // Nothing was wrong, or nobody wants to know.
    } else if network.json_log {
        let Repaired { adopted, cut, unanswered } = repaired;
        eprintln!(
            "{}",
            json!({"event": "repaired", "adopted": adopted, "cut": cut, "unanswered": unanswered})
        );
    } else {
        eprintln!(
            "lần trước bị ngắt / the last run was cut off: {} trang giữ lại / answers kept, {} yêu cầu chưa có trả lời / \
             requests without an answer are made again, {} bytes of torn records removed",
            repaired.adopted, repaired.unanswered, repaired.cut
        );
    }
    let watch: Box<dyn Watch> = if network.quiet {
        Box::new(Nobody)
    } else if network.json_log {
        Box::new(terminal::JsonLog)
    } else {
        Box::new(terminal::Terminal::new(harvest.totals().map_err(mendable)?, io::stderr().is_terminal()))
    };
    let ended = fetching(|stop| harvest.run(&*watch, stop)).map_err(mendable)?;
    drop(watch);
    let counts = harvest.counts().map_err(mendable)?;
    if network.json_log {
        let ended = if ended == Ended::Stopped { "stopped" } else { "finished" };
        eprintln!("{}", json!({"event": ended, "counts": counts}));
    } else if !network.quiet {
        eprint!("{}", summary::table(&counts, folder));
    }
    if ended == Ended::Stopped {
        if !network.json_log {
            eprintln!("đã dừng / stopped: run the same command again, it goes on from here");
        }
        return Ok((ended, Exit::SomeFailed));
    }
    let exit = if counts.keys().any(|s| s.is_failure()) { Exit::SomeFailed } else { Exit::Fine };
    Ok((ended, exit))
}

/// Opens a folder for a run. One that is about to end is waited for: who killed a run and starts it again need not care
/// about what the killed one still takes in.
fn open(folder: &Path, network: &args_of::Network, patterns: Option<&Path>) -> anyhow::Result<Harvest> {
    let settings = settings(network, patterns)?;
    let mut since = Instant::now();
    let mut told = network.quiet || network.json_log;
    loop {
        let stopping = Harvest::is_stopping(folder);
        if stopping {
            since = Instant::now();
        }
        match Harvest::open(folder, settings.clone()) {
            // It may not have noticed yet that it was killed, or not be quite gone.
            Err(FetchError::Busy(_)) if since.elapsed() < Duration::from_secs(1) => {
                if stopping && !std::mem::replace(&mut told, true) {
                    eprintln!(
                        "lần chạy trước đang kết thúc / the last run still takes in what is on the wire; waiting for it"
                    );
                }
                thread::sleep(Duration::from_millis(20));
            }
            other => return other.map_err(mendable),
        }
    }
}

/// A folder that must be there: a slip of the pen should not make one.
fn existing(folder: &Path) -> anyhow::Result<&Path> {
    if folder.join("state.redb").is_file() {
        return Ok(folder);
    }
    Err(Usage(format!("{} is no folder of `solieu fetch`: it has no state.redb", folder.display())).into())
}

fn status_of(word: &str) -> Result<Status, Usage> {
    Status::parse(word).ok_or_else(|| {
        Usage(format!("no status is named `{word}`; `solieu status DIR` lists those there are"))
    })
}

/// Defaults, then solieu.toml, then the proxy variables, then flags.
fn settings(network: &args_of::Network, patterns: Option<&Path>) -> anyhow::Result<Settings> {
    let mut settings = ground::settings(patterns)?;
    let default = Path::new("solieu.toml");
    let file = network.config.as_deref().or_else(|| default.is_file().then_some(default));
    if let Some(file) = file {
        settings = config::read(file, settings).map_err(|e| located(&e))?;
    }
    #[expect(clippy::disallowed_methods, reason = "every program finds the proxy there, and only there")]
    let variable = |name: &str| env::var(name).ok();
    settings.proxies = Proxies::from_variables(variable).map_err(Usage)?;
    if let Some(contact) = &network.contact {
        settings = settings.with_contact(contact);
    }
    if let Some(delay) = network.delay {
        settings.delay = Duration::try_from_secs_f64(delay)
            .map_err(|_| Usage(format!("--delay {delay}: expected a number of seconds, 0 or more")))?;
    }
    match network.concurrency {
        Some(0) => return Err(Usage("--concurrency 0: expected 1 or more".to_owned()).into()),
        Some(n) => settings.concurrency = n,
        None => {}
    }
    settings.allow_private |= network.allow_private;
    Ok(settings)
}

/// With its line, as findings about pattern files are shown.
fn located(error: &config::ConfigError) -> Usage {
    if error.text.is_empty() {
        return Usage(error.to_string());
    }
    let (file, help) = (error.file.display().to_string(), error.help.as_deref());
    let shown =
        pattern_files::located("config", &error.message, &file, &error.text, error.span.clone(), help);
    Usage(shown.trim_end().to_owned())
}

fn sources(args: &args_of::Fetch) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for word in &args.sources {
        let source = Source::of(word).map_err(|e| Usage(e.to_string()))?;
        let ruled = args.site.site || args.site.since.is_some();
        sources.push(match source {
            Source::Url(front) if ruled => Source::Site(SiteSpec {
                front,
                include: args.site.include.clone(),
                exclude: args.site.exclude.clone(),
                depth: if args.site.site { args.site.depth } else { 0 },
                since: args.site.since,
            }),
            Source::Listing(path, _) => Source::Listing(path, args.site.since),
            other => other,
        });
    }
    Ok(sources)
}

/// What the person at the keyboard can mend by calling the command differently is told apart from the rest.
fn mendable(error: FetchError) -> anyhow::Error {
    match error {
        FetchError::Contact(_)
        | FetchError::Settings(_)
        | FetchError::Source(_)
        | FetchError::Busy(_)
        | FetchError::Open { .. } => Usage(error.to_string()).into(),
        other => other.into(),
    }
}
