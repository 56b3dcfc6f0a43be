"""Bills among the attachments."""

from odoo import api, models


class IrAttachment(models.Model):
    """An attachment that may be a bill."""

    _inherit = "ir.attachment"

    @api.model
    def _index(self, bin_data, file_type, checksum=None):
        """Override of `base` to index no bill: its rows are records of their own.

        The index of a text is the text once more.
        """
        if self.env.context.get("wechatpay_is_bill"):
            return None
        return super()._index(bin_data, file_type, checksum=checksum)
