from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ..tools.money import from_fen, to_fen


@tagged("post_install", "-at_install")
class TestMoney(TransactionCase):
    def test_amount_becomes_exact_fen(self):
        for amount, fen in [
            (0, 0),
            (0.29, 29),
            (1.1 + 2.2, 330),
            (19.99, 1999),
            (1111.1100000000001, 111111),
            ("8.5", 850),
            (Decimal("123456789.01"), 12345678901),
            (-3.3, -330),
        ]:
            with self.subTest(amount=amount):
                self.assertEqual(to_fen(amount), fen)

    def test_fraction_of_a_fen_is_refused(self):
        for amount in (0.001, 1.005, Decimal("2.999"), "0.0049"):
            with self.subTest(amount=amount), self.assertRaises(ValueError):
                to_fen(amount)

    def test_every_fen_comes_back(self):
        for fen in [*range(0, 20000), 99999999, 12345678901]:
            self.assertEqual(to_fen(from_fen(fen)), fen)
