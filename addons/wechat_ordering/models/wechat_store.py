"""A shop as diners see it."""

import re

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError

from .. import const
from ..tools import is_within, next_opening, to_local, to_wire

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class WechatStore(models.Model):
    """A restaurant that diners choose, with its tills and its one online counter."""

    _name = "wechat.store"
    _description = "WeChat Store"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short name in addresses and codes, for example cuihu. Lower-case"
        " letters, digits and dashes.",
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
        "payment.provider",
        string="WeChat Pay",
        check_company=True,
        domain=[("code", "=", "wechatpay")],
    )
    pricelist_id = fields.Many2one("product.pricelist", check_company=True)
    fiscal_position_id = fields.Many2one("account.fiscal.position", check_company=True)
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
    tz = fields.Selection(
        _tz_get, string="Timezone", required=True, default="Asia/Shanghai"
    )
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
    is_paused = fields.Boolean(
        string="Paused",
        tracking=True,
        help="Takes no orders from phones until this is unset.",
    )
    is_refund_automatic = fields.Boolean(
        string="Refund by Itself Before Cooking",
        help="What a guest asks back of an order that no cook has begun is approved"
        " by itself. Amounts that need a second person still do.",
    )
    unpaid_minutes = fields.Integer(
        string="Minutes to Pay",
        default=15,
        required=True,
        help="An order that has to be paid first and is not paid by then is given up.",
    )
    business_day_hour = fields.Float(
        string="Day Starts At",
        default=4.0,
        help="When a new business day begins: the books of the day before are closed,"
        " and daily limits start again.",
    )
    business_date = fields.Date(readonly=True, copy=False)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another store has this code already."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("code")
    def _check_code(self):
        for store in self:
            if not _CODE.fullmatch(store.code):
                raise ValidationError(
                    self.env._(
                        "The code %(code)s does not fit: use lower-case letters, digits"
                        " and dashes.",
                        code=store.code,
                    )
                )

    @api.constrains("unpaid_minutes", "business_day_hour")
    def _check_times(self):
        for store in self:
            if not 5 <= store.unpaid_minutes <= 24 * 60:
                raise ValidationError(
                    self.env._("Give diners between 5 minutes and a day to pay.")
                )
            if not 0 <= store.business_day_hour < 24:
                raise ValidationError(
                    self.env._("The day must start between 0:00 and 23:59.")
                )

    # === BUSINESS METHODS === #

    def _get_hours(self):
        """Return the opening hours: `(weekday, first minute, end)`, Monday is 0."""
        self.ensure_one()
        return [hours._get_span() for hours in self.opening_ids]

    def _is_open(self, at=None):
        """Tell whether the store takes orders.

        :param datetime at: The moment in UTC; None for now.
        :rtype: bool
        """
        self.ensure_one()
        if not self.active or self.is_paused:
            return False
        hours = self._get_hours()
        return not hours or is_within(hours, to_local(at, self.tz))

    def _get_business_date(self, at=None):
        """Return the business day a moment belongs to.

        :param datetime at: The moment in UTC; None for now.
        :rtype: date
        """
        self.ensure_one()
        local = to_local(at, self.tz)
        day_start = fields.Datetime.to_datetime(local.date()).replace(
            hour=int(self.business_day_hour),
            minute=round(self.business_day_hour % 1 * 60) % 60,
        )
        is_early = local.replace(tzinfo=None) < day_start
        return fields.Date.subtract(local.date(), days=1) if is_early else local.date()

    def _get_store_document(self, lang):
        """Return the store as the diner API shows it (StoreView).

        :param str lang: `zh_CN` or `en_US`.
        :rtype: dict
        """
        self.ensure_one()
        store = self.with_context(lang=lang)
        hours = self._get_hours()
        is_open = self._is_open()
        opens_at = None
        if not is_open and not self.is_paused:
            opens_at = next_opening(hours, to_local(None, self.tz))
        return {
            "code": store.code,
            "name": store.name,
            "address": store.address or None,
            "phone": store.phone or None,
            "latitude": store.latitude or None,
            "longitude": store.longitude or None,
            "notice": store.notice or None,
            "logo_url": store._get_image_url("logo", "m"),
            "banner_url": store._get_image_url("banner", "l"),
            "is_open": is_open,
            "opens_at": to_wire(opens_at),
            "hours": [item._get_document() for item in self.opening_ids],
            "services": store._get_services(),
            "pay_mode": store.pay_mode,
            "languages": self._get_languages(),
        }

    def _get_image_url(self, kind, size):
        """Return the address of a picture of the store, None if it has none."""
        urls = self.env["wechat.image"]._get_urls(kind, self.ids)
        return urls[self.id][size] if self.id in urls else None

    def _get_services(self):
        """Return how the store serves: `dine_in`, `takeaway`."""
        self.ensure_one()
        services = {"dine_in": self.allow_dine_in, "takeaway": self.allow_takeaway}
        return [service for service, is_offered in services.items() if is_offered]

    def _get_languages(self):
        """Return the languages that both the API and this database have."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return [lang for lang in const.MENU_LANGUAGES if lang in installed]

    def _get_tables(self):
        """Return the tables of the store's floors.

        :rtype: restaurant.table
        """
        return self.env["restaurant.table"].search(
            [("wechat_store_id", "in", self.ids)], order="floor_id, table_number"
        )
