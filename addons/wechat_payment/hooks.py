"""What happens when the add-on is installed and removed."""

from odoo.addons.payment import reset_payment_provider, setup_provider

from . import const


def post_init_hook(env):
    """Give each company its provider, disabled until its credentials are filled in."""
    setup_provider(env, const.PROVIDER_CODE)


def uninstall_hook(env):
    """Turn the providers back into blank ones."""
    reset_payment_provider(env, const.PROVIDER_CODE)
    # With the tables go the triggers, not the functions they call.
    env.cr.execute("DROP FUNCTION IF EXISTS wechatpay_voucher_guard CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS wechatpay_voucher_key_guard CASCADE")
