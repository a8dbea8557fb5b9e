//! What was written, read back as a list: the same assets, whatever they are called.

use proptest::prelude::*;

use super::*;
use crate::model::asset::ResourceType;
use crate::model::item::PlannedCopy;
use crate::model::source::{self, Record};

/// What a list says of one asset.
type Said = (String, String, String, String, String, bool);

/// The format of some items: no format looks like this, but nothing says that a server cannot.
const ODD_FORMAT: &str = "x;=cmd|'/c calc'!A0\n@x";

fn said(text: &str) -> Vec<Said> {
    let mut all = Vec::new();
    source::read(text, |entry| {
        let source::What::Record(record) = entry.what else { panic!("{entry:?}") };
        let Record {
            asset_id, public_id, resource_type, delivery_type, format, copies_only, left_out, ..
        } = *record;
        if left_out {
            return;
        }
        let cell = |cell: Option<std::borrow::Cow<'_, str>>| cell.unwrap_or_default().into_owned();
        all.push((
            cell(asset_id),
            cell(public_id),
            cell(resource_type),
            cell(delivery_type),
            cell(format),
            copies_only,
        ));
    })
    .unwrap();
    all
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut file = Vec::new();
    write(&mut file).unwrap();
    String::from_utf8(file).unwrap()
}

/// As a spreadsheet saves it again: without a mark, another delimiter, quotes only where they must be.
fn saved_again(table: &str, delimiter: u8) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in reader.records() {
        writer.write_record(&row.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Of what a receipt names: with the asset ID where the form has it.
fn named(receipt: &Receipt, with_id: bool) -> Vec<Said> {
    let copies = receipt.summary.header.what != What::Originals;
    let lines = receipt.lines.iter().map(|Line { item, .. }| {
        let id = if with_id { item.asset_id.to_string() } else { String::new() };
        let format = item.format.as_deref().unwrap_or_default().to_owned();
        let kind = item.name.resource_type.to_string();
        (id, item.name.public_id.to_string(), kind, item.name.delivery_type.to_string(), format, copies)
    });
    let extras = receipt.extras.iter().map(|extra| {
        let delivery = extra.delivery_type.as_ref().map_or("", DeliveryType::as_str).to_owned();
        let kind = extra.resource_type.to_string();
        (String::new(), extra.public_id.to_string(), kind, delivery, String::new(), false)
    });
    lines.chain(extras).collect()
}

fn check(names: &[String], what: What) -> Result<(), TestCaseError> {
    let all: Vec<_> = names.iter().map(|name| (&**name, Outcome::AlreadyGone)).collect();
    let mut receipt = receipt(&all);
    receipt.summary.header.what = what;
    for (number, Line { item, .. }) in receipt.lines.iter_mut().enumerate() {
        item.name.resource_type = ResourceType::ALL[number % 3];
        if number % 2 == 1 && what != What::Originals {
            item.format = Some(ODD_FORMAT.into());
        }
        if what == What::ChosenCopies {
            let id = item.asset_id;
            item.copy = Some(Box::new(PlannedCopy { id, transformation: "-x,\"".into() }));
        }
    }
    if what != What::Originals {
        receipt.extras.clear();
    }
    receipt.left_out = receipt.lines.iter().map(|line| line.item.clone()).collect();
    let table = written(|file| csv(&receipt, file));
    let full = named(&receipt, true);
    prop_assert_eq!(said(&table), &full[..]);
    for delimiter in [b';', b'\t', b',', b'|'] {
        let again = saved_again(&table, delimiter);
        prop_assert_eq!(said(&again), &full[..], "{}", again);
        prop_assert_eq!(said(&format!("sep={}\r\n{again}", char::from(delimiter))), &full[..]);
    }
    prop_assert_eq!(said(&written(|file| json(&receipt, file))), &full[..]);
    if what == What::Originals {
        prop_assert_eq!(said(&written(|file| support_list(&receipt, file))), named(&receipt, false));
    }
    Ok(())
}

#[test]
fn hostile_names_are_the_same_when_read_back() {
    let names = [
        "'-x",
        "''=x",
        "=1+1",
        "+",
        "-K82QoL4",
        "@x",
        "\tx",
        "'",
        "\"",
        "\"\"",
        "a\"b\"",
        "a,b;c|d",
        "two\nlines",
        "two\r\nlines",
        "one\rline",
        " x ",
        " \"x\"",
        "\\",
        "\\u0041",
        "{\"a\":1}",
        "[x]",
        "https://e.com/a.jpg",
        "sep=;",
        "public_id",
        "😀",
        "e\u{301}",
        "\u{202e}gpj.a",
        "\u{feff}x",
        "＝1",
        "--",
        "null",
        "a\u{2028}b",
        "\u{1}",
    ];
    let names = names.map(str::to_owned);
    for what in [What::Originals, What::AllCopies, What::ChosenCopies] {
        check(&names, what).unwrap();
    }
}

fn names() -> impl Strategy<Value = Vec<String>> {
    let name =
        "('|=|\\+|-|@|＝|\"|\"\"|,|;|\\||\t|\n|\r|\r\n| |\\\\|\\{|\\[|:|a|é|😀|\u{202e}|\u{301}|\\PC){1,8}";
    proptest::collection::vec(name.prop_filter("a name", |name| !name.trim().is_empty()), 1..5)
}

proptest! {
    #[test]
    fn any_name_is_the_same_when_read_back(names in names(), copies in 0..3_usize) {
        check(&names, [What::Originals, What::AllCopies, What::ChosenCopies][copies])?;
    }
}
