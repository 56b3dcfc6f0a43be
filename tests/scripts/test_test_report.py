"""The reader of Odoo's log, and the lines that `make test` ends with."""

import re

from housekeeping.testing import odoo_log, report
from housekeeping.testing.cases import FAILED, PASSED, SKIPPED, Case, from_junit

HEAD = "2026-01-02 03:04:{:02d},000 77 {} db odoo.addons.shop.tests.test_menu: {}"


def read(*lines):
    """Return the cases of a log made of (second, level, text)."""
    text = "\n".join(HEAD.format(*line) for line in lines)
    return odoo_log.cases("odoo", odoo_log.read(text), [re.compile("known noise")])


END = (9, "INFO", "0 failed, 0 error(s) of 2 tests when loading database 'db'")


def test_each_started_test_is_a_case_with_its_time():
    cases = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (3, "INFO", "Starting TestMenu.test_b ... "),
        (3, "INFO", "skipped TestMenu.test_b : no reason"),
        END,
    )

    outcomes = [(case.name.rpartition(".")[2], case.outcome) for case in cases]
    assert outcomes == [("test_a", PASSED), ("test_b", SKIPPED)]


def test_time_of_a_test_that_stops_the_clock_is_its_own():
    cases = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (59, "INFO", "An hour later"),
        (3, "INFO", "Starting TestMenu.test_b ... "),
        END,
    )

    assert [case.seconds for case in cases] == [2, 6]


def test_failure_keeps_its_traceback():
    cases = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (2, "ERROR", "FAIL: TestMenu.test_a\nTraceback\nAssertionError: 1 != 2"),
        END,
    )

    assert [case.outcome for case in cases] == [FAILED]
    assert "1 != 2" in cases[0].detail


def test_failed_subtest_fails_its_test():
    cases = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (2, "ERROR", "ERROR: Subtest TestMenu.test_a (i=1)\nTraceback"),
        END,
    )

    assert [case.outcome for case in cases] == [FAILED]


def test_class_that_cannot_be_set_up_is_a_failed_case():
    cases = read((2, "ERROR", "ERROR: setUpClass (odoo.shop.TestMenu)\nboom"), END)

    assert [(case.name, case.outcome) for case in cases] == [
        ("setUpClass (odoo.shop.TestMenu)", FAILED)
    ]


def test_unexpected_warning_is_a_failed_case_unless_allowed():
    cases = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (2, "WARNING", "known noise of a library"),
        (2, "WARNING", "a field is missing"),
        END,
    )

    failed = [case for case in cases if case.outcome == FAILED]
    assert len(failed) == 1
    assert "a field is missing" in failed[0].detail


def test_run_that_stops_half_way_fails():
    cases = read((1, "INFO", "Starting TestMenu.test_a ... "))

    assert cases[-1].outcome == FAILED
    assert "did not reach its end" in cases[-1].name


def test_junit_report_is_read(tmp_path):
    file = tmp_path / "junit.xml"
    file.write_text(
        '<testsuites><testsuite><testcase classname="a" name="b" time="0.5"/>'
        '<testcase classname="a" name="c"><failure>why</failure></testcase>'
        '<testcase classname="a" name="d"><skipped/></testcase>'
        "</testsuite></testsuites>"
    )

    cases = from_junit("python", file)

    assert [case.outcome for case in cases] == [PASSED, FAILED, SKIPPED]
    assert cases[1].detail == "why"
    assert cases[0].seconds == 0.5


def test_last_line_is_the_total(capsys):
    assert report.summarise([Case("a", "b", PASSED), Case("a", "c", PASSED)])

    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"


def test_one_failure_fails_the_run_and_is_told(capsys):
    assert not report.summarise([Case("a", "b", FAILED, 0, "because of rain")])

    out = capsys.readouterr().out
    assert "because of rain" in out
    assert out.splitlines()[-1] == "0 passed, 1 failed"


def test_run_without_a_test_is_no_success():
    assert not report.summarise([])
