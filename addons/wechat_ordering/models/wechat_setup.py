"""The way from an empty database to the first order, as a checklist that is true."""

from odoo import api, models
from odoo.exceptions import AccessError


class WechatSetup(models.AbstractModel):
    """Tells a new restaurant what is still missing.

    Nothing is ticked by hand: a step is done when the database says so, and turns red
    again when somebody undoes it.
    """

    _name = "wechat.setup"
    _description = "Restaurant Setup"

    @api.model
    def get_steps(self):
        """Return the steps to the first order, in the order in which they make sense.

        :return: For each step its key, title, help, whether it is done, what it found,
            and the action that leads to the work.
        :rtype: list[dict]
        :raise AccessError: If the user is not a manager.
        """
        if not self.env.user.has_group("wechat_ordering.group_manager"):
            raise AccessError(self.env._("Only a manager sets up the restaurant."))
        return [
            self._get_account_step(),
            self._get_merchant_step(),
            self._get_store_step(),
            self._get_menu_step(),
            self._get_tables_step(),
            self._get_staff_step(),
            self._get_order_step(),
        ]

    @api.model
    def _get_company_domain(self):
        return [("company_id", "in", [False, *self.env.companies.ids])]

    @api.model
    def _get_account_step(self):
        """Return the step of the mini-program account."""
        accounts_sudo = (
            self.env["wechat.account"].sudo().search(self._get_company_domain())
        )
        ready = accounts_sudo.filtered(lambda a: a.appid and a.app_secret)
        return {
            "key": "account",
            "title": self.env._("Connect your mini-program"),
            "help": self.env._(
                "The AppID and AppSecret are on mp.weixin.qq.com under Development › "
                "Development settings. Put this server's address on the white list "
                "there."
            ),
            "is_done": bool(ready),
            "found": ", ".join(ready.mapped("name")),
            "action": "wechat_base.wechat_account_action",
        }

    @api.model
    def _get_merchant_step(self):
        """Return the step of the WeChat Pay merchant and its keys."""
        providers_sudo = (
            self.env["payment.provider"]
            .sudo()
            .search(
                [
                    ("code", "=", "wechatpay"),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        )
        ready = providers_sudo.filtered(
            lambda p: (
                p.state != "disabled"
                and p.wechatpay_mchid
                and p.wechatpay_private_key
                and p.wechatpay_apiv3_key
            )
        )
        return {
            "key": "merchant",
            "title": self.env._("Connect WeChat Pay"),
            "help": self.env._(
                "Merchant number, API certificate, APIv3 key and WeChat Pay public key "
                "come from pay.weixin.qq.com under Account centre › API security. The "
                "money goes straight to your own merchant account."
            ),
            "is_done": bool(ready),
            "found": ", ".join(ready.mapped("wechatpay_mchid")),
            "action": "payment.action_payment_provider",
        }

    @api.model
    def _get_store_step(self):
        """Return the step of the first store with its hours."""
        stores = self.env["wechat.store"].search([])
        ready = stores.filtered(lambda s: s.account_id and s.provider_id and s.address)
        return {
            "key": "store",
            "title": self.env._("Describe your store"),
            "help": self.env._(
                "Name, address and opening hours as guests should see them; the WeChat "
                "account and merchant it uses."
            ),
            "is_done": bool(ready),
            "found": ", ".join(ready.mapped("name")),
            "action": "wechat_ordering.wechat_store_action",
        }

    @api.model
    def _get_menu_step(self):
        """Return the step of the menu."""
        count = self.env["product.template"].search_count(
            [("available_in_pos", "=", True), ("pos_categ_ids", "!=", False)]
        )
        return {
            "key": "menu",
            "title": self.env._("Put your dishes on the menu"),
            "help": self.env._(
                "Import a spreadsheet (there is a template to fill in) or enter dishes "
                "by hand. A dish needs a category to appear on the phone."
            ),
            "is_done": bool(count),
            "found": self.env._("%s dishes", count) if count else "",
            "action": "wechat_ordering.wechat_menu_import_action",
        }

    @api.model
    def _get_tables_step(self):
        """Return the step of the tables and their codes; takeaway alone needs none."""
        stores = self.env["wechat.store"].search([])
        tables_sudo = (
            self.env["restaurant.table"]
            .sudo()
            .search(
                [
                    ("wechat_store_id", "in", stores.ids),
                    ("wechat_code_hash", "!=", False),
                ]
            )
        )
        is_takeaway_only = bool(stores) and not any(stores.mapped("allow_dine_in"))
        return {
            "key": "tables",
            "title": self.env._("Print the codes for your tables"),
            "help": self.env._(
                "Draw your floor in the Point of Sale, then print one code for each "
                "table. Not needed if you only offer takeaway."
            ),
            "is_done": bool(tables_sudo) or is_takeaway_only,
            "found": self.env._("%s tables", len(tables_sudo)) if tables_sudo else "",
            "action": "wechat_ordering.wechat_table_codes_action",
        }

    @api.model
    def _get_staff_step(self):
        """Return the step of the staff: somebody besides the administrator."""
        groups = self.env.ref("wechat_ordering.group_kitchen")
        staff_sudo = groups.sudo().all_user_ids.filtered(
            lambda u: (
                u.active
                and u
                not in self.env.ref("base.user_admin") | self.env.ref("base.user_root")
            )
        )
        return {
            "key": "staff",
            "title": self.env._("Invite your staff"),
            "help": self.env._(
                "Give each person a user of their own and the role of a cashier or of "
                "the kitchen. The history of an order says who did what."
            ),
            "is_done": bool(staff_sudo),
            "found": ", ".join(staff_sudo.mapped("name")[:5]),
            "action": "base.action_res_users",
        }

    @api.model
    def _get_order_step(self):
        """Return the last step: a first order that was accepted."""
        order = self.env["pos.order"].search(
            [
                ("source", "=", "wechat"),
                ("wechat_state", "not in", (False, "submitted", "cancelled")),
            ],
            limit=1,
        )
        return {
            "key": "order",
            "title": self.env._("Order something yourself"),
            "help": self.env._(
                "Scan a table's code with WeChat, order the cheapest dish and pay. It "
                "appears at the till and in the kitchen within seconds."
            ),
            "is_done": bool(order),
            "found": order.wechat_pickup_number or "",
            "action": "wechat_ordering.wechat_order_action",
        }
