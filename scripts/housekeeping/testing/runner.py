"""The parts of the tests: which are asked for, in what order, two at a time."""

import concurrent.futures
import dataclasses
import shutil
import time
import traceback
from collections.abc import Callable

from .. import postgres, preview, services, suite
from ..bootstrap import bootstrap
from ..console import say
from ..errors import HouseError
from ..settings import CHECKOUT, Settings
from . import lint, miniprogram, odoo_tests, pure, report
from .cases import FAILED, Case

THE_APP = "wechat_ordering"
# So many failures are named at once.
FIRST = 5
Job = Callable[[], list[Case]]


def run(settings: Settings, asked: list[str]) -> bool:
    """Run the parts asked for (all by default); tell whether all is well.

    :param asked: Names of parts; `odoo` is all add-ons, `odoo:x` is one.
    """
    bootstrap(settings, with_dev_tools=True)
    _clear_artifacts(settings)
    inner = odoo_tests.test_settings(settings)
    jobs = _choose(_jobs(settings, inner), asked)
    needs_server = any(name.startswith("odoo:") for name in jobs)
    if needs_server:
        odoo_tests.start_server(inner)
    try:
        cases = _run_jobs(jobs)
    finally:
        if needs_server:
            postgres.stop(inner)
    say(f"Logs and screenshots: {settings.artifacts_dir}")
    return report.summarise(cases)


def _clear_artifacts(settings: Settings) -> None:
    """Begin with an empty folder; stop restaurants that a killed run left there."""
    for folder in settings.artifacts_dir.glob("*/run"):
        services.stop_all(dataclasses.replace(settings, data_dir=folder))
    shutil.rmtree(settings.artifacts_dir, ignore_errors=True)
    settings.artifacts_dir.mkdir(parents=True)


def _jobs(settings: Settings, inner: Settings) -> dict[str, Job]:
    """Return the parts that the tree has, in the order they should begin.

    The first Odoo part makes the template that the others wait for; meanwhile the
    second lane does what needs none. The app has the longest tests.
    """
    in_odoo: dict[str, Job] = {
        f"odoo:{addon}": lambda addon=addon: odoo_tests.run(inner, addon)
        for addon in sorted(suite.names(), key=lambda name: name != THE_APP)
    }
    jobs = dict([next(iter(in_odoo.items()))])
    jobs["python"] = lambda: pure.run(settings)
    jobs["lint"] = lambda: lint.run(settings)
    if (preview.FOLDER / "package.json").exists():
        jobs["miniprogram"] = lambda: miniprogram.run(settings)
    for folder in pure.WITH_A_STACK:
        if any((CHECKOUT / folder).glob("test_*.py")):
            name = folder.rpartition("/")[2]
            jobs[name] = lambda name=name: pure.run_with_stack(settings, name)
    return {**jobs, **in_odoo}


def _choose(jobs: dict[str, Job], asked: list[str]) -> dict[str, Job]:
    if not asked:
        return jobs
    chosen = {
        name: job
        for name, job in jobs.items()
        if any(name == word or name.startswith(f"{word}:") for word in asked)
    }
    if not chosen:
        raise HouseError(
            f"there is no part called {' '.join(asked)}.",
            f"Choose from: {', '.join(jobs)} (make test PART=lint).",
        )
    return chosen


def _run_jobs(jobs: dict[str, Job]) -> list[Case]:
    cases: list[Case] = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        futures = {pool.submit(run_job, name, job): name for name, job in jobs.items()}
        for future in concurrent.futures.as_completed(futures):
            cases += future.result()
    return cases


def run_job(name: str, job: Job) -> list[Case]:
    """Run one part and say how it went; one that breaks is a failed case."""
    say(f"==> {name} ...")
    started = time.monotonic()
    try:
        cases = job()
    except HouseError as error:
        cases = [Case(name, "could not run", FAILED, 0, str(error))]
    except Exception:  # noqa: BLE001 - the other parts go on, whatever it is
        cases = [Case(name, "broke", FAILED, 0, traceback.format_exc())]
    failed = [case for case in cases if case.outcome == FAILED]
    verdict = f"{len(failed)} of {len(cases)} FAILED" if failed else f"{len(cases)} ok"
    say(f"    {name}: {verdict} in {time.monotonic() - started:.0f} s")
    # All of it comes at the end, which a killed run never reaches.
    for case in failed[:FIRST]:
        reason = (case.detail.strip().splitlines() or [""])[-1]
        say(f"    | {case.name}: {reason[:200]}")
    return cases
