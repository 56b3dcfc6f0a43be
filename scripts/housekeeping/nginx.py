"""nginx, the front door: one address for pages and websockets, menus from its cache."""

import os
import pathlib
import string

from . import machine_tools
from .processes import Service
from .settings import Settings

TEMPLATE = pathlib.Path(__file__).with_name("nginx.conf.in")


def service(settings: Settings) -> Service:
    """Return the front door of a running restaurant."""
    program = machine_tools.ensure(settings, "nginx")
    folder = settings.data_dir / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    text = _configuration(settings, folder)
    file = folder / "nginx.conf"
    file.write_text(text)
    base = f"http://127.0.0.1:{settings.http_port}"
    return Service(
        "nginx",
        [program, "-p", str(folder), "-c", str(file), "-e", "stderr"],
        dict(os.environ),
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
