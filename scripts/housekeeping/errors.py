"""The one error the scripts show to a person."""


class HouseError(Exception):
    """Something a person must put right.

    :param str message: What went wrong, in one sentence.
    :param str remedy: What to do about it.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return both halves, as they are printed."""
        return f"Error: {self.message}\nWhat to do: {self.remedy}"
