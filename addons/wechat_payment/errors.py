"""What a caller of the payment methods may have to tell a person."""

from odoo.exceptions import UserError


class WechatPaymentError(UserError):
    """Base of the errors below.

    :cvar str code: A word for programs.
    :cvar int http_status: What an HTTP interface answers.
    :ivar dict details: More for programs.
    """

    code = "payment_failed"
    http_status = 502

    def __init__(self, message, details=None):
        super().__init__(message)
        self.details = details or {}


class PaymentAlreadyPaidError(WechatPaymentError):
    """The money is there already: show the order as it is now."""

    code = "order_not_payable"
    http_status = 409


class PaymentUnavailableError(WechatPaymentError):
    """WeChat Pay does not answer clearly: the very same call may succeed soon."""

    code = "busy"
    http_status = 503


class PaymentRefusedError(WechatPaymentError):
    """WeChat Pay refuses: someone of the shop must look at the settings."""

    code = "payment_refused"
    http_status = 502


class PaymentAtOtherTillError(WechatPaymentError):
    """Another till, or a phone, is paying this very order."""

    code = "payment_at_other_till"
    http_status = 409
