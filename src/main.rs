//! The program: arguments, logging, one instance, the background and the window.

#![cfg_attr(windows, windows_subsystem = "windows")]

mod arguments;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use clap::Parser as _;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::problem::{FileProblem, Problem, ProgramProblem};
use cloudsweep::platform::keychain::SystemVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::platform::{appearance, calls, instance, logging};
use cloudsweep::runtime::{self, Background, Link, Setup};
use cloudsweep::text;
use cloudsweep::ui::app::{App, Start};
use cloudsweep::ui::notice::Notice;
use cloudsweep::ui::theme;
use cloudsweep_practice::{Server, Settings};
use eframe::{NativeOptions, Renderer, egui};

use arguments::{Arguments, Task};

/// The name under which the desktop knows the window.
const APP_ID: &str = "cloudsweep";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.task {
        Some(Task::PracticeServer(practice)) => practice_server(practice.settings()),
        None => {
            let given = arguments.open.iter().map(|word| calls::given(word)).collect();
            let documents = Paths::documents();
            window(Start { practice: arguments.practice, given, documents, ..Start::default() })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            drop(writeln!(std::io::stderr(), "{APP_ID}: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Serves until the program is ended.
fn practice_server(settings: Settings) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().with_context(|| text!("start-no-background"))?;
    runtime.block_on(async {
        let port = settings.port;
        let server =
            Server::start(settings).await.with_context(|| text!("start-no-port", port = port.to_string()))?;
        let mut out = std::io::stdout();
        writeln!(out, "CLOUDINARY_URL={}", server.cloudinary_url())?;
        out.flush()?;
        tokio::signal::ctrl_c().await?;
        Ok(())
    })
}

/// What a crash leaves behind would hold the API secret.
fn leave_no_memory_behind() {
    #[cfg(unix)]
    if let Err(error) = rlimit::Resource::CORE.set(0, 0) {
        tracing::warn!(%error, "a crash could leave a copy of the memory");
    }
}

fn window(mut start: Start) -> anyhow::Result<()> {
    let Some(paths) = Paths::of_user() else {
        return notice(Problem::new(FileProblem::NoHome));
    };
    if let Err(error) = paths.make() {
        return notice(
            Problem::new(FileProblem::HomeUnusable { name: paths.home().display().to_string() })
                .with_details(error.to_string()),
        );
    }
    let _log = logging::start(&paths);
    leave_no_memory_behind();
    log_panics();
    let _instance = match instance::claim(&paths) {
        Ok(Some(instance)) => instance,
        // The practice library is asked for by whoever wants nothing else: the open window may show another.
        Ok(None) if !start.practice && calls::call(&paths, start.given.clone()).is_ok() => return Ok(()),
        Ok(None) => {
            return notice(Problem::new(ProgramProblem::OpenAlready));
        }
        Err(error) => {
            return notice(Problem::new(ProgramProblem::PerhapsOpen).with_details(error.to_string()));
        }
    };
    // The window's context exists only once it is open; until then there is nobody to wake.
    let context: Arc<OnceLock<egui::Context>> = Arc::default();
    let waker = waking(&context);
    match calls::listen(&paths, waking(&context)) {
        Ok(calls) => start.calls = calls,
        // A later start says then that the program is open already.
        Err(error) => tracing::warn!(%error, "later starts cannot be heard"),
    }
    let setup = Setup { paths, vault: Arc::new(SystemVault), from_variable: from_variable() };
    let (link, background) = runtime::start(setup, waker).with_context(|| text!("start-no-background"))?;
    run(&start, link, &context)?;
    drop::<Background>(background);
    Ok(())
}

/// Wakes the window, once there is one.
fn waking(context: &Arc<OnceLock<egui::Context>>) -> impl Fn() + Send + Sync + 'static {
    let context = Arc::clone(context);
    move || {
        if let Some(context) = context.get() {
            context.request_repaint_of(egui::ViewportId::ROOT);
        }
    }
}

fn run(start: &Start, link: Link, context: &Arc<OnceLock<egui::Context>>) -> anyhow::Result<()> {
    // A renderer that cannot start leaves the bridge unused, for the next one.
    let link = Arc::new(std::sync::Mutex::new(Some(link)));
    let mut failed = None;
    for renderer in RENDERERS {
        let (context, taken, start) = (Arc::clone(context), Arc::clone(&link), start.clone());
        let viewport = egui::ViewportBuilder::default()
            .with_inner_size([1240.0, 760.0])
            .with_min_inner_size([760.0, 520.0]);
        let ran = eframe::run_native(
            APP_ID,
            options(*renderer, viewport),
            Box::new(move |cc| {
                let link = taken.lock().ok().and_then(|mut link| link.take());
                let link = link.ok_or_else(|| text!("start-window-again"))?;
                let _ = context.set(cc.egui_ctx.clone());
                let app = App::new(cc, link, start);
                follow_appearance(&cc.egui_ctx);
                Ok(Box::new(app))
            }),
        );
        match ran {
            Ok(()) => return Ok(()),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) => Err(anyhow::anyhow!("{error}").context(text!("start-no-window"))),
        None => Ok(()),
    }
}

/// The first that starts is used. On Windows and macOS glow alone fails on remote desktops, and
/// wgpu alone on some virtual machines.
#[cfg(target_os = "linux")]
const RENDERERS: &[Renderer] = &[Renderer::Glow];
#[cfg(not(target_os = "linux"))]
const RENDERERS: &[Renderer] = &[Renderer::Wgpu, Renderer::Glow];

fn options(renderer: Renderer, viewport: egui::ViewportBuilder) -> NativeOptions {
    let viewport = viewport.with_title(text!("program")).with_app_id(APP_ID).with_icon(icon());
    NativeOptions { viewport, renderer, persist_window: false, ..NativeOptions::default() }
}

fn follow_appearance(ctx: &egui::Context) {
    let ctx = ctx.clone();
    appearance::watch(move |dark| theme::follow(&ctx, dark));
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../icons/cloudsweep-256.png")).unwrap_or_default()
}

/// Says in a window, and on the terminal, why the program cannot begin.
fn notice(problem: Problem) -> anyhow::Result<()> {
    let told = format!("{} {}", problem.what(), problem.body());
    let viewport = egui::ViewportBuilder::default().with_inner_size(Notice::SIZE).with_resizable(false);
    let renderer = RENDERERS[RENDERERS.len() - 1];
    // Without a display the terminal has to do.
    let _shown = eframe::run_native(
        APP_ID,
        options(renderer, viewport),
        Box::new(move |cc| {
            let notice = Notice::new(cc, problem);
            follow_appearance(&cc.egui_ctx);
            Ok(Box::new(notice))
        }),
    );
    Err(anyhow::anyhow!(told))
}

/// The environment that `CLOUDINARY_URL` names, if it holds one.
fn from_variable() -> Option<Credentials> {
    let line = std::env::var("CLOUDINARY_URL").ok()?;
    match Credentials::from_cloudinary_url(&line) {
        Ok(credentials) => Some(credentials),
        Err(error) => {
            tracing::warn!(?error, "CLOUDINARY_URL is set, and cannot be read");
            None
        }
    }
}

/// A panic's place and words go to the log; its message is ours and holds no secret.
fn log_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!(%panic, "panicked");
        usual(panic);
    }));
}
