"""Whether the files that describe the program to a system can be read, and say the same as Cargo.toml.

described.py DEB"""

import json
import pathlib
import plistlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml


def main(deb):
    told = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version=1"], capture_output=True, check=True)
    packages = json.loads(told.stdout)["packages"]
    cargo = next(package for package in packages if package["name"] == "cloudsweep")
    version, description, metadata = cargo["version"], cargo["description"], cargo["metadata"]
    folder = pathlib.Path("src/platform")

    fields = subprocess.run(["dpkg-deb", "--field", deb], capture_output=True, text=True, check=True).stdout
    assert f"Version: {version.replace('-', '~')}\n" in fields, fields
    assert f"Description: {description}\n" in fields, "the synopsis is the description, in one line"
    assert re.search(r"^Depends: .*libc6 \(>=", fields, re.MULTILINE), "the libc that the build needs is named"

    entry = (folder / "linux/cloudsweep.desktop").read_text()
    assert f"\nComment={description}\n" in entry
    identifier = metadata["packager"]["identifier"]
    metainfo = xml.parse(folder / f"linux/{identifier}.metainfo.xml")
    assert metainfo.findtext("id") == identifier
    assert metainfo.findtext("summary") == description
    assert metainfo.find("releases/release").get("version") == version
    assert f"\n## [{version}] - " in pathlib.Path("CHANGELOG.md").read_text()
    assert f"\ncommand-about = {description}\n" in pathlib.Path("src/text/en/cloudsweep.ftl").read_text()

    manifest = xml.parse(folder / "windows/cloudsweep.manifest").getroot()
    names = {element.tag.rpartition("}")[2] for element in manifest.iter()}
    assert {"dpiAwareness", "longPathAware", "requestedExecutionLevel"} <= names, names
    for name in ["Info.plist", "entitlements.plist"]:
        content = (folder / "macos" / name).read_bytes()
        plistlib.loads(content)
        assert b"<!--" not in content, "comments are a syntax error to macOS in entitlements"

    files = [*metadata["packager"]["icons"], *(resource["src"] for resource in metadata["packager"]["resources"])]
    missing = [file for file in files if not pathlib.Path(file).is_file()]
    assert not missing, missing
    print(f"described alike: {description}, {version}")


main(sys.argv[1])
