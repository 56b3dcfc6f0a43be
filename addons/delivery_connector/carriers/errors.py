"""What can go wrong with a courier platform, sorted by what the caller must do.

Each platform's own codes are a table beside its client; they all end in these classes.
"""


class CarrierError(Exception):
    """Base of all errors of this package.

    :ivar bool is_result_unknown: Whether the platform may have done what was asked.
        Then query by our number first; never send again.
    :ivar str carrier: The code of the platform.
    :ivar str code: The platform's own code; empty if it gave none.
    :ivar str message: The platform's own words, often Chinese, for staff to read.
    """

    is_result_unknown = False

    def __init__(self, message: str = "", *, code: str = "", carrier: str = ""):
        super().__init__(" ".join(filter(None, (carrier, code, message))))
        self.carrier = carrier
        self.code = code
        self.message = message


class CarrierUnknownError(CarrierError):
    """Nobody knows what became of the call: silence, a server error, a strange answer.

    Query; do not repeat the call.
    """

    is_result_unknown = True


class CarrierRetryLaterError(CarrierError):
    """Nothing was done; the very same call may succeed in a while."""


class CarrierConfigurationError(CarrierError):
    """A key, a shop number or the account is not in order: a person must mend it."""


class CarrierInvalidRequestError(CarrierError):
    """The platform does not accept what the call says: repeating changes nothing."""


class CarrierRefusedError(CarrierError):
    """The platform refuses, and for none of the other reasons."""


class CarrierAlreadyExistsError(CarrierError):
    """Our number has an order there already: query it and adopt it."""


class CarrierQuoteExpiredError(CarrierError):
    """The quote is too old or used: ask for another, then compare the price."""


class CarrierNotFoundError(CarrierError):
    """The platform has no order of this number: a create that is unsure did nothing."""


class CarrierOutOfRangeError(CarrierError):
    """The platform does not deliver there, or not now: try another carrier."""


class CarrierBalanceLowError(CarrierError):
    """The prepaid account is short: try another carrier and tell the manager."""


class CarrierCancelRefusedError(CarrierError):
    """The order cannot be cancelled (any more)."""


class CarrierTipRefusedError(CarrierError):
    """The tip is not accepted: too small, too late or over the platform's cap."""


class CarrierNotSupportedError(CarrierError):
    """The platform has no such call: see :class:`Capabilities` before asking."""


class CarrierCallbackError(CarrierError):
    """A callback is not what the documents describe: refuse it."""


class CarrierSignatureError(CarrierCallbackError):
    """A callback is not proven to be the platform's: refuse it."""
