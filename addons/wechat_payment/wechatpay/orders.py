"""Calls about payments: create, query, close."""

import re
from urllib.parse import urlencode

from . import bodies
from .content import Trade
from .errors import WechatPayContentError
from .paths import path_of
from .signing import jsapi_parameters

_PREPAY_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CODE_URL = re.compile(r"weixin://[!-~]{1,500}")
_H5_URL = re.compile(r"https?://[!-~]{1,1000}")


class OrderCalls:
    """The part of the client that prepares payments and asks about them."""

    def create_jsapi_order(self, body):
        """Prepare a payment in a mini-program or a page of an official account.

        :param bytes body: What :class:`bodies.JsapiOrder` made, encoded. Repeating the
            number asks for the very same bytes.
        :return: The prepay_id, good for two hours.
        :rtype: str
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        return self._create_order(bodies.JsapiOrder.kind, body, "prepay_id", _PREPAY_ID)

    def create_native_order(self, body):
        """Prepare a payment that begins by scanning a QR code.

        :param bytes body: What :class:`bodies.NativeOrder` made, encoded.
        :return: What the QR code says, good for two hours.
        :rtype: str
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        return self._create_order(bodies.NativeOrder.kind, body, "code_url", _CODE_URL)

    def create_h5_order(self, body):
        """Prepare a payment in the browser of a phone.

        :param bytes body: What :class:`bodies.H5Order` made, encoded.
        :return: The address to open within five minutes, from a page of the domain
            that is registered for H5 payments.
        :rtype: str
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        return self._create_order(bodies.H5Order.kind, body, "h5_url", _H5_URL)

    def jsapi_parameters(self, prepay_id):
        """Return the five parameters of `wx.requestPayment`, signed now.

        :param str prepay_id: The prepared payment.
        :rtype: dict
        """
        return jsapi_parameters(
            self._merchant.key,
            self._account.paying_appid,
            prepay_id,
            timestamp=int(self._clock()),
            nonce=self._nonce(),
        )

    def query_order(self, out_trade_no):
        """Return a payment as WeChat Pay sees it now.

        :param str out_trade_no: Our number.
        :rtype: Trade
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        query = urlencode(self._account.mchid_members)
        path = self._order_path(out_trade_no)
        return Trade.from_json(self._call("GET", f"{path}?{query}"))

    def close_order(self, out_trade_no):
        """Make sure that a payment can no longer be made.

        :param str out_trade_no: Our number.
        :raise WechatPayError: See :meth:`WechatPayClient._call`; whatever it is, query
            then, for the payer may have been faster.
        """
        self._call(
            "POST",
            f"{self._order_path(out_trade_no)}/close",
            bodies.encode(self._account.mchid_members),
        )

    def _create_order(self, kind, body, name, pattern):
        content = self._call("POST", f"{self._account.orders_path}/{kind}", body)
        value = content.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise WechatPayContentError(f"the answer has no {name}")
        return value

    def _order_path(self, out_trade_no):
        return path_of(f"{self._account.orders_path}/out-trade-no", out_trade_no)
