//! `solieu extract`: pages in, figures out.
//!
//! Inputs are listed first, then read, understood and turned into bytes on all threads, and written in order on one.

#[cfg(feature = "fetch")]
mod archived;
mod batch;
mod found;
mod inputs;
mod manifest;
mod output;
mod read;
mod summary;

use std::{
    collections::HashMap,
    fs,
    io::{self, IsTerminal},
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    thread,
};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use solieu::{
    document::{Document, Status},
    page::Page,
    patterns::{Memo, MissingPages, Patterns},
    pipeline,
    record::{DocumentRecord, FigureCounts, Record, Rejected, StoredText},
    sink::Format,
};

use self::{
    found::{End, Figures, Found},
    inputs::{Input, Inputs},
    manifest::Manifest,
    output::{Part, Stdout, Table},
    summary::Tally,
};
use super::{
    args,
    exit::{Exit, Usage},
    patterns,
};

/// What a run needs to know, checked.
struct Settings {
    inputs: Inputs,
    manifest: Manifest,
    patterns: Patterns,
    format: Format,
    folder: Option<PathBuf>,
    texts: bool,
    threads: NonZeroUsize,
    quiet: bool,
}

/// Extracts the figures of the inputs that the arguments name.
pub(crate) fn run(args: args::Extract) -> anyhow::Result<Exit> {
    let settings = settings(args)?;
    // One thread reads and writes by itself: handing results over costs it more than they save.
    let alone = settings.threads == NonZeroUsize::MIN;
    if alone { batch::with_room(|| extract(&settings)) } else { extract(&settings) }
}

/// Extracts the figures of the inputs.
fn extract(settings: &Settings) -> anyhow::Result<Exit> {
    settings.talk_before();
    let mut sinks = settings.sinks()?;
    let mut tally = Tally::default();
    let progress = settings.progress();
    let run = batch::in_order(
        settings.threads,
        settings.inputs.list.iter(),
        Memo::default,
        |memo, input, emit| settings.find(input, memo, emit),
        Found::weight,
        |found| {
            progress.inc(u64::from(matches!(found, Found::End(_))));
            sinks.write(found, &mut tally)
        },
    );
    progress.finish_and_clear();
    run?;
    let written = sinks.finish()?;
    if !settings.quiet {
        eprint!("{}", tally.summary(&written));
    }
    let failed = tally.failed() || !settings.manifest.findings.is_empty();
    Ok(if failed { Exit::SomeFailed } else { Exit::Fine })
}

/// The pages that paths name, in order; of what cannot be read, a document that says why.
pub(crate) fn pages(
    paths: &[PathBuf],
    missing: &MissingPages,
) -> impl Iterator<Item = Result<Page, Box<Document>>> {
    inputs::collect(paths, missing).list.into_iter().map(|input| {
        #[cfg(feature = "fetch")]
        if let inputs::Source::Archived(archived) = &input.source {
            return archived.page(&input.id).map_err(|(status, reason)| {
                let reason = format!("{status}: {reason}");
                Box::new(read::without_text(&input.id, Status::Unreadable, reason))
            });
        }
        read::page(&input)
    })
}

/// Arguments as written → settings as used. Everything that is wrong with the call is found here.
fn settings(args: args::Extract) -> anyhow::Result<Settings> {
    let patterns = patterns::load(args.patterns.as_deref())?;
    let manifest = args.manifest.map_or_else(|| Ok(Manifest::default()), |file| read_manifest(&file))?;
    if let Some(folder) = &args.output {
        fs::create_dir_all(folder).map_err(|e| output::not_writable(folder, &e))?;
    }
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    Ok(Settings {
        inputs: inputs::collect(&args.paths, &patterns.missing_pages),
        manifest,
        patterns,
        format: args.format.into(),
        folder: args.output,
        texts: args.texts,
        threads: args.threads.unwrap_or(cores),
        quiet: args.quiet,
    })
}

fn read_manifest(file: &PathBuf) -> anyhow::Result<Manifest> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|e| match e.kind() {
        io::ErrorKind::InvalidData => {
            Usage(format!("the manifest {name} is not UTF-8: save it as `CSV UTF-8`"))
        }
        _ => Usage(format!("cannot read the manifest {name}: {e}")),
    })?;
    Ok(Manifest::parse(&name, &text).map_err(Usage)?)
}

impl Settings {
    /// What there is to say before the run: findings about the manifest, remarks about the inputs.
    fn talk_before(&self) {
        for finding in &self.manifest.findings {
            eprintln!("{finding}");
        }
        if self.quiet {
            return;
        }
        for remark in &self.inputs.remarks {
            eprintln!("{remark}");
        }
        for name in self.manifest.unknown(self.inputs.list.iter().map(|i| i.id.as_str())) {
            eprintln!("the manifest names `{name}`, which is not among the inputs");
        }
        if self.inputs.n_other > 0 {
            let n = self.inputs.n_other;
            eprintln!("{n} tệp khác, không đọc / other files left alone: only .html, .htm and .txt are read");
        }
        if self.inputs.list.is_empty() {
            eprintln!("không có gì để đọc / nothing to read");
        }
    }

    fn progress(&self) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {eta} {msg}");
        let style = style.expect("the template is fixed and well formed");
        ProgressBar::new(self.inputs.list.len() as u64).with_style(style)
    }

    fn sinks(&self) -> anyhow::Result<Sinks> {
        let format = self.format;
        let Some(folder) = &self.folder else {
            return Ok(Sinks::Stdout(Table::new::<Record>(output::stdout(), format)?));
        };
        let part =
            |name: &str, format: Format| Part::create(folder, &format!("{name}.{}", format.extension()));
        let texts = self.texts.then(|| part("texts", Format::JsonLines)).transpose()?;
        Ok(Sinks::Folder(Box::new(Folder {
            figures: Table::new::<Record>(part("figures", format)?, format)?,
            rejected: Table::new::<Rejected>(part("rejected", format)?, format)?,
            documents: Table::new::<DocumentRecord>(part("documents", format)?, format)?,
            texts: texts.map(|part| Table::new::<StoredText>(part, Format::JsonLines)).transpose()?,
            format,
            digests: HashMap::new(),
        })))
    }

    /// Reads an input and extracts its figures. A fault of the program costs this one document, not the run.
    fn find(&self, input: &Input, memo: &mut Memo, emit: &mut dyn FnMut(Found)) {
        let mut figures = Figures::new(self.format, emit);
        let attempt = catch_unwind(AssertUnwindSafe(|| self.extract(input, memo, &mut figures)));
        let end = attempt.unwrap_or_else(|_| {
            *memo = Memo::default();
            let why =
                "the program failed on it, which is a fault of the program: please report it with the page";
            let document = read::without_text(&input.id, Status::Unreadable, why.to_owned());
            self.end(&document, figures.counts, &[])
        });
        figures.flush();
        emit(Found::End(Box::new(end)));
    }

    fn extract(&self, input: &Input, memo: &mut Memo, figures: &mut Figures) -> End {
        let nothing = |document| self.end(&document, FigureCounts::default(), &[]);
        #[cfg(feature = "fetch")]
        if let inputs::Source::Archived(archived) = &input.source {
            return match archived.page(&input.id) {
                Ok(page) => self.figures_of(page, memo, figures),
                Err((status, reason)) => {
                    let mut end = nothing(read::without_text(&input.id, Status::Unreadable, reason));
                    end.document.status = status;
                    end
                }
            };
        }
        match read::page(input) {
            Ok(page) => self.figures_of(page, memo, figures),
            Err(document) => nothing(*document),
        }
    }

    fn figures_of(&self, mut page: Page, memo: &mut Memo, figures: &mut Figures) -> End {
        // A manifest knows better than an archive, and an archive better than nobody.
        let manifest = self.manifest.of(&page.id);
        page.known.url = manifest.url.or(page.known.url);
        page.known.publisher = manifest.publisher.or(page.known.publisher);
        page.known.published = manifest.published.or(page.known.published);
        page.known.place = manifest.place.or(page.known.place);
        let found = pipeline::extract_each(&page, &self.patterns, memo, |record| figures.add(&record));
        self.end(&found.document, figures.counts, &found.rejected)
    }

    fn end(&self, document: &Document, figures: FigureCounts, rejected: &[Rejected]) -> End {
        let text =
            self.texts.then(|| StoredText { document: document.id.clone(), text: document.text.clone() });
        End {
            rejected: if self.folder.is_some() { self.format.rows(rejected) } else { Vec::new() },
            texts: Format::JsonLines.rows(text.as_slice()),
            document: DocumentRecord::new(document, figures, rejected),
        }
    }
}

/// Where the tables go.
enum Sinks {
    /// Figures alone.
    Stdout(Table<Stdout>),
    /// All of them.
    Folder(Box<Folder>),
}

/// The tables of a folder.
struct Folder {
    figures: Table<Part>,
    rejected: Table<Part>,
    documents: Table<Part>,
    texts: Option<Table<Part>>,
    format: Format,
    /// Digest of the bytes → the first document that had them.
    digests: HashMap<String, String>,
}

/// What is said when the disk is full.
const NOT_WRITTEN: &str = "the output cannot be written, what stood in its folder before is unchanged";

impl Sinks {
    fn write(&mut self, found: Found, tally: &mut Tally) -> anyhow::Result<()> {
        match (self, found) {
            (Self::Stdout(figures), Found::Figures(rows)) => {
                figures.add(&rows).context("cannot write to standard output")
            }
            (Self::Stdout(_), Found::End(end)) => {
                tally.add(&end.document);
                Ok(())
            }
            (Self::Folder(folder), Found::Figures(rows)) => folder.figures.add(&rows).context(NOT_WRITTEN),
            (Self::Folder(folder), Found::End(end)) => folder.end(*end, tally).context(NOT_WRITTEN),
        }
    }

    /// Ends all tables and gives the files their names; returns those.
    fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        match self {
            Self::Stdout(figures) => {
                figures.end().context("cannot write to standard output")?;
                Ok(Vec::new())
            }
            Self::Folder(folder) => {
                let tables =
                    [Some(folder.figures), Some(folder.documents), Some(folder.rejected), folder.texts];
                let parts: io::Result<Vec<Part>> = tables.into_iter().flatten().map(Table::end).collect();
                let mut parts = parts.context(NOT_WRITTEN)?;
                // All of them before any has its name: the tables of a folder are of one run.
                parts.iter_mut().try_for_each(Part::settle).context(NOT_WRITTEN)?;
                parts.into_iter().map(Part::finish).collect()
            }
        }
    }
}

impl Folder {
    fn end(&mut self, mut end: End, tally: &mut Tally) -> io::Result<()> {
        if let Some(sha256) = &end.document.sha256 {
            end.document.same_bytes_as = self.digests.get(sha256).cloned();
            self.digests.entry(sha256.clone()).or_insert_with(|| end.document.document.clone());
        }
        tally.add(&end.document);
        self.rejected.add(&end.rejected)?;
        self.documents.add(&self.format.rows(&[end.document]))?;
        self.texts.as_mut().map_or(Ok(()), |texts| texts.add(&end.texts))
    }
}
