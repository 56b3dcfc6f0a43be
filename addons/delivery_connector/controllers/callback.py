"""The door through which couriers tell what happened.

Couriers repeat what was not accepted within seconds, so the door only writes the
message down; what follows from it is a job's work.
"""

from odoo import SUPERUSER_ID, http
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.http import request

from .. import const
from ..carriers.errors import CarrierCallbackError, CarrierError
from ..carriers.neutral import CallbackMessage

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)


class DeliveryCallback(http.Controller):
    """Takes messages of couriers."""

    @http.route(
        f"{const.CALLBACK_ROUTE}/<string:token>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        readonly=False,
        save_session=False,
        max_content_length=const.MAX_CALLBACK_BYTES,
    )
    def delivery_callback(self, token, **_form):
        """Write down what a courier says, once its form is right.

        Nobody is logged in here. The address is the secret of the account; what cannot
        be proven beyond that is asked about before it counts.

        :param str token: What the account's address ends with.
        :return: What the courier wants to hear; 404 for an address of nobody.
        :rtype: Response
        """
        # The raw body, before anything reads the form: it may be signed.
        body = request.httprequest.get_data(cache=True)
        env = request.env(user=SUPERUSER_ID, context={"lang": "en_US"})
        account = env["delivery.account"]._find_by_callback_token(token)
        if not account:
            raise request.not_found()
        message = CallbackMessage(
            body=body,
            query=request.httprequest.args.to_dict(),
            headers={
                name: value
                for name in const.CALLBACK_HEADERS
                if (value := request.httprequest.headers.get(name))
            },
        )
        try:
            client = account._get_client()
            env["delivery.event"]._receive(account, message)
        except CarrierCallbackError as error:
            _logger.warning(
                "Refused a message to courier account %s: %s", account.id, error
            )
            return _answer(client.callback_reply(is_accepted=False))
        except CarrierError as error:
            _logger.error(
                "Courier account %s cannot take messages: %s", account.id, error
            )
            return request.make_response("", status=500)
        return _answer(client.callback_reply(is_accepted=True))


def _answer(reply):
    return request.make_response(
        reply.body,
        headers={"Content-Type": reply.content_type},
        status=reply.status,
    )
