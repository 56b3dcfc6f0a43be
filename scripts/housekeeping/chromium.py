"""A Chromium with Chinese fonts: the machine's own, else one unpacked into the prefix.

Its packages follow Debian's security updates, so no lock file names them: apt checks
Debian's signatures.
"""

import os
import pathlib
import platform
import shutil
import subprocess
import threading

from . import component, debian
from .apt import Apt, source
from .console import step
from .settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What every Debian has; a second C library beside the first would not work.
LEFT_OUT = ("libc6_", "libc-bin_", "perl", "bash_", "coreutils_", "apt_", "dpkg_")
FONTS = "fonts-noto-cjk"
# Where their libraries are, those too that another one asks for by an absolute path.
LIBRARIES = (
    "usr/lib/*-linux-gnu",
    "lib/*-linux-gnu",
    "usr/lib/*-linux-gnu/pulseaudio",
)
# Suites whose programs run on this machine: never newer than its own C library.
DEBIANS = {"bookworm", "trixie"}

# Two parts of the tests may want the browser at once.
_one_at_a_time = threading.Lock()

FONT_CONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""
WRAPPER = """\
#!/bin/sh
export LD_LIBRARY_PATH="{libraries}"
export FONTCONFIG_FILE="{folder}/fonts.conf"
exec "{program}" "$@"
"""


def ensure(settings: Settings) -> pathlib.Path:
    """Return a Chromium that can show Chinese, unpacking what the machine lacks."""
    named = os.environ.get("CHROMIUM")
    if named:
        return pathlib.Path(named)
    own = next(filter(None, map(shutil.which, NAMES)), None)
    if own and _has_chinese_font():
        return pathlib.Path(own)
    folder = settings.prefix / "chromium"
    key = component.key_of(extra=f"{folder} {own} {LIBRARIES}")
    with _one_at_a_time:
        if not component.is_current(folder, key):
            with step("Fonts for Chromium" if own else "Chromium and its fonts"):
                component.build_aside(
                    folder, key, lambda part: _build(settings, part, folder, own)
                )
    return folder / "bin/chromium"


def environ(settings: Settings, program: pathlib.Path) -> dict[str, str]:
    """Return the variables by which tests, and Odoo's tours, find the browser."""
    found = {"CHROMIUM": str(program)}
    # The machine's own is on the path already; its folder must not come first there,
    # for it holds other programs too, such as another Python.
    if program.is_relative_to(settings.prefix):
        found["PATH"] = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return found


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    done = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(done.stdout.strip())


def _build(
    settings: Settings, part: pathlib.Path, folder: pathlib.Path, own: str | None
) -> None:
    """Fill `part`, which will be moved to `folder`."""
    suite = debian_suite()
    sources = [source(suite), source(f"{suite}-security")]
    apt = Apt(settings.cache_dir / "apt-chromium", sources)
    apt.update()
    files = apt.download_with_dependencies([FONTS] if own else ["chromium", FONTS])
    wanted = [file for file in files if not file.name.startswith(LEFT_OUT)]
    debian.unpack(wanted, part)
    _write_wrapper(part, folder, own)


def debian_suite() -> str:
    """Return the code name of this machine's Debian, or of the oldest that serves."""
    name = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    return name if name in DEBIANS else "bookworm"


def _write_wrapper(part: pathlib.Path, folder: pathlib.Path, own: str | None) -> None:
    found = [path for pattern in LIBRARIES for path in part.glob(pattern)]
    libraries = [] if own else [str(folder / path.relative_to(part)) for path in found]
    program = own or folder / "usr/lib/chromium/chromium"
    (part / "fonts.conf").write_text(FONT_CONFIG.format(folder=folder))
    wrapper = part / "bin/chromium"
    wrapper.parent.mkdir(exist_ok=True)
    text = WRAPPER.format(libraries=":".join(libraries), folder=folder, program=program)
    wrapper.write_text(text)
    wrapper.chmod(0o755)
