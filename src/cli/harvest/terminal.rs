//! A run, shown: a line per host and a bar over all, or a JSON object per line.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use solieu::fetch::{News, Watch};

/// Hosts that have a line of their own at a time.
const LINES: usize = 12;
/// Without a terminal, a line about everything this often.
const PLAIN: Duration = Duration::from_secs(30);

/// How often what is left is reckoned anew.
const RECKON: Duration = Duration::from_secs(1);

/// Bars on a terminal; elsewhere a plain line now and then.
pub(super) struct Terminal {
    all: MultiProgress,
    overall: ProgressBar,
    state: Mutex<State>,
    is_terminal: bool,
}

struct State {
    hosts: HashMap<String, Host>,
    /// Addresses of hosts that are not at work, queued and ended.
    known: u64,
    done: u64,
    failed: u64,
    told: Instant,
    began: Instant,
    done_before: u64,
    reckoned: Option<Instant>,
}

struct Host {
    line: Option<ProgressBar>,
    queued: u64,
    done: u64,
    failed: u64,
    since: Instant,
    done_before: u64,
}

impl Terminal {
    /// Starts with what waits and what is known.
    pub(super) fn new((queued, known): (u64, u64), is_terminal: bool) -> Self {
        let all = MultiProgress::new();
        if !is_terminal {
            all.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {msg}");
        let overall = all.add(ProgressBar::new(known));
        overall.set_style(style.expect("the template is fixed and well formed"));
        overall.set_position(known - queued);
        let (now, done) = (Instant::now(), known - queued);
        let hosts = HashMap::new();
        let state =
            State { hosts, known, done, failed: 0, told: now, began: now, done_before: done, reckoned: None };
        Self { all, overall, state: Mutex::new(state), is_terminal }
    }

    fn host(&self, state: &mut State, authority: &str, queued: u64, done: u64, failed: u64) {
        let lines = state.hosts.values().filter(|h| h.line.is_some()).count();
        let host = state.hosts.entry(authority.to_owned()).or_insert_with(|| Host {
            line: None,
            queued: 0,
            done: done.saturating_sub(1),
            failed,
            since: Instant::now(),
            done_before: done.saturating_sub(1),
        });
        if host.line.is_none() && lines < LINES && self.is_terminal {
            let line = self.all.insert_before(&self.overall, ProgressBar::new_spinner());
            line.set_style(ProgressStyle::with_template("{msg}").expect("the template is fixed"));
            host.line = Some(line);
        }
        // A host may have got more addresses; the total follows.
        let known_before = if host.queued == 0 { queued + done } else { host.queued + host.done };
        state.known = (state.known + queued + done).saturating_sub(known_before);
        state.done = (state.done + done).saturating_sub(host.done);
        state.failed = (state.failed + failed).saturating_sub(host.failed);
        (host.queued, host.done, host.failed) = (queued, done, failed);
        if let Some(line) = &host.line {
            let rate = rate(done.saturating_sub(host.done_before), host.since.elapsed());
            line.set_message(format!("{authority:<32} {done}/{}  {rate}  {failed} failed", queued + done));
        }
        self.overall.set_length(state.known);
        self.overall.set_position(state.done);
        if self.is_terminal && state.reckoned.is_none_or(|at| at.elapsed() > RECKON) {
            state.reckoned = Some(Instant::now());
            let rate = rate(state.done.saturating_sub(state.done_before), state.began.elapsed());
            self.overall.set_message(format!("{rate}{}", state.left()));
        }
        if !self.is_terminal && state.told.elapsed() > PLAIN {
            state.told = Instant::now();
            let (left, State { done, known, failed, .. }) = (state.left(), state);
            eprintln!("{done}/{known} addresses, {failed} failed in this run{left}");
        }
    }
}

impl State {
    /// How long it will take: what the slowest host needs by itself, for a server's pace does not quicken when the others
    /// are done; or what all need together, if that is longer.
    fn left(&self) -> String {
        let all = left(
            self.known - self.done.min(self.known),
            self.done.saturating_sub(self.done_before),
            self.began.elapsed(),
        );
        let each = |h: &Host| left(h.queued, h.done.saturating_sub(h.done_before), h.since.elapsed());
        let longest = self.hosts.values().filter_map(each).chain(all).max();
        longest.map(|left| format!(", còn / left: {}", HumanDuration(left))).unwrap_or_default()
    }
}

/// Time for what is queued, at the pace of what was done. Unknown before anything was.
fn left(queued: u64, done: u64, elapsed: Duration) -> Option<Duration> {
    let millis = elapsed.as_millis() * u128::from(queued) / u128::from(done).max(1);
    (done > 0).then(|| Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX)))
}

/// Addresses per second, with one decimal.
fn rate(done: u64, elapsed: Duration) -> String {
    let tenths = u128::from(done) * 10_000 / elapsed.as_millis().max(1);
    format!("{}.{}/s", tenths / 10, tenths % 10)
}

impl Terminal {
    /// A line that stays.
    fn say(&self, text: &str) {
        if self.is_terminal {
            let _ = self.all.println(text);
        } else {
            eprintln!("{text}");
        }
    }
}

impl Watch for Terminal {
    fn tell(&self, news: News) {
        let Ok(mut state) = self.state.lock() else { return };
        match news {
            News::Host { authority, queued, done, failed } => {
                self.host(&mut state, &authority, queued, done, failed);
            }
            News::HostDone { authority } => {
                if let Some(line) = state.hosts.remove(&authority).and_then(|h| h.line) {
                    line.finish_and_clear();
                    self.all.remove(&line);
                }
            }
            News::Aside { authority, status, detail, .. } => {
                self.say(&format!("{authority}: bỏ qua / left alone, {}: {detail}", status.cause()));
            }
            News::DiskFull => {
                self.say(
                    "đĩa đầy, đang chờ / the disk is full: waiting for room, nothing is lost (Ctrl-C stops)",
                );
            }
            News::NetworkLost => {
                self.say("mất mạng, đang chờ / the network is lost: waiting for it, no failure counts (Ctrl-C stops)");
            }
            News::NetworkBack => self.say("đã có mạng lại / the network is back"),
            News::RoomAgain => self.say("đĩa đã có chỗ / there is room again"),
            News::Stopping => {
                self.say("đang dừng / stopping: waiting for what is under way (Ctrl-C again: at once)");
            }
            _ => {}
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.overall.finish_and_clear();
    }
}

/// One JSON object per line on standard error.
pub(super) struct JsonLog;

impl Watch for JsonLog {
    fn tell(&self, news: News) {
        let line = match news {
            News::Host { authority, queued, done, failed } => {
                json!({"event": "host", "host": authority, "queued": queued, "done": done, "failed": failed})
            }
            News::HostDone { authority } => json!({"event": "host_done", "host": authority}),
            News::Aside { authority, status, detail, .. } => {
                json!({"event": "host_set_aside", "host": authority, "status": status, "detail": detail})
            }
            News::DiskFull => json!({"event": "disk_full"}),
            News::NetworkLost => json!({"event": "network_lost"}),
            News::NetworkBack => json!({"event": "network_back"}),
            News::RoomAgain => json!({"event": "room_again"}),
            News::Stopping => json!({"event": "stopping"}),
            _ => return,
        };
        eprintln!("{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_by_the_pace_of_what_is_done() {
        let second = Duration::from_secs(1);
        assert_eq!(left(100, 5, 10 * second), Some(200 * second));
        assert_eq!(left(0, 5, 10 * second), Some(Duration::ZERO));
        assert_eq!(left(7, 0, second), None);
        assert_eq!(rate(25, 10 * second), "2.5/s");
        // One host has many addresses, the others are done: the bar alone would promise an early end.
        let mut state = State {
            hosts: HashMap::new(),
            known: 1000,
            done: 500,
            failed: 0,
            told: Instant::now(),
            began: Instant::now(),
            done_before: 0,
            reckoned: None,
        };
        let since = Instant::now().checked_sub(10 * second).unwrap();
        let slow = Host { line: None, queued: 500, done: 5, failed: 0, since, done_before: 0 };
        state.hosts.insert("cham.example".to_owned(), slow);
        assert!(state.left().contains("17 minutes"), "{}", state.left());
    }
}
