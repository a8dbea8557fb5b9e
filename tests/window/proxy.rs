//! The form for the proxy, from the page where one connects and from a problem of a proxy.

use cloudsweep::model::problem::{Effect, Kind, Problem, RequestProblem, Trouble};
use cloudsweep::model::proxy::{ProxyChoice, ProxyServer};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use secrecy::ExposeSecret;

use crate::fake;
use crate::support::Window;

fn own(user: Option<&str>) -> ProxyServer {
    ProxyServer { host: "proxy.example".into(), port: 3128, user: user.map(str::to_owned) }
}

fn locked_out() -> Problem {
    let kind = Kind::Network(Trouble::ProxyLogin);
    Problem::new(RequestProblem { kind, effect: Effect::None })
}

fn chosen(asked: &[Command]) -> (&ProxyChoice, Option<&str>) {
    let found = asked.iter().find_map(|command| match command {
        Command::ChooseProxy { choice, password } => {
            Some((choice, password.as_ref().map(ExposeSecret::expose_secret)))
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{asked:?}"))
}

#[test]
fn the_proxy_is_chosen_where_one_connects() {
    let mut window = Window::first_start(3);
    window.press(&text!("connect-title"));
    assert!(window.says(&text!("proxy-system")), "it is told which one is used");
    window.press(&text!("proxy-change-it"));
    window.press(&text!("proxy-own"));
    assert!(window.press(&text!("save")).is_empty());
    assert!(window.says(&text!("proxy-no-host")));
    window.write(Role::TextInput, &text!("proxy-host"), "http://proxy.example:3128/");
    assert!(!window.says(&text!("proxy-no-host")), "it heals while typing");
    let asked = window.press(&text!("save"));
    assert_eq!(chosen(&asked), (&ProxyChoice::Own(own(None)), None));
    assert!(window.says("proxy.example:3128"));
    window.press(&text!("proxy-change-it"));
    window.press(&text!("proxy-none"));
    assert_eq!(chosen(&window.press(&text!("save"))), (&ProxyChoice::None, None));
}

#[test]
fn escape_and_cancel_leave_everything_as_it_was() {
    let mut window = Window::first_start(3);
    window.press(&text!("connect-title"));
    for by_key in [false, true] {
        window.press(&text!("proxy-change-it"));
        window.press(&text!("proxy-none"));
        let asked = if by_key {
            window.harness.key_press(egui::Key::Escape);
            window.settle()
        } else {
            window.press(&text!("cancel"))
        };
        assert!(asked.is_empty(), "{asked:?}");
        assert!(!window.says(&text!("proxy-title")) && window.says(&text!("proxy-system")));
    }
}

#[test]
fn a_proxy_that_wants_a_password_offers_to_enter_it_there() {
    let mut window = Window::first_start(3);
    window.fake.tell(Event::Proxy { choice: ProxyChoice::System, variables: Some(own(Some("mia"))) });
    window.press(&text!("connect-title"));
    assert!(window.says("proxy.example:3128, as mia"));
    window.write(Role::PasswordInput, "CLOUDINARY_URL", "cloudinary://123:s@demo");
    window.fake.refuses = Some(locked_out());
    window.press(&text!("connect"));
    assert!(window.says(&locked_out().what()));
    window.press(&text!("proxy-enter-password"));
    let label = text!("proxy-password");
    let field = window.harness.get_by_role_and_label(Role::PasswordInput, &label);
    assert!(field.is_focused(), "the password is what is missing");
    field.type_text("CANARY");
    window.settle();
    assert!(!format!("{:?}", window.harness.state().state()).contains("CANARY"));
    window.harness.key_press(egui::Key::Enter);
    let asked = window.settle();
    assert_eq!(chosen(&asked), (&ProxyChoice::Own(own(Some("mia"))), Some("CANARY")));
    assert!(!window.says(&text!("proxy-title")), "Enter saves");
}

#[test]
fn wherever_a_proxy_wants_a_password_it_can_be_entered() {
    let mut window = Window::open(3, fake::environment("shop-prod"));
    window.fake.page_fails = Some(locked_out());
    window.press(&text!("refresh"));
    assert!(window.says(&locked_out().what()));
    window.press(&text!("proxy-enter-password"));
    assert!(window.says(&text!("proxy-title")));
    assert!(window.harness.query_by_role_and_label(Role::TextInput, &text!("proxy-host")).is_some());
}
