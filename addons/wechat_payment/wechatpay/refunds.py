"""Calls about refunds: create, query, help an abnormal one."""

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

    @property
    def seal_serial(self):
        """The serial of the key that :meth:`seal` uses; requests name the same one."""
        return self._verifiers.preferred_serial

    def seal(self, text):
        """Return a text sealed so that only WeChat Pay can read it.

        :rtype: str
        """
        return self._verifiers.get(self.seal_serial).encrypt(text.encode())

    def resend_abnormal_refund(self, refund_id, body):
        """Have a refund paid elsewhere that the payer's account could not take.

        See https://pay.weixin.qq.com/doc/v3/merchant/4013421138.

        :param str refund_id: WeChat Pay's number of the refund.
        :param bytes body: What :func:`bodies.abnormal_refund` or
            :func:`bodies.abnormal_refund_to_card` made, encoded.
        :return: The refund, under way again.
        :rtype: Refund
        :raise WechatPayError: See :meth:`WechatPayClient._call`.
        """
        path = f"{path_of(_PATH, refund_id)}/apply-abnormal-refund"
        return Refund.from_json(self._call("POST", path, body))
