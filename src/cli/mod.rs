//! The command line: the only part of the program that reads files, prints, and knows exit codes.
//!
//! In: arguments. Out: data on standard output or in a folder, talk on standard error, an exit code. Each verb is one
//! file here; [`args`] holds what was written on the command line.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is the one place that prints"
)]

mod args;
mod exit;
mod explain;
mod extract;
#[cfg(all(feature = "fetch", unix))]
mod front;
#[cfg(feature = "fetch")]
mod harvest;
mod inspect;
mod patterns;
mod score;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let args = Args::parse();
    #[cfg(all(feature = "fetch", unix))]
    if args.worker {
        front::listen();
    } else if matches!(args.command, Command::Fetch(_) | Command::Harvest(_) | Command::Retry(_))
        && let Some(code) = front::stand()
    {
        return code;
    }
    run(args.command).into()
}

fn run(command: Command) -> Exit {
    let run = match command {
        Command::Extract(args) => extract::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Inspect(args) => inspect::run(&args),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => harvest::fetch(&args),
        #[cfg(feature = "fetch")]
        Command::Forget(args) => harvest::forget(&args),
        #[cfg(feature = "fetch")]
        Command::Harvest(args) => harvest::harvest(args),
        #[cfg(feature = "fetch")]
        Command::Retry(args) => harvest::retry(&args),
        Command::Patterns(args) => patterns::run(&args),
        Command::Score(args) => score::run(&args),
        #[cfg(feature = "fetch")]
        Command::Status(args) => harvest::status(&args),
    };
    run.unwrap_or_else(|error| {
        let exit = exit::of_error(&error);
        match (exit, format!("{error:#}")) {
            (Exit::Fine, _) => {}
            // A finding about a file has its own head.
            (_, finding) if finding.starts_with("error[") => eprintln!("{finding}"),
            (_, error) => eprintln!("error: {error}"),
        }
        exit
    })
}
