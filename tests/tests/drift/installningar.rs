//! Settings: where they are read from and in what order, what a fault in them says, and that no password shows.

use std::path::{Path, PathBuf};

use crate::process::{Finsam, finsam, told};
use finsam_tests::Databas;

/// `finsam serve` with a file of settings, that ends at once since something is wrong.
fn refused(folder: &Path, text: &str, more: &[&str]) -> String {
    let file = written(folder, "finsam.toml", text);
    let output = finsam(&["serve", "--config", file.to_str().unwrap()]).args(more).output().unwrap();
    let (code, said) = told(&output);
    assert_eq!(code, 2, "{said}");
    said
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let mut server = Finsam::start(Databas::Sqlite, &[]).await;
    let text = "rojandeskydd = 7\nsqlite_lasare = 2\nlogg = \"warn\"\nloggform = \"json\"\n";
    let file = written(&server.folder, "finsam.toml", text);
    let config = ("FINSAM_CONFIG", file.to_str().unwrap());
    for (args, env, expected) in [
        (&[][..], &[config][..], 7),
        (&[], &[config, ("FINSAM_ROJANDESKYDD", "8")], 8),
        (&["--rojandeskydd", "9"], &[config, ("FINSAM_ROJANDESKYDD", "8")], 9),
        (&[], &[], 5),
    ] {
        server.signal("TERM");
        server.ended().await;
        server.run(args, env).await;
        assert_eq!(server.json("/begransningar").await["rojandeskyddTroskel"], expected);
    }
}

#[test]
fn a_fault_names_file_line_setting_and_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    for (text, expected) in [
        ("# a\nlisen = 1\n", &["finsam.toml", "rad/line 2, lisen", "unknown field", "listen"][..]),
        ("\n\nlisten = \"8080\"\n", &["rad/line 3, listen", "socket address"]),
        ("postgres_anslutningar = 0\n", &["rad/line 1, postgres_anslutningar", "1-1000"]),
        ("tid_huvud = 30\n", &["rad/line 1, tid_huvud", "integer `30`", "\"30s\""]),
        ("tid_huvud = \"1 år\"\n", &["rad/line 1, tid_huvud", "24h"]),
        ("sandlada = \"ja\"\n", &["rad/line 1, sandlada", "boolean"]),
        ("loggform = \"xml\"\n", &["rad/line 1, loggform", "json"]),
        ("logg = \"info\"\nlogg = \"warn\"\n", &["rad/line 2, logg", "duplicate"]),
        ("database = 5\n", &["rad/line 1, database", "string"]),
        ("database = \"postgres://anna:hemligt@db/f\n", &["rad/line 1, database"]),
        ("database = \"postgre://anna:hemligt@db/f\"\n", &["sqlite:FILE"]),
        ("database = \"sqlite:a\"\ndatabase_fil = \"b\"\n", &["--database-fil"]),
        ("logg = \"=x=\"\ndatabase = \"sqlite:a\"\n", &["logg", "info"]),
        ("", &["--database", "FINSAM_DATABASE_FIL"]),
    ] {
        let said = refused(folder.path(), text, &[]);
        for word in expected {
            assert!(said.contains(word), "{word} is not in {said}");
        }
        assert!(!said.contains("hemligt"), "{said}");
    }
    let said = refused(folder.path(), "", &["--tid-huvud", "x"]);
    assert!(said.contains("--tid-huvud") && said.contains("24h"), "{said}");
    let missing = finsam(&["serve", "--config", "/finns/inte.toml"]).output().unwrap();
    assert_eq!(told(&missing).0, 3);
}

#[test]
fn the_address_may_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}\n", folder.path().join("finsam.db").display());
    let file = written(folder.path(), "adress", &database);
    let config = written(folder.path(), "finsam.toml", &format!("database_fil = \"{}\"\n", file.display()));
    let run = |args: &[&str], env: &[(&str, &str)]| {
        told(&finsam(&["migrate"]).args(args).envs(env.iter().copied()).output().unwrap())
    };
    let (file, config) = (file.to_str().unwrap(), config.to_str().unwrap());
    assert_eq!(run(&["--database-fil", file], &[]).0, 0);
    assert_eq!(run(&[], &[("FINSAM_DATABASE_FIL", file)]).0, 0);
    assert_eq!(run(&["--config", config], &[]).0, 0);
    // Whoever names one passes over what the file names.
    let other = format!("sqlite:{}", folder.path().join("annan.db").display());
    assert_eq!(run(&["--config", config], &[("FINSAM_DATABASE", &other)]).0, 0);
    assert!(folder.path().join("annan.db").exists());
    assert_eq!(run(&["--database", &other, "--database-fil", file], &[]).0, 2);
    assert_eq!(run(&["--database-fil", "/finns/inte"], &[]).0, 3);
}

#[test]
fn no_password_shows() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "postgres://anna:hemligt@127.0.0.1:1/finsam";
    let with =
        |args: &[&str]| told(&finsam(args).env("FINSAM_DATABASE", secret).current_dir(folder.path()).output().unwrap());
    for args in [
        &["serve", "--help"][..],
        &["migrate", "-h"],
        &["migrate"],
        &["serve", "--sandlada"],
        &["serve", "--logg", "trace"],
    ] {
        let (_, said) = with(args);
        assert!(!said.contains("hemligt"), "{said}");
    }
    // Where it stands on the command line everybody sees it: that is said.
    let (code, said) = told(&finsam(&["migrate", "--database", secret]).output().unwrap());
    assert!(code == 3 && said.contains("FINSAM_DATABASE") && !said.contains("hemligt"), "{said}");
    let (_, said) = with(&["migrate"]);
    assert!(!said.contains("processlistan"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_spool_belongs_to_one_process() {
    let mut server = Finsam::start(Databas::Sqlite, &[]).await;
    let folder = server.folder.to_owned();
    let run = || {
        let database = format!("sqlite:{}", folder.join("annan.db").display());
        let spole = folder.join("spole").display().to_string();
        let args = ["serve", "--sandlada", "--listen", "192.0.2.1:1", "--database", &database, "--spole", &spole];
        told(&finsam(&args).output().unwrap())
    };
    let (code, said) = run();
    assert!(code == 3 && said.contains("--spole"), "{said}");
    server.kill();
    // The next one has it, and is stopped by its address.
    let (code, said) = run();
    assert!(code == 3 && !said.contains("--spole"), "{said}");
}
