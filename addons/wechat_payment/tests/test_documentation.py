import pathlib
import re

from odoo.tests import TransactionCase, tagged

from .. import const

README = pathlib.Path(__file__).parents[1] / "README.md"


@tagged("post_install", "-at_install")
class TestDocumentation(TransactionCase):
    def test_picture_shows_only_moves_of_the_table(self):
        picture = README.read_text().split("```mermaid")[1].split("```")[0]
        drawn = re.findall(r"^ +(\w+) --> (\w+)", picture, re.MULTILINE)

        self.assertTrue(drawn)
        for from_state, to_state in drawn:
            self.assertIn(to_state, const.PAYMENT_MOVES[from_state])
        self.assertEqual(
            {state for move in drawn for state in move},
            set(const.PAYMENT_MOVES),
        )
