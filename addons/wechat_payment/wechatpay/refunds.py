"""Calls about refunds: create, query."""

from urllib.parse import urlencode

from .content import Refund
from .paths import path_of

_PATH = "/v3/refund/domestic/refunds"


class RefundCalls:
    """The part of the client that gives money back."""

    def create_refund(self, body):
        """Give money back.

        :param bytes body: What :func:`bodies.refund` made, encoded. After an error
            repeat the very same bytes: another number would be another refund.
        :return: The refund, accepted and perhaps not yet carried out.
        :rtype: Refund
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        return Refund.from_json(self._call("POST", _PATH, body))

    def query_refund(self, out_refund_no):
        """Return a refund as WeChat Pay sees it now.

        :param str out_refund_no: Our number.
        :rtype: Refund
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        path = path_of(_PATH, out_refund_no)
        query = urlencode(self._account.sub_members)
        return Refund.from_json(self._call("GET", f"{path}?{query}" if query else path))
