//! Whose fault it is when nobody answers: theirs, or that our own network is gone.
//!
//! In: which hosts were silent and which answered. Out: whether failures count. When several hosts in a row are silent,
//! hosts that answered shortly before are called, without a request: if none of them can be reached either, the network is
//! lost. Then nothing is asked for, no failure counts, and the run waits; otherwise a night without a network would put
//! aside every host of the list.
//!
//! A run over one or two hosts cannot tell, and puts them aside as ever; so does one that nobody has answered yet.

use std::{
    collections::{BTreeSet, VecDeque},
    time::Duration,
};

use tokio::time::Instant;
use url::Url;

use super::{super::Status, Done, News, Scheduler};

/// So many hosts in a row are no accident.
const SILENT: usize = 3;
/// How many of those that answered are called.
const WITNESSES: usize = 3;

/// What is known of our own network.
#[derive(Debug, Default)]
pub(super) struct Outage {
    /// Hosts that were silent since anybody answered.
    silent: BTreeSet<u32>,
    /// Who answered last, newest first.
    witnesses: VecDeque<Url>,
    suspected: bool,
    /// A person was told.
    told: bool,
    /// When to call the witnesses; nothing while they are being called.
    call_at: Option<Instant>,
}

impl Outage {
    /// Somebody answered. True if a person believes the network lost.
    fn answered(&mut self, front: Url) -> bool {
        self.silent.clear();
        self.suspected = false;
        self.call_at = None;
        if self.witnesses.front() != Some(&front) {
            self.witnesses.retain(|known| *known != front);
            self.witnesses.push_front(front);
            self.witnesses.truncate(WITNESSES);
        }
        std::mem::take(&mut self.told)
    }

    /// A host was silent. True if that does not count against it.
    fn silent(&mut self, host: u32, now: Instant) -> bool {
        if self.suspected {
            return true;
        }
        self.silent.insert(host);
        if self.silent.len() >= SILENT && !self.witnesses.is_empty() {
            self.suspected = true;
            self.call_at = Some(now);
        }
        self.suspected
    }

    /// Whether to wait.
    pub(super) fn suspected(&self) -> bool {
        self.suspected
    }

    /// When the witnesses are to be called, if they are.
    pub(super) fn call_at(&self) -> Option<Instant> {
        self.call_at.filter(|_| self.suspected)
    }
}

impl Scheduler<'_> {
    /// Somebody at a host has answered, whatever it was.
    pub(super) fn heard(&mut self, id: u32) {
        let front = self.active.get(&id).and_then(super::Active::front);
        if front.is_some_and(|front| self.outage.answered(front)) {
            self.watch.tell(News::NetworkBack);
        }
    }

    /// Whether the failure of a host is perhaps none of its own. Then it is tried again, as if nothing had been.
    pub(super) fn perhaps_ours(&mut self, id: u32, status: Status, now: Instant) -> bool {
        let silence = matches!(status, Status::Dns | Status::Connect | Status::Timeout);
        silence && self.outage.silent(id, now)
    }

    /// Calls the witnesses, when it is time.
    pub(super) fn call_witnesses(&mut self, now: Instant) {
        if self.outage.call_at().is_none_or(|at| at > now) {
            return;
        }
        self.outage.call_at = None;
        let (client, witnesses) = (self.tools.client.clone(), self.outage.witnesses.clone());
        self.tasks.spawn(async move {
            for witness in &witnesses {
                if client.reaches(witness).await {
                    return Done::Called(true);
                }
            }
            Done::Called(false)
        });
    }

    /// What the call brought.
    pub(super) fn called(&mut self, reached: bool, now: Instant) {
        if !self.outage.suspected {
            return;
        }
        if reached {
            // The silent ones are silent by themselves: from here on it counts again.
            self.outage.silent.clear();
            self.outage.suspected = false;
            if std::mem::take(&mut self.outage.told) {
                self.watch.tell(News::NetworkBack);
            }
            return;
        }
        self.outage.call_at = Some(now + self.between_calls());
        if !std::mem::replace(&mut self.outage.told, true) {
            self.watch.tell(News::NetworkLost);
        }
    }

    fn between_calls(&self) -> Duration {
        self.settings.backoff * 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_answer_for_themselves_until_several_are_silent_and_a_witness_is_known() {
        let now = Instant::now();
        let front = |n: u32| Url::parse(&format!("http://bao{n}.example/")).unwrap();
        let mut outage = Outage::default();
        // Nobody has answered yet: perhaps the list is wrong.
        assert!((0..9).all(|host| !outage.silent(host, now)));
        outage.answered(front(1));
        assert!(!outage.silent(2, now) && !outage.silent(2, now) && !outage.silent(3, now));
        outage.answered(front(4));
        assert!(!outage.silent(2, now) && !outage.silent(3, now), "an answer between them");
        assert!(outage.silent(5, now) && outage.silent(2, now));
        assert_eq!(outage.call_at(), Some(now));
        outage.told = true;
        assert!(outage.answered(front(1)) && !outage.suspected());
        assert_eq!(outage.witnesses, [front(1), front(4)]);
    }
}
