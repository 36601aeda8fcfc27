//! Work on many things at once, results in the order of the things.
//!
//! Things go in small groups, at most twice as many in flight as there are threads, and no worker keeps back more than a
//! [`LOAD`] of results: memory is bounded by the largest of them, and what is written does not depend on how many threads
//! there are.

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

/// The most things in a group. A small page is read in less time than it takes to wake the one who waits for it.
const GROUP: usize = 8;

/// Groups that each thread has to work on at least, so that none is idle at the end.
const SHARE: usize = 8;

/// Weight of the results that a worker keeps back until its group is done.
const LOAD: usize = 256 << 10;

/// Runs `run` where pages have room to nest.
pub(super) fn with_room<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let done = thread.expect("the system starts one more thread").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs `work` over `things` on `threads` threads and gives the results that it emits to `write`, in order. Each thread
/// has a state of its own, made by `state`; `weight` is the size of a result. Stops at the first error of `write`.
/// Where one thread is to do it, it is this one (see [`with_room`]).
pub(super) fn in_order<T: Send, R: Send, S, E>(
    threads: NonZeroUsize,
    mut things: impl ExactSizeIterator<Item = T>,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T, &mut dyn FnMut(R)) + Sync,
    weight: impl Fn(&R) -> usize + Sync,
    mut write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads == NonZeroUsize::MIN {
        let mut state = state();
        return things.try_for_each(|thing| {
            let mut done = Ok(());
            work(&mut state, thing, &mut |result| {
                if done.is_ok() {
                    done = write(result);
                }
            });
            done
        });
    }
    let group = (things.len() / (SHARE * threads.get())).clamp(1, GROUP);
    let (jobs, queue) = channel::<(Vec<T>, SyncSender<Vec<R>>)>();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let worker = || {
                let mut state = state();
                while let Some((things, reply)) = next(&queue) {
                    let mut done = Vec::new();
                    let mut load = 0;
                    let mut emit = |result: R| {
                        load += weight(&result);
                        done.push(result);
                        if load > LOAD {
                            load = 0;
                            // Nobody listens any more once `write` has failed.
                            let _ = reply.send(std::mem::take(&mut done));
                        }
                    };
                    for thing in things {
                        work(&mut state, thing, &mut emit);
                    }
                    let _ = reply.send(done);
                }
            };
            let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
            worker.expect("the system starts as many threads as were asked for");
        }
        // Moved in here, so that the workers see the end of the queue whichever way this scope is left.
        let jobs = jobs;
        let mut waiting: VecDeque<Receiver<Vec<R>>> = VecDeque::new();
        let mut things = things.peekable();
        while things.peek().is_some() {
            if waiting.len() == 2 * threads.get() {
                results(&mut waiting).try_for_each(&mut write)?;
            }
            let (reply, results) = sync_channel(1);
            let things = things.by_ref().take(group).collect();
            jobs.send((things, reply)).expect("workers live as long as the queue");
            waiting.push_back(results);
        }
        while !waiting.is_empty() {
            results(&mut waiting).try_for_each(&mut write)?;
        }
        Ok(())
    })
}

fn next<J>(queue: &Mutex<Receiver<J>>) -> Option<J> {
    queue.lock().expect("no worker fails while it takes a job").recv().ok()
}

/// The results of the group that waits longest.
fn results<R>(waiting: &mut VecDeque<Receiver<Vec<R>>>) -> impl Iterator<Item = R> {
    let first = waiting.pop_front().expect("asked only while something waits");
    first.into_iter().flatten()
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
            let things = (0..200_u32).inspect(|_| {
                let now = in_flight.fetch_add(1, Ordering::SeqCst) + 1;
                most.fetch_max(now, Ordering::SeqCst);
            });
            let mut out = Vec::new();
            let work = |(): &mut (), n: u32, emit: &mut dyn FnMut(u32)| {
                thread::sleep(std::time::Duration::from_micros(u64::from(n * 7 % 300)));
                emit(n);
            };
            let write = |n| {
                in_flight.fetch_sub(1, Ordering::SeqCst);
                out.push(n);
                Ok::<(), ()>(())
            };
            // Every third result is a load of its own.
            let weight = |n: &u32| if n.is_multiple_of(3) { LOAD + 1 } else { 1 };
            in_order(threads, things, || (), work, weight, write).expect("nothing fails");
            assert_eq!(out, (0..200).collect::<Vec<_>>());
            assert!(most.into_inner() <= (2 * threads.get() + 1) * GROUP);
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
        assert_eq!(in_order(threads, 0..1000, || (), |(), n, emit| emit(n), |_| 1, write), Err("full"));
        assert_eq!(n_written, 6);
    }
}
