"""Errors of WeChat Pay: an HTTP status and a body of code, message and detail."""


class PayError(Exception):
    """What WeChat Pay answers when it refuses.

    `message` is worded as WeChat words it; `issue` says in plain English what was
    expected, which the real service rarely does.
    """

    def __init__(self, status, code, message, **detail):
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.detail = {key: value for key, value in detail.items() if value is not None}

    def body(self):
        """Return the JSON body of the answer."""
        body = {"code": self.code, "message": self.message}
        if self.detail:
            body["detail"] = self.detail
        return body


def param_error(field, message, issue, value=None, location="body"):
    """Return the error for one wrong parameter."""
    return PayError(
        400,
        "PARAM_ERROR",
        message,
        field=field,
        value=value,
        issue=issue,
        location=location,
    )


def sign_error(message, issue, field="signature", **detail):
    """Return the error for a request whose origin is not proven."""
    return PayError(
        401,
        "SIGN_ERROR",
        message,
        field=field,
        issue=issue,
        location="authorization",
        **detail,
    )


def order_not_exist(out_trade_no):
    """Return the error for an order WeChat Pay never heard of."""
    return PayError(
        404,
        "ORDER_NOT_EXIST",
        "订单不存在",
        field="out_trade_no",
        value=out_trade_no,
        issue="no order of this merchant has this number",
    )


def invalid_request(message, issue, **detail):
    """Return the error for a well-formed request that breaks a business rule."""
    return PayError(400, "INVALID_REQUEST", message, issue=issue, **detail)
