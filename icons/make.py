#!/usr/bin/env python3
"""Draws every form of the program's icon from cloudsweep.svg, beside it: PNGs, the .ico of Windows and
the .icns of macOS. Needs rsvg-convert and icotool (Debian: librsvg2-bin, icoutils)."""

import pathlib
import struct
import subprocess
import tempfile

ICONS = pathlib.Path(__file__).parent
# Kept as files: the sizes of the icon theme on Linux. The window's own icon is the one of 256.
PNGS = [16, 22, 24, 32, 48, 64, 128, 256, 512]
# Windows takes those in between for displays at 125, 150 and 250 %.
ICO = [16, 20, 24, 32, 40, 48, 64, 256]
# The types of the .icns format that hold a PNG, with its width; ic11 to ic14 and ic10 are for Retina.
ICNS = {
    "icp4": 16, "ic11": 32, "icp5": 32, "ic12": 64, "ic07": 128,
    "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512, "ic10": 1024,
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        drawn = {width: draw(width, pathlib.Path(folder)) for width in {*PNGS, *ICO, *ICNS.values()}}
        for width in PNGS:
            (ICONS / f"cloudsweep-{width}.png").write_bytes(drawn[width].read_bytes())
        small = [str(drawn[width]) for width in ICO if width < 256]
        ico = str(ICONS / "cloudsweep.ico")
        subprocess.run(["icotool", "--create", "--output", ico, *small, f"--raw={drawn[256]}"], check=True)
        icns = {kind: drawn[width].read_bytes() for kind, width in ICNS.items()}
        (ICONS / "cloudsweep.icns").write_bytes(together(icns))


def draw(width, folder):
    """Draws a square PNG, and gives its path."""
    path = folder / f"{width}.png"
    size = ["--width", str(width), "--height", str(width)]
    subprocess.run(["rsvg-convert", *size, "--output", path, ICONS / "cloudsweep.svg"], check=True)
    return path


def together(images):
    """An .icns: each image behind its type and length, all behind the same of the file."""
    body = b"".join(kind.encode() + struct.pack(">I", 8 + len(png)) + png for kind, png in images.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


main()
