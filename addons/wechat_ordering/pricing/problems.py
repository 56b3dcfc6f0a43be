"""What is wrong with a basket. The caller turns it into an answer for the diner."""


class BasketProblem(Exception):
    """A basket that cannot be priced.

    :param Dish dish: The dish it is about, if there is one.
    :param OptionGroup|Combo part: The group of options or the part of the combo.
    """

    def __init__(self, dish=None, part=None):
        super().__init__(type(self).__name__)
        self.dish = dish
        self.part = part


class UnknownDish(BasketProblem):
    """The store's menu has no such dish."""


class UnknownOption(BasketProblem):
    """A choice that the dish does not have."""


class TooFewChoices(BasketProblem):
    """Something that must be chosen is missing."""


class TooManyChoices(BasketProblem):
    """More was chosen than may be."""


class UnknownComboItem(BasketProblem):
    """A dish that is not part of the combo, or parts for a dish that is no combo."""


class TooFewComboItems(BasketProblem):
    """A part of the combo is missing."""


class TooManyComboItems(BasketProblem):
    """Too much of a part of the combo."""


class OutsideHours(BasketProblem):
    """The dish is not served at this hour."""


class TooMuch(BasketProblem):
    """More portions of a dish than one order may have."""
