"""Arrows point one way: the app knows the leaves, nothing knows the app."""

import ast

import pytest

from tree import (
    ADDONS,
    PURE_PACKAGES,
    ROOT,
    addon_names,
    imports,
    manifest,
    python_files,
)

# For each add-on, the suite's add-ons that it must never name.
STRANGERS = {
    "wechat_base": {"wechat_payment", "delivery_connector", "wechat_ordering"},
    "wechat_payment": {"delivery_connector", "wechat_ordering"},
    "delivery_connector": {"wechat_payment", "wechat_ordering"},
    "wechat_ordering": set(),
}
READ_BY_ODOO = {".py", ".xml", ".csv", ".js", ".sql", ".scss"}
THE_COMMIT = ADDONS / "wechat_base/tools/intent.py"


def test_every_addon_has_its_place_in_the_house():
    assert set(addon_names()) <= set(STRANGERS)


@pytest.mark.parametrize("addon", addon_names())
def test_addon_never_names_a_stranger(addon):
    found = [
        f"{path.relative_to(ROOT)} names {stranger}"
        for path in sorted((ADDONS / addon).rglob("*"))
        if path.suffix in READ_BY_ODOO
        for stranger in sorted(STRANGERS[addon])
        if stranger in path.read_text()
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("addon", addon_names())
def test_manifest_depends_on_no_stranger(addon):
    assert not STRANGERS[addon] & set(manifest(addon)["depends"])


@pytest.mark.parametrize("addon", addon_names())
def test_manifest_is_of_this_suite(addon):
    facts = manifest(addon)
    assert facts["license"] == "LGPL-3"
    assert facts["version"].startswith("19.0.")


def _pure_imports():
    for package in PURE_PACKAGES:
        folder = ADDONS / package
        for file in python_files(folder):
            # Dots that stay inside: one for the module's own folder, and so on up.
            inside = len(file.relative_to(folder).parts)
            for found in imports(file):
                yield package, found, inside


def test_pure_package_imports_no_odoo_and_no_addon():
    forbidden = {"odoo", *addon_names()}
    wrong = [
        str(found)
        for package, found, inside in _pure_imports()
        if found.module.split(".")[0] in forbidden and not found.level
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_package_reaches_its_own_modules_only_relatively():
    wrong = [
        str(found)
        for package, found, inside in _pure_imports()
        if "tests" not in found.file.parts
        and (
            found.level > inside
            or (not found.level and found.module.split(".")[0] == package.split("/")[1])
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_requests_is_imported_only_in_transport_files():
    wrong = [
        str(found)
        for file in python_files(ADDONS)
        if file.name != "transport.py" and "tests" not in file.parts
        for found in imports(file)
        if found.module.split(".")[0] in {"requests", "httpx", "aiohttp"}
        or found.module in {"urllib.request", "http.client"}
    ]
    assert not wrong, "\n".join(wrong)


def test_every_request_has_a_timeout():
    calls = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in ADDONS.rglob("transport.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"get", "post", "put", "delete", "request"}
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value) in {"requests", "session", "self.session"}
        and not any(keyword.arg == "timeout" for keyword in node.keywords)
    ]
    assert not calls, "no timeout: " + ", ".join(calls)


def test_sandbox_imports_nothing_of_what_it_tests():
    pure = {package.split("/")[1] for package in PURE_PACKAGES}
    forbidden = {"odoo", "addons", "wechatpy", "wechatpayv3", *pure, *addon_names()}
    wrong = [
        str(found)
        for file in python_files(ROOT / "sandbox")
        for found in imports(file)
        if not found.level and found.module.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def test_only_one_place_commits():
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in python_files(ADDONS)
        if file != THE_COMMIT and "tests" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert not wrong, "these commit: " + ", ".join(wrong)
