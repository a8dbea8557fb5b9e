//! A whole receipt, as the tests look at it. The program never holds one.

use std::io;

use cloudsweep::jobs::export::Source;
use cloudsweep::journal::Section;
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::receipt::{Extra, Line, ReceiptRow, Summary};

#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub summary: Summary,
    pub lines: Vec<Line>,
    pub extras: Vec<Extra>,
    pub left_out: Vec<PlanItem>,
}

impl Receipt {
    pub fn new(summary: Summary, rows: impl IntoIterator<Item = ReceiptRow>) -> Self {
        let mut receipt = Self { summary, lines: Vec::new(), extras: Vec::new(), left_out: Vec::new() };
        for row in rows {
            match row {
                ReceiptRow::Planned(line) => receipt.lines.push(line),
                ReceiptRow::Extra(extra) => receipt.extras.push(extra),
                ReceiptRow::LeftOut(item) => receipt.left_out.push(item),
            }
        }
        receipt
    }
}

impl Source for Receipt {
    fn summary(&self) -> &Summary {
        &self.summary
    }

    fn number_of(&self, section: Section) -> u64 {
        let number = match section {
            Section::Planned => self.lines.len(),
            Section::Extras => self.extras.len(),
            Section::LeftOut => self.left_out.len(),
        };
        number as u64
    }

    fn rows(&self, section: Section) -> impl Iterator<Item = io::Result<ReceiptRow>> {
        let rows: Vec<ReceiptRow> = match section {
            Section::Planned => self.lines.iter().cloned().map(ReceiptRow::Planned).collect(),
            Section::Extras => self.extras.iter().cloned().map(ReceiptRow::Extra).collect(),
            Section::LeftOut => self.left_out.iter().cloned().map(ReceiptRow::LeftOut).collect(),
        };
        rows.into_iter().map(Ok)
    }
}
