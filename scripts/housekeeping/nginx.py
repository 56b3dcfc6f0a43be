"""nginx, the front door: one address for pages and websockets, menus from its cache.

The machine's own nginx if it has one, else one unpacked into the prefix.
"""

import os
import pathlib
import shutil
import string

from . import component, debian
from .apt import Apt, source
from .chromium import debian_suite
from .console import step
from .processes import Service
from .settings import Settings

# What every Debian has; a second C library beside the first would not work.
WANTED = ("nginx_", "libpcre2-8-0_", "libssl3", "libcrypt1_", "zlib1g_")
TEMPLATE = pathlib.Path(__file__).with_name("nginx.conf.in")


def ensure(settings: Settings) -> pathlib.Path:
    """Return an nginx, unpacked into the prefix if the machine has none."""
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
    own = shutil.which("nginx", path=path)
    if own:
        return pathlib.Path(own)
    folder = settings.prefix / "nginx"
    key = component.key_of(extra="nginx")
    if not component.is_current(folder, key):
        with step("Fetching nginx"):
            component.build_aside(folder, key, lambda part: _build(settings, part))
    return folder / "usr/sbin/nginx"


def _build(settings: Settings, part: pathlib.Path) -> None:
    suite = debian_suite()
    sources = [source(suite), source(f"{suite}-security")]
    apt = Apt(settings.cache_dir / "apt-nginx", sources)
    apt.update()
    files = apt.download_with_dependencies(["nginx"])
    debian.unpack([file for file in files if file.name.startswith(WANTED)], part)


def service(settings: Settings) -> Service:
    """Return the front door of a running restaurant."""
    program = ensure(settings)
    folder = settings.data_dir / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    text = _configuration(settings, folder)
    file = folder / "nginx.conf"
    file.write_text(text)
    base = f"http://127.0.0.1:{settings.http_port}"
    return Service(
        "nginx",
        [str(program), "-p", str(folder), "-c", str(file), "-e", "stderr"],
        {**os.environ, "LD_LIBRARY_PATH": _libraries(program)},
        [f"{base}/web/health", f"{base}/websocket/health"],
    )


def _configuration(settings: Settings, folder: pathlib.Path) -> str:
    return string.Template(TEMPLATE.read_text()).substitute(
        folder=folder,
        # A root nginx would give its workers to `nobody`, who cannot read the folder.
        user="user root;" if os.geteuid() == 0 else "",
        listen=f"{settings.http_interface}:{settings.http_port}",
        web_port=settings.web_port,
        gevent_port=settings.gevent_port,
    )


def _libraries(program: pathlib.Path) -> str:
    """Return where the libraries of an unpacked nginx are; none for the machine's."""
    root = program.parents[2]
    found = [*root.glob("usr/lib/*-linux-gnu"), *root.glob("lib/*-linux-gnu")]
    return "" if root == pathlib.Path("/") else os.pathsep.join(map(str, found))
