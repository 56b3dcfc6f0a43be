"""What an order tells is enough to order the same again, in any language."""

from odoo.tests import tagged

from .api_shop import ShopCase


@tagged("post_install", "-at_install")
class TestApiOrderAgain(ShopCase):
    def test_order_names_its_options_as_the_menu_does(self):
        chosen = [*self.spice[1:].ids, *self.extras.ids]
        document = self.place(self.line(options=chosen))

        [line] = document["lines"]
        self.assertEqual(sorted(o["id"] for o in line["options"]), sorted(chosen))

    def test_order_names_the_dishes_of_a_set_meal_as_the_menu_does(self):
        document = self.place(self.line(self.meal, quantity=2))

        [line] = document["lines"]
        [part] = line["combo"]
        self.assertEqual(part["item_id"], self.combo_item.id)
        self.assertEqual((line["quantity"], part["quantity"]), (2, 2))

    def test_order_made_of_what_an_order_tells_is_the_same(self):
        first = self.place(self.line(), self.line(self.meal))
        again = self.place(
            *(
                {
                    "dish_id": line["dish_id"],
                    "quantity": line["quantity"],
                    "options": [option["id"] for option in line["options"]],
                    "combo": [
                        {"item_id": part["item_id"], "quantity": part["quantity"]}
                        for part in line["combo"]
                    ],
                }
                for line in first["lines"]
            )
        )

        self.assertEqual(first["lines"], again["lines"])
        self.assertEqual(first["total_fen"], again["total_fen"])
