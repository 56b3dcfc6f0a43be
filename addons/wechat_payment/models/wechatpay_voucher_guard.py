"""What keeps vouchers as they are, below Odoo: triggers in the database.

They stop mistakes, scripts and whoever has the password of Odoo's database user. Nobody
can stop the owner of the database from switching them off; the seals show that.
"""

from odoo import models
from odoo.tools import SQL

_SEAL_COLUMNS = "{sequence,previous_hash,hash,sealed_at}"

_GUARD = """
CREATE OR REPLACE FUNCTION wechatpay_voucher_guard() RETURNS trigger AS $guard$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.sequence IS NULL AND NEW.hash IS NULL THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.sequence IS NULL AND OLD.hash IS NULL
           AND NEW.sequence IS NOT NULL AND NEW.hash IS NOT NULL
           AND to_jsonb(OLD) - %(seal)s::text[] = to_jsonb(NEW) - %(seal)s::text[]
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'vouchers of WeChat Pay are append-only: %% refused', TG_OP
          USING ERRCODE = 'insufficient_privilege';
END
$guard$ LANGUAGE plpgsql
"""

_KEY_GUARD = """
CREATE OR REPLACE FUNCTION wechatpay_voucher_key_guard() RETURNS trigger AS $guard$
BEGIN
    RAISE EXCEPTION 'keys of vouchers are append-only: %% refused', TG_OP
          USING ERRCODE = 'insufficient_privilege';
END
$guard$ LANGUAGE plpgsql
"""


class WechatpayVoucher(models.Model):
    """Vouchers, guarded by the database itself."""

    _inherit = "wechatpay.voucher"

    def init(self):
        """Override to set up the triggers whenever the add-on is loaded anew."""
        execute = self.env.cr.execute
        execute(SQL(_GUARD, seal=_SEAL_COLUMNS))
        execute(
            """
            CREATE OR REPLACE TRIGGER wechatpay_voucher_guard
            BEFORE INSERT OR UPDATE OR DELETE ON wechatpay_voucher
            FOR EACH ROW EXECUTE FUNCTION wechatpay_voucher_guard();
            CREATE OR REPLACE TRIGGER wechatpay_voucher_guard_all
            BEFORE TRUNCATE ON wechatpay_voucher
            FOR EACH STATEMENT EXECUTE FUNCTION wechatpay_voucher_guard()
            """
        )


class WechatpayVoucherKey(models.Model):
    """Keys of vouchers, guarded by the database itself."""

    _inherit = "wechatpay.voucher.key"

    def init(self):
        """Override to set up the triggers whenever the add-on is loaded anew."""
        execute = self.env.cr.execute
        execute(SQL(_KEY_GUARD))
        execute(
            """
            CREATE OR REPLACE TRIGGER wechatpay_voucher_key_guard
            BEFORE UPDATE OR DELETE ON wechatpay_voucher_key
            FOR EACH ROW EXECUTE FUNCTION wechatpay_voucher_key_guard();
            CREATE OR REPLACE TRIGGER wechatpay_voucher_key_guard_all
            BEFORE TRUNCATE ON wechatpay_voucher_key
            FOR EACH STATEMENT EXECUTE FUNCTION wechatpay_voucher_key_guard()
            """
        )
