"""The menu import: upload, look, write."""

import base64
import io
from pathlib import PurePath

from odoo import api, fields, models
from odoo.exceptions import AccessError
from PIL import Image, UnidentifiedImageError

from ..menu_sheets import SHEETS, Problem, read_menu, write_template
from .menu_messages import MESSAGES

_PICTURES = {".webp": "WEBP", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_MAX_PICTURE_BYTES = 5 * 1024 * 1024
_MAX_SHOWN = 200


class WechatMenuImport(models.TransientModel):
    """Brings a restaurant's menu in from spreadsheets, all of it or nothing."""

    _name = "wechat.menu.import"
    _description = "Menu Import"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        help="One Excel workbook, or a CSV file for each sheet. Pictures may come"
        " along, each named as its dish's code.",
    )
    store_ids = fields.Many2many(
        "wechat.store",
        string="Stores",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env["wechat.store"].search(
            [("company_id", "=", self.env.company.id)]
        ),
        help="Daily limits are set in these stores.",
    )
    state = fields.Selection(
        [("draft", "Upload"), ("checked", "Check"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
    )
    problem_ids = fields.One2many(
        "wechat.menu.import.problem", "import_id", string="To Correct", readonly=True
    )
    problem_count = fields.Integer(readonly=True)
    summary = fields.Text(readonly=True)
    template_file = fields.Binary(compute="_compute_template_file")

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    def _compute_template_file(self):
        lang = "zh" if (self.env.lang or "").startswith("zh") else "en"
        self.template_file = base64.b64encode(write_template(lang))

    # === ACTION METHODS === #

    def action_template(self):
        """Download the empty workbook, with one example dish.

        :return: The download.
        :rtype: dict
        """
        self.ensure_one()
        url = f"/web/content/{self._name}/{self.id}/template_file"
        return {
            "type": "ir.actions.act_url",
            "url": f"{url}/{self.env._('menu')}.xlsx?download=true",
            "target": "self",
        }

    def action_check(self):
        """Read the files and show what an import would do. Nothing is written.

        :return: The wizard, with the problems or the summary.
        :rtype: dict
        """
        self._check_manager()
        menu, pictures, problems = self._read()
        self._show_problems(problems)
        if not problems:
            self.state = "checked"
            self.summary = self._describe_plan(menu, pictures)
        return self._reopen()

    def action_import(self):
        """Write the menu, unless any row of it is wrong.

        The files are read and checked again: the restaurant may have changed since.

        :return: The wizard, with what was done or the problems.
        :rtype: dict
        """
        self._check_manager()
        menu, pictures, problems = self._read()
        self._show_problems(problems)
        if not problems:
            done = self.env["wechat.menu.writer"]._write_menu(
                menu, self.company_id, self.store_ids, pictures
            )
            self.state = "done"
            self.summary = self._describe_done(done)
        return self._reopen()

    def action_back(self):
        """Return to the upload."""
        self.state = "draft"
        return self._reopen()

    # === BUSINESS METHODS === #

    def _check_manager(self):
        """Refuse everyone but a manager of the company.

        :raise AccessError: If the user may not change the menu.
        """
        self.ensure_one()
        is_manager = self.env.user.has_group("wechat_ordering.group_manager")
        if not is_manager or self.company_id not in self.env.companies:
            raise AccessError(self.env._("Only a manager can import the menu."))

    def _read(self):
        """Return `(Menu, {dish code: picture}, [Problem])` of the uploaded files."""
        files, pictures = [], {}
        problems = []
        for attachment in self.attachment_ids:
            suffix = PurePath(attachment.name).suffix.lower()
            if suffix not in _PICTURES:
                files.append((attachment.name, attachment.raw or b""))
                continue
            code = PurePath(attachment.name).stem
            if code in pictures:
                problems.append(
                    Problem("double_file", params={"file": attachment.name})
                )
            pictures[code] = attachment
        if not files and not pictures:
            return None, {}, [Problem("no_file")]
        known = self.env["wechat.menu.writer"]._get_known(self.company_id)
        menu, wrong = read_menu(files, known)
        problems += wrong
        dishes = known.dishes | {row.get("code") for row in menu.menu}
        for code, attachment in pictures.items():
            problems += self._check_picture(code, attachment, dishes)
        return menu, {code: item.raw for code, item in pictures.items()}, problems

    def _check_picture(self, code, attachment, dishes):
        file = {"file": attachment.name}
        if not _is_picture(attachment.raw or b""):
            yield Problem("not_a_picture", params=file)
        elif code not in dishes:
            yield Problem("picture_without_dish", params=file)

    def _show_problems(self, problems):
        self.problem_ids.unlink()
        self.problem_count = len(problems)
        self.state = "draft"
        self.summary = False
        self.env["wechat.menu.import.problem"].create(
            [
                {
                    "import_id": self.id,
                    "sheet": self._get_name(SHEETS[problem.sheet])
                    if problem.sheet
                    else False,
                    "row": problem.row,
                    "message": self._get_message(problem),
                }
                for problem in problems[:_MAX_SHOWN]
            ]
        )

    def _get_message(self, problem):
        """Return a problem as a sentence in the user's language.

        For example: row 12: price “12a” is not an amount in yuan.
        """
        # A lazy text takes its values after it was translated, not with it.
        message = self.env._(MESSAGES[problem.code])
        if problem.params:
            message %= problem.params
        if problem.column:
            column = SHEETS[problem.sheet].column(problem.column)
            message = self.env._(
                "%(column)s: %(message)s",
                column=self._get_name(column),
                message=message,
            )
        if problem.row:
            message = self.env._(
                "row %(row)s: %(message)s", row=problem.row, message=message
            )
        return message

    def _get_name(self, item):
        return item.zh if (self.env.lang or "").startswith("zh") else item.en

    def _describe_plan(self, menu, pictures):
        known = self.env["wechat.menu.writer"]._get_known(self.company_id)
        codes = {
            "categories": known.categories,
            "menu": known.dishes,
            "ingredients": known.ingredients,
        }
        lines = []
        for sheet in SHEETS.values():
            rows = getattr(menu, sheet.key)
            if not rows:
                continue
            text = self.env._(
                "%(sheet)s: %(rows)s rows", sheet=self._get_name(sheet), rows=len(rows)
            )
            if sheet.key in codes:
                new = sum(row["code"] not in codes[sheet.key] for row in rows)
                text += self.env._(", %(new)s of them new", new=new)
            lines.append(text)
        if pictures:
            lines.append(self.env._("Pictures: %(count)s", count=len(pictures)))
        return "\n".join(lines)

    def _describe_done(self, done):
        lines = [
            self.env._(
                "%(sheet)s: %(created)s new, %(updated)s changed",
                sheet=self._get_name(sheet),
                created=done[sheet.key, "created"],
                updated=done[sheet.key, "updated"],
            )
            for sheet in SHEETS.values()
            if done[sheet.key, "created"] or done[sheet.key, "updated"]
        ]
        return "\n".join(lines) or self.env._("Nothing had to change.")

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import the Menu"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class WechatMenuImportProblem(models.TransientModel):
    """One thing to correct in the files."""

    _name = "wechat.menu.import.problem"
    _description = "Problem of a Menu Import"
    _order = "id"

    import_id = fields.Many2one(
        "wechat.menu.import", required=True, ondelete="cascade", index=True
    )
    sheet = fields.Char()
    row = fields.Integer()
    message = fields.Char(required=True)


def _is_picture(content):
    if not content or len(content) > _MAX_PICTURE_BYTES:
        return False
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.format in _PICTURES.values()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
