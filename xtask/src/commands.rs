//! The table of commands: name, arguments, one line of help, the function.

use crate::{bench, build, dev, doctor, icons, place::Place, rules, run, sim, test};
use anyhow::{Result, bail};

type Run = fn(&Place, &[String]) -> Result<()>;

struct Command {
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: Run,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "run",
        arguments: "[--demo] [--data DIR] [--listen ADDR] [--database-url URL]",
        help: "install what is missing, build app and server, start the server",
        run: run::run,
    },
    Command {
        name: "test",
        arguments: "",
        help: "install what is missing, run every test there is, end in one line",
        run: test::all,
    },
    Command {
        name: "build",
        arguments: "[--web]",
        help: "release build into dist/ and the server binary (--web: dist/ alone)",
        run: build::command,
    },
    Command {
        name: "dev",
        arguments: "[server flags]",
        help: "live reload in the browser, server beside it",
        run: dev::run,
    },
    Command {
        name: "e2e",
        arguments: "[FILTER]",
        help: "the browser tests alone",
        run: test::e2e,
    },
    Command {
        name: "lint",
        arguments: "",
        help: "format check, clippy for host and browser, tidy",
        run: test::lint,
    },
    Command {
        name: "fmt",
        arguments: "",
        help: "format the code in place",
        run: test::fmt,
    },
    Command {
        name: "sim",
        arguments: "--seeds N [--from S] [--broken NAME|all]",
        help: "the simulator; a failing seed prints its replay command",
        run: sim::run,
    },
    Command {
        name: "rules",
        arguments: "[--mutate]",
        help: "rule, where it is enforced, its test; --mutate switches each off",
        run: rules::run,
    },
    Command {
        name: "bench",
        arguments: "[NAME [ARGUMENTS]]",
        help: "ratios against raw limits and named peers; writes target/bench/*.json",
        run: bench::run,
    },
    Command {
        name: "doctor",
        arguments: "",
        help: "what is missing on this machine and how to get it",
        run: doctor::run,
    },
    Command {
        name: "icons",
        arguments: "",
        help: "draw the PNG icons again from app/public/icon.svg",
        run: icons::run,
    },
    Command {
        name: "stage",
        arguments: "",
        help: "called by Trunk after it has built the app, not by hand",
        run: build::stage_hook,
    },
];

/// Runs the command named by the first argument with the rest.
pub(crate) fn dispatch(args: &[String]) -> Result<()> {
    let Some((name, rest)) = args.split_first() else {
        print_help();
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return Ok(());
    }
    let Some(command) = COMMANDS.iter().find(|c| c.name == name) else {
        bail!("no command {name}; `cargo xtask help` lists them");
    };
    (command.run)(&Place::find()?, rest)
}

fn print_help() {
    println!("cargo xtask COMMAND\n");
    for c in COMMANDS {
        println!("  {:<8} {}", c.name, c.help);
        if !c.arguments.is_empty() {
            println!("           {}", c.arguments);
        }
    }
}
