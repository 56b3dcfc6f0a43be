"""Every text of an add-on is in its template, and the template is all in Chinese.

`scripts/house i18n` writes the template from Odoo and brings the Chinese file along.
Whether the template is what Odoo would write now is checked in the Odoo part of the
tests, which has a database to ask.
"""

import polib
import pytest

from tree import ADDONS, addon_names


@pytest.mark.parametrize("addon", addon_names())
def test_chinese_is_complete(addon):
    template, chinese = _texts(addon)
    known = {(entry.msgctxt, entry.msgid) for entry in chinese if entry.translated()}
    missing = [
        entry.msgid for entry in template if (entry.msgctxt, entry.msgid) not in known
    ]
    assert not missing, "not in Chinese yet: " + "; ".join(missing[:20])


@pytest.mark.parametrize("addon", addon_names())
def test_chinese_has_nothing_of_the_past(addon):
    template, chinese = _texts(addon)
    wanted = {entry.msgid for entry in template}
    assert not [entry.msgid for entry in chinese if entry.msgid not in wanted]


def _texts(addon):
    folder = ADDONS / addon / "i18n"
    files = folder / f"{addon}.pot", folder / "zh_CN.po"
    for file in files:
        assert file.exists(), f"{file} is missing: run scripts/house i18n"
    return [polib.pofile(str(file)) for file in files]
