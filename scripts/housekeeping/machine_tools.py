"""Small programs of Debian, nginx and wrk: the machine's own, else unpacked.

Like Chromium they follow Debian's security updates, so no lock file names them.
"""

import os
import pathlib
import shutil

from . import component, debian
from .apt import Apt, source
from .chromium import LEFT_OUT, debian_suite
from .console import step
from .settings import Settings

WRAPPER = """\
#!/bin/sh
export LD_LIBRARY_PATH="{libraries}"
exec "{program}" "$@"
"""
FOLDERS = ("usr/bin", "usr/sbin")


def ensure(settings: Settings, name: str) -> str:
    """Return the program, unpacking the package of its name if the machine has none."""
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
    if own := shutil.which(name, path=path):
        return own
    folder = settings.prefix / name
    key = component.key_of(extra=str(folder))
    if not component.is_current(folder, key):
        with step(f"{name} from Debian"):
            component.build_aside(
                folder, key, lambda part: _build(settings, part, folder, name)
            )
    return str(folder / "bin" / name)


def _build(
    settings: Settings, part: pathlib.Path, folder: pathlib.Path, name: str
) -> None:
    suite = debian_suite()
    apt = Apt(
        settings.cache_dir / f"apt-{name}", [source(suite), source(f"{suite}-security")]
    )
    apt.update()
    files = apt.download_with_dependencies([name])
    debian.unpack([file for file in files if not file.name.startswith(LEFT_OUT)], part)
    found = [*part.glob("usr/lib/*-linux-gnu"), *part.glob("lib/*-linux-gnu")]
    libraries = ":".join(str(folder / path.relative_to(part)) for path in found)
    (program,) = [
        folder / where / name for where in FOLDERS if (part / where / name).exists()
    ]
    wrapper = part / "bin" / name
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(WRAPPER.format(libraries=libraries, program=program))
    wrapper.chmod(0o755)
