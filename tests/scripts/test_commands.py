"""Tools that hang, and tools that die: the tests go on, and say which it was."""

import os
import sys
import time

from housekeeping import processes
from housekeeping.testing import commands, runner
from housekeeping.testing.cases import FAILED, PASSED, Case, from_junit

# Writes the number of its child, and waits for it.
WITH_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
child.wait()
"""


def test_command_that_hangs_is_killed_with_its_children(tmp_path):
    log = tmp_path / "hangs.log"

    code, seconds = commands.run(
        [sys.executable, "-c", WITH_A_CHILD], log, dict(os.environ), patience_s=2
    )

    child, *rest = log.read_text().split("\n", 1)
    assert code == commands.TOO_LONG
    assert seconds >= 2
    assert "did not end within 2 s" in rest[0]
    _wait_until_dead(int(child))
    assert not processes.is_alive(int(child))


def test_command_that_ends_keeps_its_code_and_what_it_left_running(tmp_path):
    log = tmp_path / "ends.log"
    code = WITH_A_CHILD.replace("child.wait()", "sys.exit(3)")

    result, _seconds = commands.run([sys.executable, "-c", code], log, {**os.environ})

    child = int(log.read_text())
    assert result == 3
    # A restaurant that a part started is stopped by the part, not by us.
    assert processes.is_alive(child)
    processes.kill_tree(child)
    _wait_until_dead(child)
    assert not processes.is_alive(child)


def test_half_a_report_has_no_cases(tmp_path):
    report = tmp_path / "junit.xml"
    report.write_text('<testsuite><testcase name="a"/>')

    assert from_junit("e2e", report) == []


def test_failures_are_named_before_the_end_of_all(capsys):
    cases = [
        Case("chaos", "test_a", PASSED),
        Case("chaos", "test_b", FAILED, 1, "Traceback\nValueError: no worker"),
    ]

    found = runner.run_job("chaos", lambda: cases)

    assert found == cases
    said = capsys.readouterr().out
    assert "chaos: 1 of 2 FAILED" in said
    assert "| test_b: ValueError: no worker" in said


def test_part_that_breaks_is_a_failure_of_its_own():
    def breaks():
        raise OSError(28, "No space left on device")

    (case,) = runner.run_job("python", breaks)

    assert case.outcome == FAILED
    assert "No space left on device" in case.detail


def _wait_until_dead(pid: int) -> None:
    deadline = time.monotonic() + 5
    while processes.is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
