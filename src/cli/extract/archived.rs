//! Inputs that stand in an archive: what `solieu fetch` brought, and WARC files of other tools.
//!
//! In: a folder of `solieu fetch` or a WARC file. Out: an input for each address, page or not.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use solieu::{
    fetch::{Foreign, Harvest, Listed, Row, Settings, Spot, Status, list_archive, read_page},
    page::Page,
};

use super::inputs::{Input, Inputs, Source};
use crate::cli::harvest::ground;

/// One address in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Archived {
    /// What `solieu fetch` says of an address.
    Row(Arc<Path>, Box<Row>),
    /// A page in a WARC file.
    Capture {
        /// The file.
        archive: Arc<Foreign>,
        /// Where the record is.
        spot: Spot,
        /// The address.
        url: String,
    },
    /// A place in a WARC file that holds no page, and why.
    NoPage(Status, String),
}

impl Archived {
    /// The page; or the status of the row and what there is to say about it.
    pub(super) fn page(&self, id: &str) -> Result<Page, (String, String)> {
        let cap = Settings::default().max_decoded;
        let read = match self {
            Self::Row(folder, row) if row.status == Status::Ok => read_page(folder, row, cap),
            Self::Row(_, row) => return Err(said(row.status, &row.detail)),
            Self::Capture { archive, spot, url } => archive.page(*spot, id, url, cap),
            Self::NoPage(status, detail) => return Err(said(*status, detail)),
        };
        match read {
            Ok(Some(page)) => Ok(page),
            Ok(None) => Err(said(Status::BadEncoding, "")),
            Err(error) => Err(("unreadable".to_owned(), format!("the archive: {error}"))),
        }
    }
}

/// Status and sentence: what happened, then what to do.
fn said(status: Status, detail: &str) -> (String, String) {
    let mut text = status.cause().to_owned();
    if !detail.is_empty() {
        text = format!("{text}: {detail}");
    }
    if !status.cure().is_empty() {
        text = format!("{text}; {}", status.cure());
    }
    (status.code().into_owned(), text)
}

impl Inputs {
    /// Adds a row for each address of a folder of `solieu fetch`; returns the saved pages that it was given besides.
    pub(super) fn add_harvest(&mut self, folder: &Path) -> Vec<PathBuf> {
        let shared: Arc<Path> = folder.into();
        let list = &mut self.list;
        let settings = ground::knowing(self.missing.clone());
        let read = Harvest::open(folder, settings).and_then(|harvest| {
            harvest.each_row(|row| {
                let id = row.id.clone();
                let source = Source::Archived(Archived::Row(shared.clone(), Box::new(row)));
                list.push(Input { id, source });
                Ok(())
            })?;
            harvest.local_sources()
        });
        read.unwrap_or_else(|error| {
            let source = Source::Broken(error.to_string());
            self.list.push(Input { id: folder.display().to_string(), source });
            Vec::new()
        })
    }

    /// Adds the pages of a WARC file. A damaged place has a row of its own, and reading goes on behind it.
    pub(super) fn add_archive(&mut self, path: &Path) {
        let shared = Arc::new(Foreign::new(path));
        let list = &mut self.list;
        let listed = list_archive(path, |listed| match listed {
            Listed::Page { id, url, spot } => {
                let source = Source::Archived(Archived::Capture { archive: shared.clone(), spot, url });
                list.push(Input { id, source });
            }
            Listed::Row { id, status, detail } => {
                list.push(Input { id, source: Source::Archived(Archived::NoPage(status, detail)) });
            }
            Listed::Damage { offset, reason } => {
                let id = format!("{}@{offset}", path.display());
                let source = Source::Broken(format!("damaged at byte {offset}, left out: {reason}"));
                list.push(Input { id, source });
            }
        });
        if let Err(error) = listed {
            let source = Source::Broken(error.to_string());
            self.list.push(Input { id: path.display().to_string(), source });
        }
    }
}
