"""The part of a desktop portal that says whether the desktop is light or dark.

portal.py SCHEME: 1 prefers dark, 2 prefers light. Each line on its standard input is a new scheme;
it ends with its input."""

import sys

from gi.repository import Gio, GLib

NAMESPACE, KEY = "org.freedesktop.appearance", "color-scheme"
INTERFACE = """
<node><interface name="org.freedesktop.portal.Settings">
  <method name="Read">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
  </method>
  <signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
</interface></node>"""
PATH = "/org/freedesktop/portal/desktop"
scheme = int(sys.argv[1])
loop = GLib.MainLoop()


def call(_bus, _sender, _path, _interface, _method, arguments, invocation):
    if arguments.unpack() == (NAMESPACE, KEY):
        value = GLib.Variant("v", GLib.Variant("u", scheme))
        invocation.return_value(GLib.Variant("(v)", (value,)))
    else:
        invocation.return_dbus_error("org.freedesktop.portal.Error.NotFound", "unknown setting")


def change(channel, _condition):
    global scheme
    line = channel.readline()
    if not line:
        loop.quit()
        return False
    scheme = int(line)
    arguments = GLib.Variant("(ssv)", (NAMESPACE, KEY, GLib.Variant("u", scheme)))
    bus.emit_signal(None, PATH, "org.freedesktop.portal.Settings", "SettingChanged", arguments)
    return True


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
bus.register_object(PATH, interface, call, None, None)
Gio.bus_own_name_on_connection(
    bus,
    "org.freedesktop.portal.Desktop",
    Gio.BusNameOwnerFlags.NONE,
    lambda *_: print("ready", flush=True),
    None,
)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, change)
loop.run()
