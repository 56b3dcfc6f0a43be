"""What any answer of Odoo costs at least: the yardstick of the benchmarks."""

from odoo import http
from odoo.http import request


class NoopController(http.Controller):
    """Answers at once."""

    @http.route(
        "/bench/noop",
        type="http",
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
    )
    def get_nothing(self, **_parameters):
        """Answer two letters, having read nothing."""
        return request.make_response("ok")
