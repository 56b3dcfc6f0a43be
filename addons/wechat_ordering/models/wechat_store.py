"""A shop as diners see it."""

from odoo import fields, models

from .. import const


class WechatStore(models.Model):
    _name = "wechat.store"
    _description = "WeChat Store"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short name in addresses and codes, for example `cuihu`. Lower-case "
        "letters, digits and dashes.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one("stock.warehouse", check_company=True)
    account_id = fields.Many2one(
        "wechat.account", string="Mini-Program", check_company=True
    )
    provider_id = fields.Many2one(
        "payment.provider", string="WeChat Pay", check_company=True
    )
    pricelist_id = fields.Many2one("product.pricelist", check_company=True)
    pos_config_ids = fields.One2many(
        "pos.config",
        "wechat_store_id",
        string="Tills",
        domain=[("is_wechat_online", "=", False)],
    )
    online_config_id = fields.Many2one(
        "pos.config", string="Online Configuration", readonly=True, copy=False
    )
    opening_ids = fields.One2many("wechat.store.hours", "store_id", copy=True)
    product_ids = fields.One2many("wechat.store.product", "store_id", string="Menu")
    tz = fields.Char(string="Timezone", required=True, default="Asia/Shanghai")
    address = fields.Char(translate=True)
    phone = fields.Char()
    latitude = fields.Float(digits=(10, 6), help="GCJ-02, as maps in China use it.")
    longitude = fields.Float(digits=(10, 6), help="GCJ-02, as maps in China use it.")
    notice = fields.Text(translate=True)
    logo = fields.Image(max_width=512, max_height=512)
    banner = fields.Image(max_width=1500, max_height=1500)
    pay_mode = fields.Selection(const.PAY_MODES, required=True, default="first")
    accept_mode = fields.Selection(const.ACCEPT_MODES, required=True, default="auto")
    allow_dine_in = fields.Boolean(default=True)
    allow_takeaway = fields.Boolean(default=True)
    unpaid_minutes = fields.Integer(string="Minutes to Pay", default=15, required=True)
    business_day_hour = fields.Float(
        string="Day Starts At",
        default=4.0,
        help="The hour at which a new business day begins: the online session is "
        "closed and daily limits start again.",
    )

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another store has this code already."
    )

    def _is_open(self, at=None):
        """Tell whether the store takes orders at a moment (UTC, default now)."""
        raise NotImplementedError

    def _get_store_document(self, lang):
        """Return the store as the diner API shows it (StoreView)."""
        raise NotImplementedError

    def _get_tables(self):
        """Return the tables of the store's floors."""
        raise NotImplementedError

    def _get_menu(self, lang):
        """Return the current menu as `(version, gzip bytes)`."""
        raise NotImplementedError

    def _get_availability(self):
        """Return what is not freely available now, in one SQL statement."""
        raise NotImplementedError

    def _ensure_online_config(self):
        """Return the store's online configuration, made when it is missing."""
        raise NotImplementedError

    def _ensure_session(self):
        """Return the open session of the online configuration."""
        raise NotImplementedError

    def _roll_session(self):
        """Close the session of yesterday and go on in a new one."""
        raise NotImplementedError
