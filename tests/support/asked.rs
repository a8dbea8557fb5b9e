//! A whole receipt, asked for as the window does.

use std::sync::Arc;

use cloudsweep::model::job_id::JobId;
use cloudsweep::model::receipt::{ListedRows, PAGE, ReceiptHead, ReceiptView, Shown};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::receipt::Receipt;

/// `ask` sends a command and gives the answer for which the function says so.
pub fn asked(job: JobId, mut ask: impl FnMut(Command, fn(&Event) -> bool) -> Event) -> Receipt {
    let mut receipt = None;
    let mut rows = Vec::new();
    for shown in [Shown::All, Shown::Extras, Shown::LeftOut] {
        let view = ReceiptView { shown, search: String::new() };
        let opened = ask(Command::OpenReceipt { job, view }, |event| matches!(event, Event::Receipt { .. }));
        let Event::Receipt { result, .. } = opened else { unreachable!() };
        let (head, listed): (Arc<ReceiptHead>, ListedRows) = result.expect("a receipt");
        let positions = listed.positions.part(PAGE..listed.positions.len());
        rows.extend(listed.first.into_iter().flatten());
        receipt.get_or_insert_with(|| head.summary.clone());
        let read = Command::ReadReceiptRows { generation: 1, head, shown, positions };
        let read = ask(read, |event| matches!(event, Event::ReceiptRows { .. }));
        let Event::ReceiptRows { result, .. } = read else { unreachable!() };
        rows.extend(result.expect("its rows").into_iter().flatten());
    }
    Receipt::new(receipt.expect("three answers"), rows)
}
