//! The harvester against a web of our own: no other network.

mod bad;
mod command;
#[cfg(unix)]
mod during;
mod foreign;
#[cfg(unix)]
mod killed;
mod polite;
mod safe;
mod site;
mod tls;
mod web;

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use site::Site;
use solieu::{
    fetch::{Harvest, HostSettings, Missing, Row, Settings},
    patterns::{MissingPages, Patterns},
};

/// Settings that wait for nothing; hosts `bao1.example`, `bao2.example`, … are the machines of the site.
fn settings(site: &Site) -> Settings {
    let mut settings = Settings {
        delay: Duration::ZERO,
        jitter_percent: 0,
        backoff: Duration::from_millis(5),
        max_wait: Duration::from_millis(400),
        connect_timeout: Duration::from_secs(5),
        first_byte_timeout: Duration::from_secs(5),
        total_timeout: Duration::from_secs(10),
        allow_private: true,
        missing: missing(),
        ..Settings::default()
    }
    .with_contact("lan@truong.example");
    for (n, address) in site.machines.iter().enumerate() {
        let host = HostSettings { addresses: vec![*address], ..HostSettings::default() };
        settings.hosts.insert(format!("bao{}.example", n + 1), host);
    }
    settings
}

/// What the pattern files say of pages that are none.
fn missing() -> Missing {
    let known = Arc::new(MissingPages::among(&Patterns::builtin_files()).unwrap());
    let ends = known.clone();
    Missing {
        says_so: Some(Arc::new(move |body| known.says_so(body))),
        leads_nowhere: Some(Arc::new(move |from, to| ends.leads_nowhere(from, to))),
    }
}

/// Fetches a list into a folder.
fn fetch(folder: &Path, settings: &Settings, list: &[String]) -> Harvest {
    let path = folder.join("list.txt");
    std::fs::write(&path, format!("# list\n{}\n", list.join("\n"))).unwrap();
    let harvest = Harvest::open(&folder.join("kho"), settings.clone()).unwrap();
    harvest.add(&[solieu::fetch::Source::List(path)]).unwrap();
    harvest.run_quietly().unwrap();
    harvest
}

/// All rows by id.
fn rows(harvest: &Harvest) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    harvest
        .each_row(|row| {
            let known = rows.insert(row.id.clone(), row);
            assert_eq!(known, None, "one row for each address");
            Ok(())
        })
        .unwrap();
    rows
}

/// Statuses in the order asked for.
fn statuses(harvest: &Harvest, ids: &[&str]) -> Vec<String> {
    let rows = rows(harvest);
    ids.iter().map(|id| rows.get(*id).map_or("no row".to_owned(), |r| r.status.to_string())).collect()
}
