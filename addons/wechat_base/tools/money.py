"""The one conversion between amounts inside Odoo and integer fen on the wire."""

from decimal import ROUND_HALF_UP, Decimal

_FEN_PER_YUAN = 100
# Monetary values are floats that passed PostgreSQL's numeric(…, 2): what they drift is
# far below this. A real third decimal is a mistake of the caller.
_MAX_DRIFT_FEN = Decimal("0.001")


def to_fen(amount):
    """Return an amount in yuan as integer fen.

    :param Decimal|float|int|str amount: The amount, with at most two decimals.
    :return: The same amount in fen.
    :rtype: int
    :raise ValueError: If the amount has a fraction of a fen.
    """
    exact = Decimal(str(amount)) * _FEN_PER_YUAN
    fen = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if abs(exact - fen) > _MAX_DRIFT_FEN:
        raise ValueError(f"{amount} yuan is not a whole number of fen")
    return int(fen)


def from_fen(fen):
    """Return integer fen as the value of a Monetary field.

    :param int fen: The amount in fen.
    :return: The same amount in yuan.
    :rtype: float
    """
    return float(Decimal(fen) / _FEN_PER_YUAN)
