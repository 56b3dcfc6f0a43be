"""Write the tests of the add-ons in MODULES that run after installation to FILE.

Tests that run while their add-on is loaded see no later add-on, so they are left out.
"""

import json
import os
import pathlib

from odoo.tests import loader
from odoo.tests.tag_selector import TagsSelector

wanted = TagsSelector("post_install")
found = {
    module: [
        [type(test).__name__, test._testMethodName]
        for file in loader.get_test_modules(module)
        for test in loader.get_module_test_cases(file)
        if wanted.check(test) and "standard" in test.test_tags
    ]
    for module in os.environ["MODULES"].split(",")
}
pathlib.Path(os.environ["FILE"]).write_text(json.dumps(found))
