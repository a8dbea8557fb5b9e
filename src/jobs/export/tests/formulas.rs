//! Whatever the texts of a receipt are, no spreadsheet runs a part of its files.

use proptest::prelude::*;

use super::*;
use crate::model::asset::AssetName;
use crate::model::item::PlannedCopy;

const STARTS: [char; 9] = ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'];
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Texts that end a cell, a row or a quote, and start a formula.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("a;=cmd|'/c calc'!A0".to_owned()),
        Just("\"=1+1".to_owned()),
        Just("a\",\"=1".to_owned()),
        "('|=|\\+|-|@|＝|\"|\"\"|,|;|\\||\t|\n|\r\n| |a|é){0,10}",
    ]
}

/// The cells as a spreadsheet sees them in which this separates.
fn seen(file: &[u8], separator: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(file);
    let rows = reader.records().map(|row| row.expect("UTF-8"));
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn runs(cell: &str) -> bool {
    cell.trim_start_matches(['"', ' ', '\u{feff}']).starts_with(STARTS)
}

fn of(texts: &[String; 5]) -> Receipt {
    let [name, format, delivery, transformation, reason] = texts.clone();
    let mut receipt = receipt(&[("", Outcome::Refused { reason: reason.into() })]);
    for item in receipt.lines.iter_mut().map(|line| &mut line.item) {
        item.name = AssetName {
            public_id: name.clone().into(),
            delivery_type: DeliveryType::from(&*delivery),
            ..item.name.clone()
        };
        item.format = Some(format.clone().into());
        item.copy =
            Some(Box::new(PlannedCopy { id: item.asset_id, transformation: transformation.clone().into() }));
    }
    receipt.left_out = receipt.lines.iter().map(|line| line.item.clone()).collect();
    receipt
}

proptest! {
    #[test]
    fn no_cell_of_a_table_is_run_whatever_separates(texts in prop::array::uniform5(hostile())) {
        let mut file = Vec::new();
        csv(&of(&texts), &mut file).unwrap();
        for separator in SEPARATORS {
            for cell in seen(&file, separator) {
                prop_assert!(!runs(&cell), "{cell:?} where {:?} separates", char::from(separator));
            }
        }
    }

    /// Its public IDs are exact, and one that starts a formula would be run: Cloudinary's support asks
    /// for exactly them. Nothing behind it is.
    #[test]
    fn in_the_support_list_nothing_but_a_public_id_is_run(texts in prop::array::uniform5(hostile())) {
        let mut receipt = of(&texts);
        receipt.lines[0].outcome = Some(Outcome::AlreadyGone);
        let mut file = Vec::new();
        support_list(&receipt, &mut file).unwrap();
        for separator in SEPARATORS {
            for cell in seen(&file, separator) {
                let exact = cell.starts_with(&*texts[0]) || cell.starts_with("@new <b>");
                prop_assert!(exact || !runs(&cell), "{cell:?} where {:?} separates", char::from(separator));
            }
        }
    }

    #[test]
    fn a_page_holds_no_markup_but_its_own(texts in prop::array::uniform5("(<|>|&|\"|'|script|img src=|a|é){0,8}")) {
        let mut file = Vec::new();
        html(&of(&texts), &mut file).unwrap();
        let page = String::from_utf8(file).unwrap();
        for tag in page.split('<').skip(1) {
            let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || "!/".contains(*c)).collect();
            let own = [
                "!doctype", "html", "/html", "head", "/head", "meta", "title", "/title", "style", "/style",
                "body", "/body", "h1", "/h1", "h2", "/h2", "p", "/p", "dl", "/dl", "dt", "/dt", "dd", "/dd",
                "table", "/table", "thead", "/thead", "tbody", "/tbody", "tr", "/tr", "th", "/th", "td", "/td",
            ];
            prop_assert!(own.contains(&&*name), "<{name}");
        }
    }

    #[test]
    fn json_holds_each_text_as_it_is(texts in prop::array::uniform5(hostile())) {
        let mut file = Vec::new();
        json(&of(&texts), &mut file).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
        let item = &value["items"][0];
        let read = ["public_id", "format", "type", "transformation", "reason"].map(|key| item[key].as_str().unwrap());
        prop_assert_eq!(read, texts.each_ref().map(String::as_str));
    }
}
