use clap::{Args, Command};

use super::*;
use crate::kommando::serve::Serve;
use crate::kommando::server::Avslut;

const SAMPLE: &str = include_str!("../../../../deploy/finsam.toml");
const DRIFT: &str = include_str!("../../../../docs/DRIFT.md");

/// Those that have no value where nothing is said; in the sample they have an example.
const UTAN: [&str; 16] = [
    "database",
    "database_fil",
    "nyckel",
    "postgres_ca",
    "matvarden",
    "testnummer",
    "spole",
    "webhook_tillat",
    "tls_cert",
    "tls_nyckel",
    "utfardare",
    "kontrollpunkter",
    "cors",
    "ansvarig",
    "kontakt_epost",
    "kontakt_telefon",
];

/// The settings of the sample, which stand there commented out: a name and its value as written.
fn sample() -> Vec<(&'static str, &'static str)> {
    let settings =
        SAMPLE.lines().filter_map(|line| line.strip_prefix('#')).filter(|line| !line.starts_with([' ', '#']));
    settings.filter_map(|line| line.split_once(" = ")).collect()
}

fn parsed() -> Fil {
    let text: String = sample().iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    Fil::parse(&text).unwrap()
}

#[test]
fn the_sample_has_every_setting_and_says_what_holds_without_it() {
    let names: Vec<&str> = sample().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, NAMN);
    assert_eq!(Fil::parse(SAMPLE).unwrap(), Fil::default(), "nothing of it is set as it stands");
    let fil = parsed();
    let register = Registerval::default().or(&fil);
    assert_eq!(postgres::Settings { ca: None, ..register.postgres() }, postgres::Settings::default());
    assert_eq!(register.sqlite(), sqlite::Settings::default());
    let (server, standard) = (Serverval::default().or(&fil), Serverval::default());
    assert_eq!(server.tider(), Tider::default());
    assert_eq!(server.avslut(), Avslut::default());
    assert_eq!((server.listen(), server.rojandeskydd()), (standard.listen(), standard.rojandeskydd()));
    let (mut andringar, standard) = (server.andringar().unwrap(), standard.andringar().unwrap());
    assert_eq!(andringar.webhook.tillat.len(), 2, "an example");
    andringar.webhook.tillat.clear();
    assert_eq!((&andringar, &standard), (&flode::Installning::default(), &flode::Installning::default()));
    let mut oversikt = server.oversikt();
    assert!(oversikt.kontakt.ansvarig.is_some(), "an example");
    oversikt.kontakt = oversikt::Kontakt::default();
    assert_eq!(oversikt, oversikt::Installning::default());
    assert_eq!(
        (server.sandlada, server.logg.as_deref(), server.loggform),
        (Some(false), Some("info"), Some(Loggform::Text))
    );
}

#[test]
fn every_setting_has_its_three_names_and_tells_its_standard() {
    let command = Serve::augment_args(Command::new("serve"));
    let mut found: Vec<&str> = Vec::new();
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        assert_eq!(arg.get_long(), Some(id.replace('_', "-").as_str()));
        assert_eq!(arg.get_env().unwrap().to_str(), Some(format!("FINSAM_{}", id.to_uppercase()).as_str()));
        if let Some((_, value)) = sample().into_iter().find(|(name, _)| *name == id && !UTAN.contains(name)) {
            let help = arg.get_help().unwrap().to_string();
            assert!(help.contains(&format!("[{}]", value.trim_matches('"'))), "{help}: {value}");
        }
        if id != "config" {
            found.push(id);
        }
    }
    assert_eq!(found, NAMN);
}

#[test]
fn the_documentation_has_every_setting_and_its_standard() {
    let rows: Vec<Vec<&str>> =
        DRIFT.lines().filter_map(|line| line.strip_prefix("| `")).map(|line| line.split('|').collect()).collect();
    for (name, value) in sample() {
        let of: Vec<_> = rows.iter().filter(|row| row[0].trim() == format!("{name}`")).collect();
        assert_eq!(of.len(), 1, "{name} has one row in docs/DRIFT.md");
        let standard = of[0][1].trim();
        if UTAN.contains(&name) {
            assert!(!standard.starts_with('`'), "{name}: {standard}");
        } else {
            assert_eq!(standard, format!("`{}`", value.trim_matches('"')), "{name}");
        }
    }
}

const UNIT: &str = include_str!("../../../../deploy/finsam.service");
const COMPOSE: &str = include_str!("../../../../deploy/compose.yaml");
const IMAGE: &str = include_str!("../../../../deploy/Dockerfile");

/// Every name of the environment that a text has.
fn named(text: &str) -> impl Iterator<Item = String> {
    let ends = |rest: &&str| rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect::<String>();
    text.split("FINSAM_")
        .skip(1)
        .map(|rest| ends(&rest))
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn what_is_deployed_names_settings_that_there_are_and_leaves_time_to_end() {
    for text in [UNIT, COMPOSE, IMAGE, DRIFT, SAMPLE] {
        for name in named(text) {
            assert!(name == "CONFIG" || NAMN.contains(&name.to_lowercase().as_str()), "FINSAM_{name}");
        }
    }
    let seconds = |text: &str, key: &str| {
        let found = text.lines().filter_map(|line| line.trim().strip_prefix(key)).next_back().unwrap();
        found.trim().trim_end_matches('s').parse::<u64>().unwrap()
    };
    let standard = Avslut::default();
    for given in [seconds(UNIT, "TimeoutStopSec="), seconds(COMPOSE, "stop_grace_period:")] {
        assert!(given >= (standard.vanta + standard.tid).as_secs() + 10);
    }
}

#[test]
fn values_are_the_same_wherever_they_stand() {
    for (text, sound) in
        [("5ms", true), ("30s", true), ("1h 30m", true), ("24h", true), ("25h", false), ("0s", false), ("30", false)]
    {
        let in_file = Fil::parse(&format!("avslut = \"{text}\"")).ok().and_then(|fil| fil.avslut);
        assert_eq!(text.parse().ok(), in_file, "{text}");
        assert_eq!(in_file.is_some(), sound && text != "5ms", "{text}");
        assert_eq!(text.parse::<Tid<1>>().is_ok(), sound, "{text}");
    }
    for text in ["1", "64", "0", "65", "-1", "99999999999"] {
        let in_file = Fil::parse(&format!("sqlite_lasare = {text}")).ok().and_then(|fil| fil.sqlite_lasare);
        assert_eq!(text.parse().ok(), in_file, "{text}");
    }
    assert_eq!("0s".parse(), Ok(Tid::<0>(std::time::Duration::ZERO)));
}

#[test]
fn webhooks_go_without_tls_in_a_sandbox_only() {
    let val = |sandlada| Serverval { webhook_http: Some(true), sandlada, ..Serverval::default() };
    assert!(val(Some(true)).andringar().unwrap().webhook.http);
    for sandlada in [None, Some(false)] {
        assert!(matches!(val(sandlada).andringar(), Err(Kommandofel::Bruk(_))));
    }
    let dagar = |n| Serverval { andringar_dagar: Some(Antal(n)), ..Serverval::default() }.andringar().unwrap().dagar;
    assert_eq!((dagar(0), dagar(7)), (None, Some(7)), "0 keeps them for ever");
}

#[test]
fn what_is_said_nearer_goes_first() {
    let fil = parsed();
    let near = Serverval { rojandeskydd: Some(7), ..Serverval::default() };
    assert_eq!(near.or(&fil).rojandeskydd(), 7);
    assert_eq!(Serverval::default().or(&fil).rojandeskydd(), 5);
}

#[test]
fn an_address_does_not_show_itself() {
    let val =
        Registerval { database: Some(Adress("postgres://anna:hemligt@db/f".to_owned())), ..Registerval::default() };
    assert!(!format!("{val:?}").contains("hemligt"));
}

#[test]
fn the_cookie_of_the_pages_is_for_tls_alone_unless_nobody_comes_from_elsewhere() {
    let saker_kaka = |listen: &str, said| {
        let listen = Some(listen.parse().unwrap());
        Serverval { listen, saker_kaka: said, ..Serverval::default() }.oversikt().saker_kaka
    };
    assert!(!Serverval::default().oversikt().saker_kaka, "it listens on this machine alone");
    assert!(!saker_kaka("127.0.0.1:8080", None) && !saker_kaka("[::1]:8080", None));
    assert!(saker_kaka("0.0.0.0:8080", None) && saker_kaka("192.0.2.1:8080", None));
    assert!(saker_kaka("127.0.0.1:8080", Some(true)) && !saker_kaka("0.0.0.0:8080", Some(false)));
}
