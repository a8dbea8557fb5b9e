//! Light or dark, where the windowing system does not tell: on Linux the desktop portal knows
//! (`org.freedesktop.appearance`, `color-scheme`: 1 prefers dark, 2 prefers light, 0 neither).
//! On Windows and macOS the window is told by the system itself.

/// Tells `tell` now and whenever the preference changes whether the desktop prefers dark. Never
/// blocks; where nobody answers, `tell` is not called.
#[cfg(not(target_os = "linux"))]
pub fn watch(_tell: impl Fn(bool) + Send + 'static) {}

/// Tells `tell` now and whenever the preference changes whether the desktop prefers dark. Never
/// blocks; where nobody answers, `tell` is not called.
#[cfg(target_os = "linux")]
pub fn watch(tell: impl Fn(bool) + Send + 'static) {
    let named = std::thread::Builder::new().name("appearance".to_owned());
    let started = named.spawn(move || {
        if let Err(error) = portal::follow(&tell) {
            tracing::info!(%error, "the desktop does not tell whether it is light or dark");
        }
    });
    if let Err(error) = started {
        tracing::warn!(%error, "no thread for the desktop's appearance");
    }
}

#[cfg(target_os = "linux")]
mod portal {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::OwnedValue;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";
    const DARK: u32 = 1;

    /// Ends when the bus does.
    pub(super) fn follow(tell: &impl Fn(bool)) -> zbus::Result<()> {
        let bus = Connection::session()?;
        let settings = Proxy::new(
            &bus,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
        )?;
        let changes = settings.receive_signal("SettingChanged")?;
        let now: OwnedValue = settings.call("Read", &(NAMESPACE, KEY))?;
        if let Some(scheme) = number(&now) {
            tell(scheme == DARK);
        }
        for change in changes {
            let body = change.body();
            let (namespace, key, value): (&str, &str, OwnedValue) = body.deserialize()?;
            if let Some(scheme) = number(&value).filter(|_| namespace == NAMESPACE && key == KEY) {
                tell(scheme == DARK);
            }
        }
        Ok(())
    }

    /// `Read` wraps its answer in one variant more than `SettingChanged`.
    fn number(value: &zbus::zvariant::Value<'_>) -> Option<u32> {
        match value {
            zbus::zvariant::Value::U32(number) => Some(*number),
            zbus::zvariant::Value::Value(inner) => number(inner),
            _ => None,
        }
    }
}
