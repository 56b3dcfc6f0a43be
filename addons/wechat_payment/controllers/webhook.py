"""The door through which WeChat Pay tells what happened."""

from odoo import http


class WechatPayWebhook(http.Controller):
    """Answers notifications of payments and refunds."""
