"""CPU time of programs with all their children, also of those that ended meanwhile."""

import os
import pathlib

from .. import processes
from ..settings import Settings

_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Adds up what groups of processes use.

    A process that ends leaves its time to its parent, so the sum over those alive,
    each with what its ended children left it, misses nothing.

    :param pids: The roots; each with all its descendants.
    """

    def __init__(self, pids: list[int]) -> None:
        self._roots = set(pids)
        self._begun = self._read()

    def seconds(self) -> float:
        """Return the CPU seconds used since this meter was made."""
        return self._read() - self._begun

    def _read(self) -> float:
        stats = {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                words = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            stats[int(path.parent.name)] = words
        ticks = 0
        for pid, words in stats.items():
            if self._is_ours(pid, stats):
                ticks += sum(map(int, words[11:15]))
        return ticks / _TICKS

    def _is_ours(self, pid: int, stats: dict[int, list[str]]) -> bool:
        while pid in stats:
            if pid in self._roots:
                return True
            pid = int(stats[pid][1])
        return False


def pids(settings: Settings, *names: str) -> list[int]:
    """Return the processes of running services, and of the embedded PostgreSQL."""
    found = [processes.pid_of(settings, name) for name in names]
    if settings.database.embedded:
        file = settings.data_dir / "postgres/postmaster.pid"
        found.append(int(file.read_text().split()[0]))
    return found
