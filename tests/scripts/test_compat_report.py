"""What `make compat` makes of two runs of Odoo's tests."""

from housekeeping.compat import attempts, report, runner
from housekeeping.compat.report import Result
from housekeeping.testing import odoo_log
from housekeeping.testing.cases import FAILED, PASSED, SKIPPED

HEAD = "2026-01-02 03:04:{:02d},000 77 {} db odoo.addons.shop.tests.test_menu: {}"
TESTS = ["/shop:TestMenu.test_a", "/shop:TestMenu.test_b", "/shop:TestTill.test_c"]


def read(*lines):
    text = "\n".join(HEAD.format(*line) for line in lines)
    return attempts._read(TESTS, odoo_log.read(text))


def test_each_test_gets_its_outcome():
    outcomes = read(
        (1, "INFO", "Starting TestMenu.test_a ... "),
        (2, "ERROR", "FAIL: TestMenu.test_a\nTraceback"),
        (3, "INFO", "Starting TestMenu.test_b ... "),
        (3, "INFO", "skipped TestMenu.test_b : no chart"),
        (4, "INFO", "Starting TestTill.test_c ... "),
    )

    assert list(outcomes.values()) == [FAILED, SKIPPED, PASSED]


def test_class_that_cannot_be_set_up_fails_its_tests_only():
    outcomes = read(
        (1, "ERROR", "ERROR: setUpClass (odoo.addons.shop.tests.test_menu.TestMenu)"),
        (4, "INFO", "Starting TestTill.test_c ... "),
    )

    assert list(outcomes.values()) == [FAILED, FAILED, PASSED]


def test_test_that_a_crash_kept_from_running_is_bad():
    outcomes = read((1, "INFO", "Starting TestMenu.test_a ... "))

    assert outcomes[TESTS[1]] == attempts.NOT_RUN
    assert attempts.is_bad(outcomes[TESTS[1]])


def summarise(**outcomes):
    tests = {"shop": list(outcomes)}
    return report.summarise(tests, {name: Result(*o) for name, o in outcomes.items()})


def test_only_what_fails_with_the_add_ons_alone_counts(capsys):
    assert summarise(both=(FAILED, FAILED), fine=(PASSED, SKIPPED))
    assert not summarise(broken=(PASSED, FAILED), fine=(PASSED, PASSED))

    out = capsys.readouterr().out
    assert out.splitlines()[-1] == (
        "1 of 2 tests of Odoo fail only with the suite's add-ons"
    )


def test_run_in_which_nothing_passed_proves_nothing():
    assert not summarise(both=(FAILED, FAILED))


def test_what_fails_on_our_side_alone_is_tried_again(monkeypatch):
    tried = []

    def again(settings, side, tests, attempt):
        tried.append((tests, attempt))
        return {tests[0]: PASSED}

    monkeypatch.setattr(attempts, "run", again)
    pairs = {"late": (PASSED, FAILED), "both": (FAILED, FAILED)}
    results = runner._results(None, None, pairs)

    assert tried == [(["late"], 2)]
    assert results["late"] == Result(PASSED, PASSED, 2)
    assert not results["both"].is_broken


def test_chunks_hold_each_test_once():
    tests = {"a": [f"/a:T.test_{i}" for i in range(30)], "b": ["/b:T.test_x"]}
    chunks = runner._chunks(tests)

    assert [name for _module, chunk in chunks for name in chunk] == [
        name for names in tests.values() for name in names
    ]
    assert max(len(chunk) for _module, chunk in chunks) <= runner.CHUNK
