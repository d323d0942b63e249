//! The command line; `--help` is the manual.

use crate::serve::{self, Serve};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Yingke 迎客: customer service that works without a network. This is its server.
#[derive(Debug, Parser)]
#[command(name = "server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server.
    Serve(Serve),
}

/// The folder with everything the server keeps.
#[derive(Clone, Debug, clap::Args)]
pub struct DataArgument {
    /// Folder with everything the server keeps.
    #[arg(
        long,
        value_name = "FOLDER",
        env = "YINGKE_DATA",
        default_value = "data"
    )]
    pub data: PathBuf,
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(options) => serve::run(options).await,
    }
}
