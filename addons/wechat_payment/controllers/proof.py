"""Where the payer fetches the proof of a payment."""

from odoo import SUPERUSER_ID, http
from odoo.http import content_disposition, request

from .. import const


class WechatPayProof(http.Controller):
    """Hands out payment proofs."""

    @http.route(
        f"{const.PROOF_ROUTE}/<string:token>",
        type="http",
        auth="none",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def wechatpay_proof(self, token):
        """Answer the proofs of payments as PDF to whoever was given the link.

        Nobody is logged in here: the link is signed, names its payments and ends.

        :param str token: What the link was signed as.
        :return: The PDF; 404 for a link that is forged, too old or of no payment.
        :rtype: Response
        """
        env = request.env(user=SUPERUSER_ID, context={})
        payments = env["payment.transaction"]
        payments_sudo = payments._wechatpay_find_by_proof_token(token)
        if not payments_sudo:
            raise request.not_found()
        name = f"{payments_sudo[0].reference}.pdf"
        return request.make_response(
            payments_sudo._wechatpay_render_proofs(),
            headers={
                "Content-Type": "application/pdf",
                "Content-Disposition": content_disposition(name, "inline"),
                "Cache-Control": "private, no-store",
                "Referrer-Policy": "no-referrer",
                "X-Robots-Tag": "noindex",
            },
        )
