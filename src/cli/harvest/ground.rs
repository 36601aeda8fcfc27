//! The settings that every verb starts from: the defaults, and what the pattern files say of pages that are none.

use std::{path::Path, sync::Arc};

use solieu::{
    fetch::{Missing, Settings},
    patterns::MissingPages,
};

use crate::cli::{exit::Usage, patterns};

/// With the pattern files in force.
pub(crate) fn settings(folder: Option<&Path>) -> anyhow::Result<Settings> {
    let files = patterns::files(folder)?;
    let known = MissingPages::among(&files).map_err(|findings| Usage(patterns::render(&findings, &files)))?;
    Ok(knowing(known))
}

/// With what is known of pages that are none.
pub(crate) fn knowing(missing: MissingPages) -> Settings {
    let missing = Arc::new(missing);
    let ends = missing.clone();
    Settings {
        missing: Missing {
            says_so: Some(Arc::new(move |body| missing.says_so(body))),
            leads_nowhere: Some(Arc::new(move |from, to| ends.leads_nowhere(from, to))),
        },
        ..Settings::default()
    }
}
