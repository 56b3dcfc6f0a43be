"""What can go wrong when a diner orders; each class is one answer of the API."""

from odoo.exceptions import UserError


class OrderingError(UserError):
    """A request of a diner that the restaurant cannot follow.

    :param str message: What to tell the diner, already translated.
    :param dict details: What the phone needs to offer the next step.
    """

    code = "ordering_error"
    http_status = 409

    def __init__(self, message, details=None):
        super().__init__(message)
        self.details = details or {}


class InvalidRequestError(OrderingError):
    """The request has not the agreed form."""

    code = "invalid_request"
    http_status = 400


class ForbiddenError(OrderingError):
    """The diner may not do this."""

    code = "forbidden"
    http_status = 403


class TableExpiredError(OrderingError):
    """The table was cleared, or its code was scanned too long ago: scan again."""

    code = "table_expired"
    http_status = 403


class NotFoundError(OrderingError):
    """No such thing, or not for this diner."""

    code = "not_found"
    http_status = 404


class TableNotFoundError(NotFoundError):
    """The code on the table is not, or no longer, known."""

    code = "table_not_found"


class MenuChangedError(OrderingError):
    """The diner saw an older menu: load the new one, then quote again."""

    code = "menu_changed"


class UuidReusedError(OrderingError):
    """The same uuid came with a different order: make a new one."""

    code = "uuid_reused"


class SoldOutError(OrderingError):
    """Some dishes ran out; `details` names them."""

    code = "sold_out"


class StoreClosedError(OrderingError):
    """The store takes no orders now."""

    code = "store_closed"


class OffHoursError(OrderingError):
    """A dish is not served at this hour."""

    code = "off_hours"


class InvalidOptionError(OrderingError):
    """A choice that the dish does not have, or too many or too few of them."""

    code = "invalid_option"
    http_status = 422


class ComboRuleError(OrderingError):
    """A set meal put together against its rules."""

    code = "combo_rule"
    http_status = 422


class NotOnMenuError(OrderingError):
    """A dish that this store does not offer."""

    code = "not_on_menu"
    http_status = 422


class OrderNotPayableError(OrderingError):
    """There is nothing to pay for this order now."""

    code = "order_not_payable"


class OrderNotCancellableError(OrderingError):
    """The kitchen has begun, or the order is over: ask the staff."""

    code = "order_not_cancellable"


class RefundNotPossibleError(OrderingError):
    """Nothing can be given back now, or somebody decided already."""

    code = "refund_not_possible"


class FapiaoNotPossibleError(OrderingError):
    """There is no fapiao to ask for, or it is issued already."""

    code = "fapiao_not_possible"


class FapiaoInvalidError(OrderingError):
    """No fapiao could say this: a name of blanks, or a wrong tax number."""

    code = "fapiao_invalid"
    http_status = 422


class PhotoInvalidError(OrderingError):
    """What was sent as a photo is no picture."""

    code = "photo_invalid"
    http_status = 422


class BusyError(OrderingError):
    """Too many at once; the same request can be repeated in a moment."""

    code = "busy"
    http_status = 503
