"""The load generator wrk, and what it measured."""

import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

from .. import machine_tools
from ..errors import HouseError
from ..settings import Settings
from .cpu import Meter
from .shops import LOAD

CONNECTIONS = 8
_SPARE = 64
_LAST_ANSWERS_S = 1


@dataclass(frozen=True)
class Load:
    """What a load came to.

    :param rate: Answers a second.
    :param cpu_ms: CPU of the server and of PostgreSQL for one answer.
    :param refused: Answers with a status of 400 and above.
    :param bytes_each: Size of one answer, with its headers.
    """

    rate: float
    cpu_ms: float
    refused: int
    broken: int
    bytes_each: float


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return a request as it goes over the wire; `_` in names of headers means `-`."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


class Wrk:
    """Sends prepared requests as fast as they are answered.

    :param settings: Where wrk is unpacked if the machine has none.
    """

    def __init__(self, settings: Settings) -> None:
        self._program = machine_tools.ensure(settings, "wrk")
        done = subprocess.run(
            [self._program, "-v"], capture_output=True, text=True, check=False
        )
        self.version = done.stdout.split("[")[0].strip()

    def run(
        self,
        port: int,
        requests: list[bytes],
        seconds: float,
        pids: list[int],
        connections: int = CONNECTIONS,
    ) -> Load:
        """Send the requests in turn, over and over, for some seconds."""
        threads = min(2, connections)
        output, cpu_s = self._call(
            port, requests, pids, threads, connections, f"{max(1, round(seconds))}s"
        )
        result = _find(output, "RESULT ")
        facts = json.loads(result)
        count = facts["requests"] or 1
        return Load(
            rate=facts["requests"] / facts["seconds"],
            cpu_ms=cpu_s * 1000 / count,
            refused=facts["refused"],
            broken=facts["broken"],
            bytes_each=facts["bytes"] / count,
        )

    def run_once(self, port: int, requests: list[bytes], pids: list[int]) -> Load:
        """Send each request once."""
        spare = [request("GET", "/bench/noop")] * _SPARE
        output, cpu_s = self._call(
            *(port, requests + spare, pids, 1, CONNECTIONS, "600s"),
            ONCE=str(len(requests)),
        )
        seconds, refused = _find(output, "ONCE ").split()
        count = len(requests)
        return Load(count / float(seconds), cpu_s * 1000 / count, int(refused), 0, 0)

    def _call(
        self, port, requests, pids, threads, connections, duration, **environ
    ) -> tuple[str, float]:
        with tempfile.NamedTemporaryFile() as file:
            for each in requests:
                file.write(b"%d\n%b" % (len(each), each))
            file.flush()
            meter = Meter(pids)
            done = subprocess.Popen(
                [
                    *(self._program, f"-t{threads}", f"-c{connections}"),
                    *(f"-d{duration}", "--timeout", "30s"),
                    *("-s", LOAD / "replay.lua", f"http://127.0.0.1:{port}/"),
                ],
                env={**os.environ, "REQUESTS": file.name, **environ},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            lines = []
            for line in done.stdout:
                lines.append(line)
                if line.startswith("ONCE "):
                    break
            cpu_s = meter.seconds()
            if "ONCE" in environ:
                # The last few may still be on their way, beside the spare ones.
                time.sleep(_LAST_ANSWERS_S)
                done.terminate()
            done.wait()
        return "".join(lines), cpu_s


def _find(output: str, mark: str) -> str:
    for line in output.splitlines():
        if line.startswith(mark):
            return line.removeprefix(mark)
    raise HouseError(f"wrk failed:\n{output}", "Read what it says above.")
