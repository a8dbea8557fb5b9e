//! One receipt on screen: its head, and which of its lines are looked at.

use std::ops::Range;
use std::sync::Arc;

use super::Export;
use super::rows::ReceiptRows;
use crate::app::bin::Bin;
use crate::model::job_id::JobId;
use crate::model::outcome::Tally;
use crate::model::problem::Problem;
use crate::model::receipt::{ListedRows, ReceiptHead, ReceiptRow, ReceiptView, Shown};
use crate::runtime::command::{Command, Generation};

/// The receipt itself.
#[derive(Debug)]
pub enum Paper {
    /// On its way.
    Loading,
    /// Its head is here, and its lines can be read.
    Here(Arc<ReceiptHead>),
    /// Could not be read.
    Failed(Problem),
}

/// One receipt on screen.
#[derive(Debug)]
pub struct Opened {
    /// The job.
    pub job: JobId,
    /// The receipt itself.
    pub paper: Paper,
    /// Which lines are wanted on screen. Until they are listed, those before are there.
    pub view: ReceiptView,
    /// The lines on screen.
    pub rows: ReceiptRows,
    /// The file that is about to be written.
    pub export: Option<Export>,
    /// The question for the lines of `view`.
    listing: Option<Generation>,
    /// The question for what the job left undone.
    pub(super) undone: Option<Generation>,
    /// When it was last asked for, and not answered yet.
    asked_at: Option<f64>,
    /// When it may be asked for again while its job runs.
    again_at: f64,
}

impl Opened {
    /// Between two readings while its job runs, seconds, and how many times as long as one takes.
    const PAUSE: f64 = 2.0;
    const TIMES: f64 = 10.0;

    /// Before its paper is there. `time`: seconds since the program's start.
    pub fn new(job: JobId, time: f64) -> Self {
        Self {
            job,
            paper: Paper::Loading,
            view: ReceiptView::default(),
            rows: ReceiptRows::default(),
            export: None,
            listing: None,
            undone: None,
            asked_at: Some(time),
            again_at: 0.0,
        }
    }

    /// Asks for it once more.
    pub fn ask(&mut self, time: f64) -> Command {
        self.asked_at = Some(time);
        Command::OpenReceipt { job: self.job, view: self.view.clone() }
    }

    /// Whether its job has come further than it shows, and it may be read again.
    pub fn is_behind(&self, tally: &Tally, time: f64) -> bool {
        let shown = self.head().map(|head| head.summary.tally.ended());
        self.asked_at.is_none() && time >= self.again_at && shown.is_some_and(|shown| shown != tally.ended())
    }

    /// Takes the head with its lines, or why there is none. Gives whether its lines are to be listed: another
    /// view is wanted by now, and what was asked of it is of the head before.
    pub fn take(
        &mut self,
        result: Result<(Arc<ReceiptHead>, ListedRows), Problem>,
        time: f64,
        bin: &mut Bin,
    ) -> bool {
        let took = self.asked_at.take().map_or(0.0, |asked| time - asked);
        self.again_at = time + (took * Self::TIMES).max(Self::PAUSE);
        // Of the head before.
        self.listing = None;
        let (head, listed) = match result {
            Ok(read) => read,
            Err(problem) => {
                self.paper = Paper::Failed(problem);
                return false;
            }
        };
        self.paper = Paper::Here(head);
        let wanted = listed.view == self.view;
        if wanted {
            self.list(listed, bin);
        }
        !wanted
    }

    /// Asks for the lines of what is looked at.
    pub fn list_anew(&mut self, generation: Generation) -> Option<Command> {
        self.look(self.view.clone(), generation)
    }

    /// Takes the lines of a view, or why there are none.
    pub fn take_list(&mut self, generation: Generation, result: Result<ListedRows, Problem>, bin: &mut Bin) {
        if self.listing.take_if(|asked| *asked == generation).is_none() {
            return;
        }
        match result {
            Ok(listed) => self.list(listed, bin),
            Err(problem) => self.paper = Paper::Failed(problem),
        }
    }

    fn list(&mut self, listed: ListedRows, bin: &mut Bin) {
        let before = self.rows.list(listed);
        let size = before.len();
        bin.throw(before, size);
    }

    /// Takes lines, or why they could not be read.
    pub fn take_rows(&mut self, generation: Generation, result: Result<Vec<Option<ReceiptRow>>, Problem>) {
        match result {
            Ok(rows) => self.rows.take(generation, rows),
            Err(problem) if self.rows.waits_for(generation) => self.paper = Paper::Failed(problem),
            Err(_) => {}
        }
    }

    /// These lines are in sight, or nearly.
    pub fn in_sight(&mut self, rows: &Range<usize>, generation: Generation) -> Option<Command> {
        let Paper::Here(head) = &self.paper else { return None };
        let head = Arc::clone(head);
        let shown = self.rows.view().shown;
        let positions = self.rows.want(rows, generation)?;
        Some(Command::ReadReceiptRows { generation, head, shown, positions })
    }

    /// The receipt's head, once it is there.
    pub fn head(&self) -> Option<&ReceiptHead> {
        match &self.paper {
            Paper::Here(head) => Some(head),
            Paper::Loading | Paper::Failed(_) => None,
        }
    }

    /// Other lines on screen.
    pub fn show(&mut self, shown: Shown, generation: Generation) -> Option<Command> {
        self.look(ReceiptView { shown, ..self.view.clone() }, generation)
    }

    /// Only public IDs that hold this text.
    pub fn search(&mut self, search: String, generation: Generation) -> Option<Command> {
        self.look(ReceiptView { search, ..self.view.clone() }, generation)
    }

    fn look(&mut self, view: ReceiptView, generation: Generation) -> Option<Command> {
        let Paper::Here(head) = &self.paper else { return None };
        self.view = view;
        self.listing = Some(generation);
        Some(Command::ListReceiptRows { generation, head: Arc::clone(head), view: self.view.clone() })
    }
}
