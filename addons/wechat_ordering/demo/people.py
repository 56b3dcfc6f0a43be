"""The demo's staff: one user for each role."""

from odoo import Command, models

from . import sheets

#: The groups of each role. A waiter takes orders at the till and serves, and leaves
#: cancelling and refunds to the cashier.
_ROLES = {
    "manager": ["wechat_ordering.group_manager", "stock.group_stock_manager"],
    "cashier": ["wechat_ordering.group_cashier"],
    "cook": ["wechat_ordering.group_kitchen"],
    "waiter": ["wechat_ordering.group_kitchen", "point_of_sale.group_pos_user"],
    "accountant": ["wechat_ordering.group_accountant", "account.group_account_user"],
    "auditor": ["wechat_ordering.group_auditor", "account.group_account_readonly"],
}


class WechatDemoRestaurant(models.AbstractModel):
    """Loads the staff."""

    _inherit = "wechat.demo.restaurant"

    def _load_people(self, company):
        """Create the users. Each one's password is the login: the demo is local.

        :return: `[{"login": ..., "password": ..., "role": ...}, ...]`
        :rtype: list[dict]
        """
        people = []
        for row in sheets.read_sheet("users"):
            login, role = row["login"], row["role"]
            groups = [self.env.ref(group).id for group in _ROLES[role]]
            self._ensure(
                f"user_{login}",
                "res.users",
                {
                    "name": row["name"],
                    "login": login,
                    "password": login,
                    "lang": row["lang"],
                    "tz": "Asia/Shanghai",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [
                        Command.link(self.env.ref("base.group_user").id),
                        *(Command.link(group) for group in groups),
                    ],
                },
            )
            people.append({"login": login, "password": login, "role": role})
        return people
