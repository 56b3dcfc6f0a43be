"""What `make compat` prints at its end."""

from dataclasses import dataclass

from ..console import say
from .attempts import is_bad


@dataclass(frozen=True)
class Result:
    """How one of Odoo's tests ended.

    :param without: Without the suite's add-ons.
    :param with_ours: With them, in the last of the tries.
    :param tries: How often it ran with them.
    """

    without: str
    with_ours: str
    tries: int = 1

    @property
    def is_broken(self) -> bool:
        """Tell whether the suite's add-ons break the test."""
        return is_bad(self.with_ours) and not is_bad(self.without)


def summarise(tests: dict[str, list[str]], results: dict[str, Result]) -> bool:
    """Print the comparison; tell whether the add-ons break no test."""
    say("\nSuite              tests  fail without  fail with  only with")
    for module, names in tests.items():
        _print_row(module, [results[name] for name in names])
    _print_row("all", list(results.values()))
    _print_list(
        "Fail either way (this machine, or Odoo itself):",
        [name for name, each in results.items() if is_bad(each.without)],
    )
    _print_list(
        "Passed only when tried again:",
        [
            name
            for name, each in results.items()
            if each.tries > 1 and not each.is_broken
        ],
    )
    broken = [name for name, each in results.items() if each.is_broken]
    _print_list("FAIL ONLY WITH THE SUITE'S ADD-ONS:", broken)
    ran = sum(not is_bad(each.without) for each in results.values())
    # Alone on the last line: people and machines look for it.
    say(f"\n{len(broken)} of {ran} tests of Odoo fail only with the suite's add-ons")
    return not broken and ran > 0


def _print_row(name: str, results: list[Result]) -> None:
    without = sum(is_bad(each.without) for each in results)
    with_ours = sum(is_bad(each.with_ours) for each in results)
    only = sum(each.is_broken for each in results)
    say(f"{name:<18} {len(results):>5}  {without:>12}  {with_ours:>9}  {only:>9}")


def _print_list(title: str, names: list[str]) -> None:
    if names:
        say(f"\n{title}")
        for name in names:
            say(f"  {name}")
