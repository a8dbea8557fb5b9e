//! The confirmation: the only door between a plan and a job.
//!
//! How much the user must do grows with the risk. [`Confirmation::confirm`] is the only function
//! that makes a [`ConfirmedPlan`], and only a confirmed plan (or a job that was made from one)
//! gives a [`Warrant`], without which the client has no deleting method.

use std::sync::Arc;
use std::time::Duration;

use super::age::Age;
use super::breadth::Breadth;
use super::plan::Plan;
use super::product_environment::ProductEnvironment;
use super::route::Route;
use super::unix_time::UnixTime;

/// What the user must do before the button works. The highest that matches wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Press the button.
    Button,
    /// Also tick that some cannot be put back (or that many go).
    Tick,
    /// Type the number of items.
    TypeCount,
    /// Type the environment's name, then wait [`Tier::ARMING`].
    TypeName,
}

impl Tier {
    /// How long the button stays disarmed after the highest tier's name is right.
    pub const ARMING: Duration = Duration::from_secs(3);
}

/// What the tier depends on besides the plan itself.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// The cloud name, which the highest tier asks for.
    pub cloud_name: String,
    /// Marked as Production by its owner.
    pub production: bool,
    /// Number of originals in the whole environment, if known.
    pub account_total: Option<u64>,
}

/// A plan on its way to being confirmed.
#[derive(Clone, Debug)]
pub struct Confirmation {
    plan: Arc<Plan>,
    stakes: Stakes,
    route: Route,
    /// Whether the box is ticked.
    pub ticked: bool,
    /// What was typed.
    pub typed: String,
}

impl Confirmation {
    /// Starts with nothing ticked and nothing typed. `None` for a plan without items, and for a
    /// route that the plan cannot take.
    pub fn new(plan: Arc<Plan>, route: Route, stakes: Stakes) -> Option<Self> {
        let possible = route.can_take(plan.what(), plan.sweep());
        (possible && !plan.items().is_empty()).then_some(Self {
            plan,
            stakes,
            route,
            ticked: false,
            typed: String::new(),
        })
    }

    /// What it is about.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// What the tier depends on besides the plan.
    pub fn stakes(&self) -> &Stakes {
        &self.stakes
    }

    /// How it would be carried out.
    pub fn route(&self) -> Route {
        self.route
    }

    /// The highest tier that matches.
    pub fn tier(&self) -> Tier {
        let totals = self.plan.totals();
        let share = self
            .stakes
            .account_total
            .is_some_and(|all| totals.items.saturating_mul(10) > all && totals.items > 10);
        let broad = self.plan.breadth() == Breadth::Everything || self.route == Route::Sweep;
        if totals.items > 1000 || share || broad || self.stakes.production {
            Tier::TypeName
        } else if totals.items > 100 || totals.bytes > 1_000_000_000 || self.plan.breadth() == Breadth::Caught
        {
            Tier::TypeCount
        } else if totals.items > 10 || totals.without_backup > 0 {
            Tier::Tick
        } else {
            Tier::Button
        }
    }

    /// The text to be typed, if the tier asks for one.
    pub fn phrase(&self) -> Option<String> {
        match self.tier() {
            Tier::Button | Tier::Tick => None,
            Tier::TypeCount => Some(self.plan.totals().items.to_string()),
            Tier::TypeName => Some(self.stakes.cloud_name.clone()),
        }
    }

    /// Whether a box must be ticked: always where something cannot be put back, and on the tier
    /// that asks for nothing else.
    pub fn needs_tick(&self) -> bool {
        self.tier() >= Tier::Tick && (self.plan.totals().without_backup > 0 || self.tier() == Tier::Tick)
    }

    /// Whether what was typed and ticked suffices, apart from the arming time.
    pub fn satisfied(&self) -> bool {
        let phrase = self.phrase().is_none_or(|phrase| self.matches(&phrase));
        phrase && (self.ticked || !self.needs_tick())
    }

    /// Whether what was typed cannot become what is asked for, whatever is typed after it.
    pub fn is_mistyped(&self) -> bool {
        self.phrase().is_some_and(|phrase| !phrase.starts_with(&*self.read()))
    }

    fn matches(&self, phrase: &str) -> bool {
        self.read() == phrase
    }

    /// What was typed. Separators in a typed count are accepted; a name must match to the letter.
    fn read(&self) -> String {
        let typed = self.typed.trim();
        match self.tier() {
            Tier::TypeCount => {
                typed.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}')).collect()
            }
            Tier::Button | Tier::Tick | Tier::TypeName => typed.to_owned(),
        }
    }

    /// How long the button must still wait when the phrase has been right for `since`.
    pub fn arming_left(&self, since: Duration) -> Duration {
        if self.tier() == Tier::TypeName { Tier::ARMING.saturating_sub(since) } else { Duration::ZERO }
    }

    /// Whether the preview is young enough for the route.
    pub fn is_fresh(&self, now: UnixTime) -> bool {
        Age::of(&self.plan, now).is_fresh(self.route)
    }

    /// Confirms, if everything asked for was done and the preview is not too old. `right_since`: how
    /// long [`Self::satisfied`] has been true.
    ///
    /// # Errors
    /// Gives itself back unchanged where something is missing; nothing is sent.
    pub fn confirm(self, right_since: Duration, now: UnixTime) -> Result<ConfirmedPlan, Box<Self>> {
        if self.satisfied() && self.arming_left(right_since).is_zero() && self.is_fresh(now) {
            Ok(ConfirmedPlan {
                cloud_name: self.stakes.cloud_name,
                plan: self.plan,
                route: self.route,
                confirmed_at: now,
            })
        } else {
            Err(Box::new(self))
        }
    }
}

/// A plan that the user has confirmed. Cannot be made anywhere else.
#[derive(Debug)]
pub struct ConfirmedPlan {
    cloud_name: String,
    plan: Arc<Plan>,
    route: Route,
    confirmed_at: UnixTime,
}

impl ConfirmedPlan {
    /// The plan, as it was previewed.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// How it is carried out.
    pub fn route(&self) -> Route {
        self.route
    }

    /// Of the environment, for receipts.
    pub fn cloud_name(&self) -> &str {
        &self.cloud_name
    }

    /// When it was confirmed.
    pub fn confirmed_at(&self) -> UnixTime {
        self.confirmed_at
    }

    /// Whether the preview is still young enough for the route.
    pub fn is_fresh(&self, now: UnixTime) -> bool {
        Age::of(&self.plan, now).is_fresh(self.route)
    }
}

/// The right to send what deletes, in one product environment, with any key of it. Made only from a
/// [`super::job::Job`], which is made only from a [`ConfirmedPlan`] or from the journal of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warrant {
    environment: ProductEnvironment,
}

impl Warrant {
    pub(super) fn new(environment: ProductEnvironment) -> Self {
        Self { environment }
    }

    /// The only environment in which it is good.
    pub fn environment(&self) -> &ProductEnvironment {
        &self.environment
    }
}

#[cfg(test)]
mod tests;
