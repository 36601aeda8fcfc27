//! The command `solieu`: reads its arguments, runs one verb, ends with an exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
