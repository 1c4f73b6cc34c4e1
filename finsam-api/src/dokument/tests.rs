//! Documents read back: the workbook by a reader of workbooks, the page by a parser of HTML.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

use super::*;

fn kronor(text: &str) -> Ruta {
    Ruta::Belopp(text.parse().unwrap())
}

fn row(slag: Radslag, rutor: Vec<Ruta>) -> Rad {
    Rad::new(slag, rutor)
}

fn del(namn: &'static str, grupper: Vec<Grupp>) -> Del {
    Del {
        namn,
        rubrik: format!("{namn} 2016"),
        kolumner: vec![Kolumn::text("Post"), Kolumn::tal("Tal"), Kolumn::text("Ord")],
        grupper,
        tomt: "Här är tomt.",
        bred: false,
    }
}

/// Every kind of cell, and words that would be markup or a formula.
fn document(words: &str) -> Dokument {
    let first = Grupp {
        rubrik: Some(format!("Grupp {words}")),
        rader: vec![
            row(Radslag::Post, vec![Ruta::text(words), kronor("1811"), Ruta::text(words)]),
            row(Radslag::Underpost, vec![Ruta::text("Del"), kronor("-1234567"), Ruta::Tom]),
            row(Radslag::Summa, vec![Ruta::text("Summa"), Ruta::Antal(25_690), Ruta::text("=1+1")]),
        ],
    };
    let second = Grupp {
        rubrik: None,
        rader: vec![
            row(Radslag::Post, vec![Ruta::text("Andel"), Ruta::Procent(34), Ruta::Tom]),
            row(Radslag::Post, vec![Ruta::text("Få"), Ruta::Skyddad, Ruta::Dag("2016-03-01".parse().unwrap())]),
        ],
    };
    Dokument {
        sprak: Sprak::Svenska,
        titel: "Årsredovisning 2016".to_owned(),
        underrubrik: words.to_owned(),
        fakta: vec![("Belopp", Ruta::text(words))],
        delar: vec![del("Siffror", vec![first, second]), del("Tomt", Vec::new())],
        kalla: format!("Källa: {words}"),
        forbehall: vec![words.to_owned()],
        daterat: "2016-12-31".parse().unwrap(),
    }
}

const MARKUP: &str = "<b>&\"'</td><script>alert(1)</script>";

fn sheets(file: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(file)).unwrap()
}

fn cell(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, at: (u32, u32)) -> Data {
    book.worksheet_range(sheet).unwrap().get_value(at).cloned().unwrap_or(Data::Empty)
}

#[test]
fn a_workbook_has_a_sheet_for_each_part_and_typed_cells() {
    let mut book = sheets(to_xlsx(&document(MARKUP)).unwrap());
    assert_eq!(book.sheet_names(), ["Siffror", "Tomt", "Om dokumentet"]);
    let mut at = |row, column| cell(&mut book, "Siffror", (row, column));
    assert_eq!([at(0, 0), at(1, 0)], ["Årsredovisning 2016", MARKUP].map(|text| Data::String(text.into())));
    assert_eq!(at(4, 1), Data::String("Tal".into()));
    assert_eq!((at(6, 0), at(6, 1)), (Data::String(MARKUP.into()), Data::Float(1811.0)));
    assert_eq!(at(7, 1), Data::Float(-1_234_567.0));
    assert_eq!((at(8, 1), at(8, 2)), (Data::Float(25_690.0), Data::String("=1+1".into())));
    assert_eq!(at(9, 1), Data::Float(0.34), "34 per cent");
    assert_eq!(at(10, 1), Data::String("skyddad".into()));
    let Data::DateTime(day) = at(10, 2) else { panic!("a day is a day, not text") };
    assert_eq!(day.as_f64(), 42_430.0, "2016-03-01");
    assert_eq!(at(12, 0), Data::String(format!("Källa: {MARKUP}")));
    assert_eq!(cell(&mut book, "Tomt", (4, 0)), Data::String("Här är tomt.".into()));
    assert_eq!(cell(&mut book, "Om dokumentet", (6, 1)), Data::String(MARKUP.into()), "what must be said with it");
    assert_eq!(book.worksheet_formula("Siffror").unwrap().used_cells().count(), 0);
}

#[test]
fn amounts_have_decimals_all_or_none() {
    assert_eq!(tal::text(&kronor("-1234567"), false, Sprak::Svenska), "\u{2212}1\u{a0}234\u{a0}567");
    assert_eq!(tal::text(&kronor("905.75"), true, Sprak::Svenska), "905,75");
    assert_eq!(tal::text(&kronor("1000"), true, Sprak::Svenska), "1\u{a0}000,00");
    assert_eq!(tal::text(&kronor("0"), false, Sprak::Svenska), "0");
    assert_eq!(tal::text(&Ruta::Antal(-1000), false, Sprak::Svenska), "\u{2212}1\u{a0}000");
    assert_eq!(tal::text(&Ruta::Procent(34), false, Sprak::Svenska), "34\u{a0}%");
    assert_eq!(tal::text(&kronor("-1234567.50"), true, Sprak::Engelska), "\u{2212}1,234,567.50");
    assert_eq!(tal::text(&Ruta::Antal(25_690), false, Sprak::Engelska), "25,690");
    assert_eq!(tal::text(&Ruta::Procent(34), false, Sprak::Engelska), "34%");
    assert_eq!(tal::text(&Ruta::Skyddad, false, Sprak::Engelska), "protected");
    let with = |belopp| del("Siffror", vec![Grupp { rubrik: None, rader: vec![row(Radslag::Post, vec![belopp])] }]);
    assert!(with(kronor("0.50")).has_hundredths() && !with(kronor("5")).has_hundredths());
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let document = document(MARKUP);
    let first = to_xlsx(&document).unwrap();
    // A zip counts time in steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(to_xlsx(&document).unwrap() == first, "nothing in it is of the moment");
    assert_eq!(to_html(&document), to_html(&document));
}

/// The parsed page; that it has no error at all.
fn parsed(page: &str) -> RcDom {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
    dom
}

fn text_of(node: &Handle) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    node.children.borrow().iter().map(text_of).collect()
}

/// The elements of a name, in order.
fn all(node: &Handle, name: &str) -> Vec<Handle> {
    let own = matches!(&node.data, NodeData::Element { name: own, .. } if &*own.local == name);
    let below = node.children.borrow().iter().flat_map(|child| all(child, name)).collect::<Vec<_>>();
    own.then(|| node.clone()).into_iter().chain(below).collect()
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|one| &*one.name.local == name).map(|one| one.value.to_string())
}

#[test]
fn a_page_is_sound_html_that_says_what_its_tables_are() {
    let dom = parsed(&to_html(&document("Härnösand")));
    let root = &dom.document;
    assert_eq!(attribute(&all(root, "html")[0], "lang").as_deref(), Some("sv"));
    assert_eq!(text_of(&all(root, "title")[0]), "Årsredovisning 2016 – Härnösand");
    assert_eq!(all(root, "h1").len(), 1);
    let tables = all(root, "table");
    assert_eq!(tables.len(), 1, "an empty part has no table");
    assert_eq!(text_of(&all(&tables[0], "caption")[0]), "Siffror 2016");
    let scopes: Vec<_> = all(&tables[0], "th").iter().map(|th| attribute(th, "scope").unwrap()).collect();
    let expected = [vec!["col"; 3], vec!["rowgroup"], vec!["row"; 5]].concat();
    assert_eq!(scopes, expected, "every heading says what it heads");
    let ids: Vec<_> = all(root, "section").iter().filter_map(|one| attribute(one, "id")).collect();
    let targets: Vec<_> = all(root, "a").iter().filter_map(|one| attribute(one, "href")).collect();
    assert_eq!(targets, ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>(), "links stay on the page");
    for element in ["script", "link", "img", "iframe", "object"] {
        assert!(all(root, element).is_empty(), "{element}: a page needs nothing else");
    }
}

#[test]
fn everything_that_is_put_in_comes_out_escaped() {
    let page = to_html(&document(MARKUP));
    let dom = parsed(&page);
    assert!(all(&dom.document, "script").is_empty() && all(&dom.document, "b").is_empty());
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;&amp;&quot;"));
    let told = text_of(&dom.document).matches(MARKUP).count();
    assert_eq!(told, 8, "title, heading, fact, group, two cells, source and caveat, as they were written");
}

proptest! {
    #[test]
    fn any_words_come_through(words in "[^\\x00\\r]{0,40}") {
        let document = document(&words);
        let text = text_of(&parse_document(RcDom::default(), ParseOpts::default()).one(to_html(&document)).document);
        let source = format!("Källa: {words}");
        prop_assert!(text.contains(&source));
        prop_assert!(to_xlsx(&document).is_ok());
    }

    #[test]
    fn an_amount_is_written_as_it_is(ore in -10_000_000_000_000_i64..10_000_000_000_000) {
        let belopp = Belopp::from_ore(ore);
        let written = tal::text(&Ruta::Belopp(belopp), true, Sprak::Svenska);
        let plain: String = written.replace('\u{2212}', "-").replace('\u{a0}', "").replace(',', ".");
        prop_assert_eq!(plain, belopp.to_string());
    }
}
