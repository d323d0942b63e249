//! The command line; `--help` is the manual.

use crate::admin::grants::Grant;
use crate::admin::users::{self, NewUser};
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::jobs::backup::{self, Target};
use crate::jobs::{restore, verify};
use crate::people::SYS_ADMIN;
use crate::serve::{self, Serve};
use crate::store::meta::{self, Fact};
use crate::store::{Database, audit};
use crate::{error::Problem, organisation_key};
use anyhow::{Context, anyhow, bail};
use clap::{Parser, Subcommand};
use serde_json::json;
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
    Serve(Box<Serve>),
    /// Manages accounts without the app.
    #[command(subcommand)]
    User(UserCommand),
    /// Makes a snapshot of everything; the server may be running.
    Backup {
        #[command(flatten)]
        data: DataArgument,
        /// Folder that collects the snapshots: another disk, or a mounted share.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Puts a snapshot into an empty data folder; devices then send again what it lacks.
    Restore {
        #[command(flatten)]
        data: DataArgument,
        /// Folder with the snapshots.
        #[arg(long, value_name = "FOLDER")]
        from: PathBuf,
        /// Which one; the newest if left out.
        #[arg(long, value_name = "NAME")]
        snapshot: Option<String>,
    },
    /// Checks everything: pages, ops, sums, blobs, the audit chain.
    Verify {
        #[command(flatten)]
        data: DataArgument,
        /// Checks the newest snapshot in this folder instead.
        #[arg(long, value_name = "FOLDER")]
        backup: Option<PathBuf>,
    },
    /// The organisation key.
    #[command(subcommand)]
    Key(KeyCommand),
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Makes an account and prints the one-time code that opens it.
    Add {
        #[command(flatten)]
        data: DataArgument,
        /// Sign-in name: usually the staff number.
        #[arg(long)]
        login: String,
        /// Name of the person.
        #[arg(long)]
        name: String,
        /// Role code (SALES, CS_MGR…), over the whole organisation; may be repeated.
        #[arg(long, value_name = "CODE")]
        role: Vec<String>,
        /// May manage accounts and devices.
        #[arg(long)]
        administrator: bool,
    },
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Prints the private organisation key once, for the safe: it opens every sealed capture.
    Export {
        #[command(flatten)]
        data: DataArgument,
    },
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

impl DataArgument {
    /// The folder of a server that has been set up.
    fn open(&self) -> anyhow::Result<DataFolder> {
        if !self.data.join("yingke.db").exists() {
            bail!("there is no server's data in {}", self.data.display());
        }
        DataFolder::open(&self.data)
    }
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let now = Clock::system().now();
    match cli.command {
        Command::Serve(options) => serve::run(*options).await,
        Command::User(UserCommand::Add {
            data,
            login,
            name,
            mut role,
            administrator,
        }) => {
            role.extend(administrator.then(|| SYS_ADMIN.to_owned()));
            let grants = role.iter().map(|role| Grant::everywhere(role)).collect();
            let code = add_user(
                &data,
                NewUser {
                    login,
                    name,
                    units: Vec::new(),
                    grants,
                },
                now,
            )
            .await?;
            println!("one-time code, good for 7 days: {code}");
            Ok(())
        }
        Command::Backup { data, to } => {
            let (name, manifest) = backup::run(&data.open()?, &Target(to), now)?;
            println!(
                "snapshot {name}: up to {}, {} blobs",
                manifest.seq, manifest.blobs
            );
            Ok(())
        }
        Command::Restore {
            data,
            from,
            snapshot,
        } => {
            let name = restore::run(&Target(from), snapshot.as_deref(), &data.data, now)?;
            println!("restored snapshot {name} into {}", data.data.display());
            println!(
                "everybody signs in again; passwords, disabled accounts and lost devices are as"
            );
            println!("they were when the snapshot was made: repeat what was changed since.");
            Ok(())
        }
        Command::Verify { data, backup } => {
            let problems = match backup.map(Target) {
                None => verify::data(&data.open()?)?,
                Some(target) => {
                    let name = target
                        .snapshots()?
                        .pop()
                        .context("there is no complete snapshot")?;
                    verify::snapshot(&target, &name)?
                }
            };
            problems.iter().for_each(|problem| println!("{problem}"));
            if !problems.is_empty() {
                bail!("{} problems", problems.len());
            }
            println!("everything is in order");
            Ok(())
        }
        Command::Key(KeyCommand::Export { data }) => {
            let folder = data.open()?;
            let key = organisation_key::load(&folder)?.context("setup has not made a key yet")?;
            let database = Database::open(&folder.database())?;
            let noted = database.write(move |conn| {
                let (action, detail) = ("key_exported", json!({}));
                audit::append(
                    conn,
                    &audit::Event {
                        at: now,
                        actor: None,
                        device: None,
                        action,
                        detail,
                    },
                )
            });
            noted
                .await
                .map_err(|error: rusqlite::Error| anyhow!(error))?;
            println!("{}", *organisation_key::export(&key));
            Ok(())
        }
    }
}

async fn add_user(data: &DataArgument, user: NewUser, now: i64) -> anyhow::Result<String> {
    let database = Database::open(&data.open()?.database())?;
    let added = database.write(move |conn| {
        if meta::get::<[u8; 16]>(conn, Fact::Organisation)?.is_none() {
            return Err(Problem::new(crate::error::Code::NotSetUp));
        }
        let account = users::new_account(conn, &user, None, now)?;
        let (action, detail) = ("user_invited", json!({ "user": account.id }));
        audit::append(
            conn,
            &audit::Event {
                at: now,
                actor: None,
                device: None,
                action,
                detail,
            },
        )?;
        users::issue(conn, account.id, now)
    });
    added
        .await
        .map(|issued| issued.code)
        .map_err(|problem| anyhow!("{problem}"))
}
