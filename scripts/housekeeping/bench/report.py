"""What a run found: a table for people, one line of JSON for programs."""

import json
import statistics
from dataclasses import dataclass, field

from ..console import say

# What `docs/benchmarks.md` promises: the key, "at least" or "at most", the number.
FLOORS: dict[str, tuple[str, float]] = {
    "menu_vs_peer": (">=", 60),
    "menu_gzip_kb": ("<=", 40),
    "menu_304_vs_noop": (">=", 0.7),
    "order_vs_peer": (">=", 5),
    "order_p95_vs_peer": ("<=", 0.25),
    "order_failures": ("<=", 0),
    "status_vs_noop": (">=", 0.6),
    "callback_vs_noop": (">=", 0.25),
    "paid_order_cpu_vs_peer": ("<=", 0.25),
    "ten_shops_vs_one": (">=", 0.95),
    "menu_nginx_vs_static": (">=", 0.8),
    "first_menu_screen_s": ("<=", 1.5),
    "package_kb": ("<=", 600),
}


@dataclass
class Report:
    """Collects results.

    :param values: By key; None for what could not be measured.
    :param details: What the table says beside a value.
    """

    values: dict[str, float | None] = field(
        default_factory=lambda: dict.fromkeys(FLOORS)
    )
    details: dict[str, str] = field(default_factory=dict)
    more: dict[str, float] = field(default_factory=dict)

    def add(self, key: str, value: float, detail: str = "") -> None:
        """Note a result."""
        self.values[key] = round(value, 3)
        self.details[key] = detail

    def miss(self, key: str, reason: str) -> None:
        """Note that something could not be measured, and why."""
        self.values[key] = None
        self.details[key] = f"not measured: {reason}"

    def print(self) -> None:
        """Print the table, and the JSON as the last line."""
        say(f"\n{'':<24} {'found':>9}  {'floor':<8} ")
        for key, (sign, floor) in FLOORS.items():
            value = self.values[key]
            shown = "-" if value is None else f"{value:g}"
            verdict = "" if _holds(value, sign, floor) else "  <-- MISSED"
            say(f"{key:<24} {shown:>9}  {sign} {floor:<6g}{verdict}")
            if self.details.get(key):
                say(f"    {self.details[key]}")
        say(json.dumps({**self.values, **self.more}))


def median_ratio(pairs: list[tuple[float, float]]) -> float:
    """Return the median of the ratios of rounds, each measured at the same time."""
    return statistics.median(mine / other for mine, other in pairs)


def _holds(value: float | None, sign: str, floor: float) -> bool:
    if value is None:
        return False
    return value >= floor if sign == ">=" else value <= floor
