"""The check of a merchant's settings, as an administrator sees it."""

import secrets
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.fields import Command

from .. import check_const


class WechatpaySettingsCheck(models.TransientModel):
    """One check of one merchant's settings.

    Committed before WeChat Pay is asked, so that its test notification, which comes on
    another connection, finds the check it is of.
    """

    _name = "wechatpay.settings.check"
    _description = "Check of WeChat Pay's Settings"

    provider_id = fields.Many2one(
        comodel_name="payment.provider", required=True, ondelete="cascade"
    )
    word = fields.Char(required=True, readonly=True)
    heard_at = fields.Datetime(readonly=True)
    unopened_at = fields.Datetime(readonly=True)
    line_ids = fields.One2many(
        comodel_name="wechatpay.settings.check.line",
        inverse_name="check_id",
        readonly=True,
    )
    state = fields.Selection(check_const.FINDINGS, compute="_compute_state")
    is_waiting = fields.Boolean(compute="_compute_state")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.state")
    def _compute_state(self):
        for check in self:
            found = set(check.line_ids.mapped("state"))
            check.is_waiting = "waiting" in found
            check.state = next(
                (state for state in check_const.SEVERITY if state in found), False
            )

    # === ACTION METHODS === #

    def action_check_again(self):
        """Check anew and return the window that shows it.

        Note: `self.ensure_one()`

        :rtype: dict
        :raise AccessError: If the user may not edit the provider.
        """
        self.ensure_one()
        return self.provider_id.action_wechatpay_check_settings()

    def action_look_again(self):
        """Look whether the test notification has come, and show the same window.

        Note: `self.ensure_one()`

        :rtype: dict
        :raise AccessError: If the user may not edit the provider.
        """
        self.ensure_one()
        self.provider_id.check_access("write")
        self._settle()
        return self._get_action(self.id)

    # === BUSINESS METHODS === #

    @api.model
    def _run(self, provider):
        """Check the settings of a provider and return the window with the result.

        :param payment.provider provider: One that the user may edit.
        :rtype: dict
        """
        word = secrets.token_hex(8)
        values = {"provider_id": provider.id, "word": word}
        check_id = run_committed(
            self.env, lambda env: env[self._name].create(values).id
        )
        lines = [
            Command.create(
                {
                    "topic": found.topic,
                    "state": found.state,
                    "meaning": found.meaning,
                    "advice": found.advice,
                }
            )
            for found in provider._wechatpay_check_settings(word)
        ]
        run_committed(
            self.env,
            lambda env: env[self._name].browse(check_id).write({"line_ids": lines}),
        )
        self._await_echo(check_id)
        return self._get_action(check_id)

    def _await_echo(self, check_id):
        # Each look is a transaction of its own: the others would not see what comes.
        until = time.monotonic() + check_const.ECHO_WAIT_SECONDS
        while run_committed(
            self.env, lambda env: env[self._name].browse(check_id)._settle()
        ):
            if time.monotonic() >= until:
                return
            time.sleep(check_const.ECHO_LOOK_SECONDS)

    def _settle(self):
        """Write into the lines what became of the test notification.

        :return: Whether it is still waited for.
        :rtype: bool
        """
        self.ensure_one()
        line = self._line("notification")
        if self.heard_at:
            self._settle_heard()
        elif self.unopened_at:
            self._settle_unopened()
        elif line.state == "waiting" and self._is_late():
            self._settle_late()
        return line.state == "waiting"

    def _settle_late(self):
        provider = self.provider_id
        self._line("notification").write(
            {
                "state": "failed",
                "meaning": self.env._("The test notification did not come."),
                "advice": provider._wechatpay_advise_door(),
            }
        )
        state, meaning, advice = provider._wechatpay_explain_untried_apiv3()
        self._line("apiv3_key").filtered(lambda known: known.state == "waiting").write(
            {"state": state, "meaning": meaning, "advice": advice}
        )

    def _settle_heard(self):
        self._line("notification").write(
            {
                "state": "ok",
                "meaning": self.env._("WeChat Pay's test notification came."),
                "advice": False,
            }
        )
        self._line("apiv3_key").write(
            {
                "state": "ok",
                "meaning": self.env._("It opened WeChat Pay's test notification."),
                "advice": False,
            }
        )

    def _settle_unopened(self):
        state, meaning, advice = self.provider_id._wechatpay_explain_apiv3()
        self._line("apiv3_key").write(
            {"state": state, "meaning": meaning, "advice": advice}
        )
        self._line("notification").write(
            {
                "state": "warning",
                "meaning": self.env._(
                    "WeChat Pay reaches us, but its test notification cannot be opened."
                ),
                "advice": self.env._("Mend the API v3 key, then check again."),
            }
        )

    def _line(self, topic):
        return self.line_ids.filtered(lambda known: known.topic == topic)

    def _is_late(self):
        patience = timedelta(seconds=check_const.ECHO_PATIENCE_SECONDS)
        return self.create_date < fields.Datetime.now() - patience

    # === NOTIFICATIONS === #

    @api.model
    def _hear(self, provider_id, content):
        """Note that a test notification came and was opened.

        :param int provider_id: The merchant it was sent to.
        :param dict content: What was sealed in it.
        """
        self.search(
            [
                ("provider_id", "=", provider_id),
                ("word", "=", str(content.get("echo_message"))),
                ("heard_at", "=", False),
            ]
        ).heard_at = fields.Datetime.now()

    @api.model
    def _hear_unopened(self, provider_id):
        """Note that WeChat Pay sent what the API v3 key does not open.

        :param int provider_id: The merchant it was sent to.
        """
        now = fields.Datetime.now()
        since = now - timedelta(minutes=check_const.ECHO_UNOPENED_MINUTES)
        self.search(
            [
                ("provider_id", "=", provider_id),
                ("create_date", ">", since),
                ("heard_at", "=", False),
                ("unopened_at", "=", False),
            ]
        ).unopened_at = now

    def _get_action(self, check_id):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the Settings"),
            "res_model": self._name,
            "res_id": check_id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class WechatpaySettingsCheckLine(models.TransientModel):
    """What was found of one setting."""

    _name = "wechatpay.settings.check.line"
    _description = "Check of WeChat Pay's Settings, One Setting"

    check_id = fields.Many2one(
        comodel_name="wechatpay.settings.check", required=True, ondelete="cascade"
    )
    topic = fields.Selection(check_const.TOPICS, string="Setting", readonly=True)
    state = fields.Selection(check_const.FINDINGS, readonly=True)
    meaning = fields.Text(string="What We Found", readonly=True)
    advice = fields.Text(string="What to Do", readonly=True)
