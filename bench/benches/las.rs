//! Reading records: parsing alone, parsing and validating, and validating alone, per record on one core.

use std::hint::black_box;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use finsam_api::las::csv::{KOLUMNER, rad};
use finsam_api::las::{Format, Lasare, Limits, Post, for_each, json};
use finsam_core::deltagande::{Deltagandeuppgift, Sammanhang, validate};
use finsam_core::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::insats::{
    Insats, Insatstyp, Insatsuppgift,
};
use finsam_core::protokoll::Importpost;

/// Records in one round.
const ANTAL: u64 = 1000;
const INSATS: u128 = 0x0190_a5c0_7c00_7000_8000_0000_0000_0001;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The test number of a woman for a birth date: series 238 of the tax agency.
fn number(born: NaiveDate) -> String {
    let nine = format!("{}238", born.format("%y%m%d"));
    let digits = nine.bytes().map(|b| u32::from(b - b'0'));
    let sum: u32 =
        digits.enumerate().map(|(i, digit)| digit * if i % 2 == 0 { 2 } else { 1 }).map(|n| n / 10 + n % 10).sum();
    format!("{}-238{}", born.format("%Y%m%d"), (10 - sum % 10) % 10)
}

/// A closed participation of some 700 bytes: every field that a person has but the second consent.
fn record(n: u64) -> String {
    let number = number(day(1980, 1, 1) + chrono::Days::new(n % 5000));
    let (start, month) = (n % 28 + 1, n % 12 + 1);
    format!(
        r#"{{"kallsystem":"treserva","nyckel":"d-{n}","insatsId":"{insats}","registrering":"person","personnummer":"{number}","kommun":"2280","samtycke":{{"registrering":{{"datum":"2013-12-01","textversion":"2013-1"}}}},"startdatum":"2014-{month:02}-{start:02}","slutdatum":"2015-03-31","remitterande":"kommun","utbildningsniva":"gymnasium","tidIOffentligForsorjning":"upp_till_3_ar","fore":{{"forsorjning":[{{"form":"forsorjningsstod","omfattning":100}},{{"form":"sjukpenning","omfattning":50}}],"sysselsattning":[{{"slag":"arbetssokande_af"}}]}},"efter":{{"forsorjning":[{{"form":"ingen_offentlig","omfattning":100}}],"sysselsattning":[{{"slag":"arbete_icke_subventionerat","omfattning":75}}]}},"avslutsanledning":"fullfoljd"}}"#,
        insats = uuid::Uuid::from_u128(INSATS),
    )
}

struct Varld {
    numrering: Numrering,
    insats: Insats,
    forbund: Forbundsuppgift,
}

impl Varld {
    fn new() -> Option<Self> {
        let kommuner = ["kommun:2280", "kommun:2262"];
        let parter = ["forsakringskassan", "arbetsformedlingen", "region:22"].into_iter().chain(kommuner);
        let medlemmar: Option<Vec<_>> = parter.map(|part| Some(Medlemskap::new(part.parse().ok()?, None))).collect();
        let uppgift = Insatsuppgift {
            nycklar: vec![],
            typ: Insatstyp::Forberedande,
            malgrupper: vec![],
            slutdatum: Some(day(2015, 12, 31)),
            parter: vec![],
            utforare: vec![],
            budget: vec![],
            utfall: vec![],
            mal: vec![],
            ..Insatsuppgift::starting(ForbundId(uuid::Uuid::from_u128(2)), "Ungdomscentrum".into(), day(2012, 1, 1))
        };
        Some(Self {
            numrering: Numrering::sandlada(Testnummer::default()),
            insats: Insats { id: InsatsId(uuid::Uuid::from_u128(INSATS)), version: 1, uppgift },
            forbund: Forbundsuppgift {
                namn: "Samordningsförbundet Härnösand-Timrå".into(),
                organisationsnummer: None,
                sate: "2280".parse().ok()?,
                bildat: Some(day(2005, 11, 1)),
                upphort: None,
                medlemmar: medlemmar?,
                omrade: vec![Omrade { kommunkod: "2280".parse().ok()?, kommundel: None }],
                forbundsordning: None,
            },
        })
    }

    fn sammanhang(&self) -> Option<Sammanhang<'_>> {
        let insats = Some((&self.insats, &self.forbund));
        Some(Sammanhang {
            part: "kommun:2280".parse().ok()?,
            idag: day(2015, 6, 1),
            numrering: &self.numrering,
            insats,
        })
    }
}

fn one_by_one(c: &mut Criterion, lines: &[String], sammanhang: &Sammanhang<'_>) {
    let mut group = c.benchmark_group("las");
    group.throughput(Throughput::Elements(ANTAL));
    let parse = |line: &String| json::parse::<Importpost>(line.as_bytes());
    group.bench_function("parse", |b| b.iter(|| lines.iter().filter(|line| black_box(parse(line)).is_ok()).count()));
    group.bench_function("parse and validate", |b| {
        let sound =
            |line: &&String| parse(line).is_ok_and(|post| black_box(validate(post.uppgift, sammanhang)).is_ok());
        b.iter(|| lines.iter().filter(sound).count());
    });
    let poster: Vec<Deltagandeuppgift> =
        lines.iter().filter_map(|line| parse(line).ok()).map(|post| post.uppgift).collect();
    group.bench_function("validate", |b| {
        b.iter_batched(
            || poster.clone(),
            |poster| poster.into_iter().map(|post| validate(post, sammanhang)).collect::<Vec<_>>(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("key", |b| {
        b.iter(|| lines.iter().filter(|line| black_box(Lasare::JSON.key(line.as_bytes())).is_some()).count());
    });
    group.finish();
}

fn bodies(c: &mut Criterion, lines: &[String]) {
    let mut csv = KOLUMNER.map(|(namn, _)| namn).join(";");
    for row in lines.iter().filter_map(|line| rad(&json::parse(line.as_bytes()).ok()?)) {
        csv.push_str("\r\n");
        csv.push_str(&row.join(";"));
    }
    let bodies = [
        ("ndjson", Format::Ndjson, lines.join("\n")),
        ("json", Format::Json, format!("[{}]", lines.join(","))),
        ("csv", Format::Csv, csv),
    ];
    let mut group = c.benchmark_group("for_each");
    group.throughput(Throughput::Elements(ANTAL));
    type Work = fn(&Post<'_>) -> bool;
    let works: [(&str, Work); 3] = [
        ("split", |post| !post.raw.is_empty()),
        ("key", |post| post.key().is_some()),
        ("parse", |post| post.parse().is_ok()),
    ];
    for (namn, format, body) in &bodies {
        for (work, does) in works {
            group.bench_function(format!("{namn} {work}"), |b| {
                b.iter(|| {
                    let mut count = 0_u64;
                    let end = for_each(*format, body.as_bytes(), &Limits::default(), &mut |post| {
                        count += u64::from(does(&post));
                        ControlFlow::Continue(())
                    });
                    assert!(end.is_ok() && count == ANTAL);
                });
            });
        }
    }
    group.finish();
}

fn las(c: &mut Criterion) {
    let lines: Vec<String> = (0..ANTAL).map(record).collect();
    let varld = Varld::new();
    let sammanhang = varld.as_ref().and_then(Varld::sammanhang);
    assert!(sammanhang.is_some(), "the surroundings are sound");
    if let Some(sammanhang) = sammanhang {
        let sound = |line: &String| {
            json::parse::<Importpost>(line.as_bytes()).and_then(|post| validate(post.uppgift, &sammanhang)).is_ok()
        };
        assert!(lines.iter().all(sound), "the records are sound");
        one_by_one(c, &lines, &sammanhang);
    }
    bodies(c, &lines);
}

criterion_group!(benches, las);
criterion_main!(benches);
