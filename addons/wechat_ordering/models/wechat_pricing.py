"""The one engine that decides what an order costs."""

from odoo import api, models


class WechatPricing(models.AbstractModel):
    _name = "wechat.pricing"
    _description = "Pricing of Diner Orders"

    @api.model
    def _quote(self, store_sudo, basket, member=None, table=None):
        """Return the price of a basket, line by line.

        :rtype: odoo.addons.wechat_ordering.pricing.quote.Quote
        """
        raise NotImplementedError
