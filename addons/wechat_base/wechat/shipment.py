"""What was delivered for a payment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shipment:
    """One payment's goods and how they came to the buyer.

    :ivar str mchid: The merchant number.
    :ivar str out_trade_no: The number of the payment.
    :ivar int logistics_type: 2 same-city delivery, 3 virtual goods, 4 picked up.
    :ivar str description: What it was, at most 120 characters.
    """

    mchid: str
    out_trade_no: str
    logistics_type: int
    description: str
