"""A diner, as WeChat knows them. Not a user of Odoo."""

import secrets
import uuid

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.masking import mask_openid
from odoo.tools import SQL


class WechatMember(models.Model):
    """A diner of a mini-program.

    The openid alone makes a member: no phone, no profile. A partner is made only when
    there is something to keep on it, such as a nickname or points, so that logging in
    writes one row.
    """

    _name = "wechat.member"
    _description = "WeChat Member"
    _order = "id desc"
    _rec_name = "uuid"

    account_id = fields.Many2one(
        "wechat.account", string="Mini-Program", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    openid = fields.Char(
        string="OpenID", required=True, copy=False, groups="base.group_system"
    )
    unionid = fields.Char(
        string="UnionID", index="btree_not_null", copy=False, groups="base.group_system"
    )
    masked_openid = fields.Char(string="WeChat", compute="_compute_masked_openid")
    uuid = fields.Char(
        string="Member Number",
        help="What the phone is told instead of the openid.",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
    )
    partner_id = fields.Many2one(
        "res.partner",
        help="Holds the nickname and nothing else of the person.",
        index="btree_not_null",
        copy=False,
    )
    lang = fields.Char(string="Language", help="Language of the last login.")
    active = fields.Boolean(
        default=True, help="An archived member is refused at every door."
    )
    refresh_token_ids = fields.One2many(
        "wechat.refresh.token", "member_id", groups="base.group_system"
    )

    _account_openid_unique = models.Constraint(
        "UNIQUE (account_id, openid)", "This person is a member already."
    )
    _uuid_unique = models.Constraint(
        "UNIQUE (uuid)", "Two members cannot have the same number."
    )

    # === COMPUTE METHODS === #

    def _compute_masked_openid(self):
        for member in self:
            member.masked_openid = mask_openid(member.sudo().openid)

    @api.depends("partner_id.name", "uuid")
    def _compute_display_name(self):
        """Override of `base`: the nickname, else the beginning of the number."""
        for member in self:
            member.display_name = member.partner_id.name or (member.uuid or "")[:8]

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to revoke the tokens of members who are archived."""
        if vals.get("active") is False:
            self.sudo().refresh_token_ids._revoke()
        return super().write(vals)

    # === BUSINESS METHODS === #

    @api.model
    def _get_or_create(self, account_sudo, person, lang):
        """Return the member that WeChat says logged in.

        One statement, so that two logins of one new diner at the same moment make one
        member.

        :param wechat.account account_sudo: The mini-program.
        :param dict person: WeChat's answer: `openid`, and `unionid` if it has one.
        :param str lang: The language of the phone.
        :rtype: wechat.member
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO wechat_member (
                    account_id, company_id, openid, unionid, uuid, lang, active,
                    create_date, write_date
                )
                VALUES (%s, %s, %s, %s, %s, %s, true, %s, %s)
                ON CONFLICT (account_id, openid) DO UPDATE
                    SET lang = EXCLUDED.lang,
                        unionid = COALESCE(EXCLUDED.unionid, wechat_member.unionid)
                RETURNING id
                """,
                account_sudo.id,
                account_sudo.company_id.id,
                person["openid"],
                person.get("unionid") or None,
                str(uuid.uuid4()),
                lang,
                self.env.cr.now(),
                self.env.cr.now(),
            )
        )
        member = self.browse(self.env.cr.fetchone()[0])
        member.invalidate_recordset()
        return member

    def _issue_refresh_token(self):
        """Return a refresh token that begins a new family of them.

        :rtype: str
        """
        self.ensure_one()
        return (
            self.env["wechat.refresh.token"].sudo()._issue(self, secrets.token_hex(16))
        )

    def _get_partner(self):
        """Return the member's partner, made when it is needed for the first time.

        :rtype: res.partner
        """
        self.ensure_one()
        if not self.partner_id:
            self.partner_id = self.env["res.partner"].create(
                {
                    "name": self.display_name,
                    "company_id": self.company_id.id,
                    "lang": self.lang if self._is_installed(self.lang) else False,
                }
            )
        return self.partner_id

    def _is_installed(self, lang):
        return bool(lang and self.env["res.lang"]._get_data(code=lang))

    def _get_member_document(self):
        """Return the member as the diner API shows it (MemberView).

        :rtype: dict
        """
        self.ensure_one()
        return {"id": self.uuid, "nickname": self.partner_id.name or None}
