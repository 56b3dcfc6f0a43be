"""The demo's company: its books, its tax, its WeChat accounts."""

from odoo import Command, models
from odoo.addons.wechat_base.wechat.errors import WechatError
from odoo.addons.wechat_base.wechat.transport import BoundedSession
from odoo.exceptions import UserError

from . import sheets

_CHART = "cn"
_SALE_TAX = "l10n_cn_sales_excluded_6"


class WechatDemoRestaurant(models.AbstractModel):
    """Loads the company and its accounts."""

    _inherit = "wechat.demo.restaurant"

    def _load_company(self):
        """Return the company, with the Chinese chart, its currency and its tax.

        :rtype: res.company
        """
        self._ensure_chinese()
        company = self.env.ref("base.main_company")
        if not company.chart_template:
            company.country_id = self.env.ref("base.cn")
            self.env["account.chart.template"].try_loading(
                _CHART, company, install_demo=False
            )
        if self.env.ref("__import__.wechat_demo_company", raise_if_not_found=False):
            return company
        self._name_record("__import__.wechat_demo_company", company)
        company.write(
            {
                "name": "滇味小馆",
                "street": "翠湖南路66号",
                "city": "昆明市",
                "state_id": self.env.ref("base.state_cn_YN").id,
                "zip": "650031",
                "phone": "0871-00000101",
                "logo": self._encode(sheets.read_picture("logo")) or company.logo,
                "account_sale_tax_id": self._load_tax(company).id,
            }
        )
        company.partner_id.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        return company

    def _ensure_chinese(self):
        if not self.env["res.lang"]._get_data(code="zh_CN"):
            lang = self.env["res.lang"]._activate_lang("zh_CN")
            wizard = self.env["base.language.install"]
            wizard.create({"lang_ids": [Command.link(lang.id)]}).lang_install()

    def _load_tax(self, company):
        """Return VAT of 6 %, contained in the price.

        Two shops and a central kitchen sell more than five million yuan a year, so the
        restaurant is a general taxpayer; catering services, eaten in or taken away, are
        taxed at 6 %. Menus in China show what the guest pays: the tax is inside.
        """
        tax = self.env.ref(f"account.{company.id}_{_SALE_TAX}")
        included = self._ensure(
            "tax",
            "account.tax",
            tax.copy_data(
                {
                    "name": "VAT 6% included",
                    "description": "VAT 6%, included in the price",
                    "price_include_override": "tax_included",
                }
            )[0],
        )
        self._translate(
            included, name="增值税6%（含税）", description="增值税6%，价内税"
        )
        return included

    # === WECHAT === #

    def _load_wechat(self, company):
        """Return the mini-program account and the merchant, both of the sandbox.

        Keys that the sandbox made anew, after its folder was deleted, are taken over.

        :return: `(wechat.account, payment.provider)`
        """
        keys = self._fetch_credentials()
        account = self._ensure(
            "account",
            "wechat.account",
            {
                "name": "滇味小馆",
                "company_id": company.id,
                "appid": keys["appid"],
                "app_secret": keys["appsecret"],
                "is_live": False,
            },
        )
        account.write({"appid": keys["appid"], "app_secret": keys["appsecret"]})
        provider = self.env["payment.provider"].search(
            [("code", "=", "wechatpay"), ("company_id", "=", company.id)], limit=1
        )
        provider.write(
            {
                "wechatpay_appid": keys["appid"],
                "wechatpay_mchid": keys["mchid"],
                "wechatpay_merchant_serial": keys["merchant_serial"],
                "wechatpay_private_key": keys["merchant_private_key_pem"],
                "wechatpay_apiv3_key": keys["apiv3_key"],
                # For who chooses API v2 for payment codes.
                "wechatpay_merchant_certificate": keys["merchant_certificate_pem"],
                "wechatpay_v2_key": keys["apiv2_key"],
                "wechatpay_public_key_id": keys["public_key_id"],
                "wechatpay_public_key": keys["public_key_pem"],
                "state": "test",
            }
        )
        return account, provider

    def _fetch_credentials(self):
        """Return what the sandbox would show a merchant in WeChat's consoles.

        :rtype: dict
        :raise UserError: If the sandbox does not answer.
        """
        url = self.env["wechat.database"]._sandbox_url()
        try:
            with BoundedSession() as session:
                return session.get(f"{url}/control/credentials").json()
        except (WechatError, ValueError) as error:
            raise UserError(
                self.env._(
                    "The sandbox does not answer at %(url)s. Start it first:"
                    " `make demo` does.",
                    url=url,
                )
            ) from error
