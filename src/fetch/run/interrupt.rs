//! Ctrl-C, and the signal of whoever stops a service: both ask for a clean end.
//!
//! In: the signals of the process. Out: one message for each.

use std::{io, thread};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Watches for as long as the runtime lives.
pub(super) fn watch() -> io::Result<UnboundedReceiver<()>> {
    let (tell, told) = unbounded_channel();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let (mut signals, tell) = (signal(kind)?, tell.clone());
            tokio::spawn(async move { while signals.recv().await.is_some() && tell.send(()).is_ok() {} });
        }
    }
    #[cfg(not(unix))]
    tokio::spawn(async move { while tokio::signal::ctrl_c().await.is_ok() && tell.send(()).is_ok() {} });
    Ok(told)
}

/// For a run that heeds no signals.
pub(super) fn none() -> UnboundedReceiver<()> {
    unbounded_channel().1
}

/// Once caught, a signal is never again what it was; from here on it ends the process, as it would without us.
pub(super) fn let_go() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            if let Ok(mut signals) = watch() {
                let _ = signals.recv().await;
                // What the shell would say of a process that Ctrl-C has ended.
                std::process::exit(130);
            }
        });
    })?;
    Ok(())
}
