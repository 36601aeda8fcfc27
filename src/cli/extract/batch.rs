//! Work on many things at once, results in the order of the things.
//!
//! At most twice as many things are in flight as there are threads, so memory is bounded by the largest of them, and
//! what is written does not depend on how many threads there are.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{
        Mutex,
        mpsc::{Receiver, SyncSender, channel, sync_channel},
    },
    thread,
};

/// Stack of a worker: pages nest, and the reader of markup is bounded by depth, not by stack.
const STACK: usize = 16 << 20;

/// Runs `work` over `things` on `threads` threads and gives the results to `write`, in order. Each thread has a state
/// of its own, made by `state`. Stops at the first error of `write`.
pub(super) fn in_order<T: Send, R: Send, S, E>(
    threads: NonZeroUsize,
    things: impl IntoIterator<Item = T>,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (jobs, queue) = channel::<(T, SyncSender<R>)>();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let worker = || {
                let mut state = state();
                while let Some((thing, reply)) = next(&queue) {
                    // Nobody listens any more once `write` has failed.
                    let _ = reply.send(work(&mut state, thing));
                }
            };
            let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
            worker.expect("the system starts as many threads as were asked for");
        }
        // Moved in here, so that the workers see the end of the queue whichever way this scope is left.
        let jobs = jobs;
        let mut waiting: VecDeque<Receiver<R>> = VecDeque::new();
        for thing in things {
            if waiting.len() == 2 * threads.get() {
                write(result(&mut waiting))?;
            }
            let (reply, result) = sync_channel(1);
            jobs.send((thing, reply)).expect("workers live as long as the queue");
            waiting.push_back(result);
        }
        while !waiting.is_empty() {
            write(result(&mut waiting))?;
        }
        Ok(())
    })
}

fn next<J>(queue: &Mutex<Receiver<J>>) -> Option<J> {
    queue.lock().expect("no worker fails while it takes a job").recv().ok()
}

fn result<R>(waiting: &mut VecDeque<Receiver<R>>) -> R {
    let first = waiting.pop_front().expect("asked only while something waits");
    first.recv().expect("a worker answers every job, a failing one included")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_and_few_are_in_flight() {
        for threads in [1, 2, 7] {
            let threads = NonZeroUsize::new(threads).expect("not zero");
            let (in_flight, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let things = (0..200_u64).inspect(|_| {
                let now = in_flight.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
            });
            let mut out = Vec::new();
            let work = |(): &mut (), n: u64| {
                thread::sleep(std::time::Duration::from_micros(n * 7 % 300));
                n
            };
            let write = |n| {
                in_flight.fetch_sub(1, Ordering::SeqCst);
                out.push(n);
                Ok::<(), ()>(())
            };
            in_order(threads, things, || (), work, write).expect("nothing fails");
            assert_eq!(out, (0..200).collect::<Vec<_>>());
            assert!(most.into_inner() <= 2 * threads.get() + 1);
        }
    }

    #[test]
    fn an_error_of_the_writer_ends_it() {
        let threads = NonZeroUsize::new(3).expect("not zero");
        let mut n_written = 0;
        let write = |n: u32| {
            n_written += 1;
            if n == 5 { Err("full") } else { Ok(()) }
        };
        assert_eq!(in_order(threads, 0..1000, || (), |(), n| n, write), Err("full"));
        assert_eq!(n_written, 6);
    }
}
