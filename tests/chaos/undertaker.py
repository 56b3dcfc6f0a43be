"""Starts the mortal processes of `mortal.py`, and tells which of them died."""

import json
import pathlib
import socket
import subprocess
import tempfile
import time

from housekeeping import demo, odoo
from stack import Stack

START_S = 60
DEED_S = 60

SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import mortal
mortal.serve(env.cr.dbname, {path!r})
"""


class Undertaker:
    """Has deeds done by processes that live for one deed each.

    :param stack: The restaurant whose database they work in.
    """

    def __init__(self, stack: Stack) -> None:
        # A socket's path has room for a hundred letters.
        self.folder = tempfile.TemporaryDirectory(prefix="mortal-")
        self.path = str(pathlib.Path(self.folder.name) / "socket")
        settings = stack.settings
        log = settings.data_dir / "log/mortal.log"
        with log.open("w") as stream:
            self.process = subprocess.Popen(
                odoo.command(settings, "shell", "-d", demo.DB_NAME, "--no-http"),
                env=odoo.environ(settings, **demo.odoo_environ(settings)),
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=subprocess.STDOUT,
                text=True,
            )
        folder = str(pathlib.Path(__file__).parent)
        self.process.stdin.write(SCRIPT.format(folder=folder, path=self.path))
        self.process.stdin.close()
        self._wait(log)

    def do(self, deed: str, dies: str = "", **arguments):
        """Have a deed done to its end; return its answer, or the error as a text.

        :param dies: At which moment its process dies instead, see `mortal.py`.
        :raise AssertionError: If it died and should not have, or the reverse.
        """
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(DEED_S)
            link.connect(self.path)
            asked = {"deed": deed, "dies": dies, "with": arguments}
            link.sendall(json.dumps(asked).encode() + b"\n")
            told = link.makefile().read()
        assert bool(dies) == (not told), f"{deed}, to die {dies or 'never'}: {told}"
        return None if dies else json.loads(told)

    def stop(self) -> None:
        """End the process that makes the others."""
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def _wait(self, log: pathlib.Path) -> None:
        deadline = time.monotonic() + START_S
        while not pathlib.Path(self.path).exists():
            assert self.process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.1)
        # It listens an instant after it is there.
        time.sleep(0.1)
