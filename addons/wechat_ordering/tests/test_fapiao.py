"""Fapiao: the diner API, the staff's list, and what a refund changes."""

import io

import openpyxl
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..schemas.fapiao import is_tax_number
from .api_paid import PaidCase

# Tencent's, as it stands on its website.
TAX_NUMBER = "9144030071526726XG"


@tagged("post_install", "-at_install")
class TestFapiao(PaidCase):
    """A guest's fapiao, from the phone to the tax platform."""

    def _call(self, method="GET", suffix="", member=None, **body):
        return self.call(
            method,
            f"/orders/{self.uuid}/fapiao{suffix}",
            body if method == "POST" else None,
            member=member or self.member,
        )

    def _ask(self, **body):
        body = {"kind": "individual", "title": "张三", **body}
        return self._call("POST", **body)

    def _fapiao(self):
        self.env.invalidate_all()
        return self.order.wechat_fapiao_ids

    def test_unpaid_order_has_no_fapiao(self):
        shown = self._call().json()

        self.assertEqual((shown["state"], shown["can_request"]), (None, False))
        self.assert_refused(self._ask(), "fapiao_not_possible")

    def test_guest_asks_corrects_and_withdraws(self):
        self._pay()
        self.assertTrue(self._call().json()["can_request"])

        first = self._ask()
        company = self._ask(
            kind="company", title=" 腾讯 ", tax_number="91440300 71526726xg"
        )

        self.assertEqual((first.status_code, company.status_code), (200, 200))
        shown = company.json()
        self.assertEqual(
            (shown["state"], shown["title"], shown["tax_number"]),
            ("requested", "腾讯", TAX_NUMBER),
        )
        self.assertEqual(shown["amount_fen"], to_fen(self.order.amount_total))
        self.assertEqual(len(self._fapiao()), 1)
        withdrawn = self._call("POST", "/withdraw").json()
        self.assertEqual(withdrawn["state"], "withdrawn")
        self.assertEqual(self._ask().json()["state"], "requested")

    def test_wrong_tax_number_is_refused(self):
        self._pay()

        for wrong in (
            {"kind": "company", "tax_number": "9144030071526726XH"},
            {"kind": "company"},
            {"kind": "individual", "tax_number": TAX_NUMBER},
            {"title": "  "},
        ):
            with self.subTest(wrong=wrong):
                answer = self._ask(**wrong)
                self.assert_refused(answer, "fapiao_invalid")
                field = answer.json()["error"]["details"]["field"]
                self.assertEqual(field, "title" if "title" in wrong else "tax_number")
        self.assert_refused(self._ask(amount_fen=1), "invalid_request")
        self.assertFalse(self._fapiao())

    def test_others_see_and_ask_nothing(self):
        self._pay()
        self._ask()

        for method, suffix, body in (
            ("GET", "", {}),
            ("POST", "", {"kind": "individual", "title": "x"}),
            ("POST", "/withdraw", {}),
        ):
            answer = self._call(method, suffix, self.other_member, **body)
            self.assert_refused(answer, "not_found")
        self.assertEqual(self._fapiao().title, "张三")

    def test_staff_issue_it_and_the_guest_sees_the_number(self):
        self._pay()
        self._ask()
        fapiao = self._fapiao().with_user(self._user("group_cashier"))

        with self.assertRaises(UserError):
            fapiao.action_issue()
        with self.assertRaises(AccessError):
            fapiao.write({"title": "Somebody else"})
        with self.assertRaises(ValidationError):
            fapiao.url = "javascript:alert(1)"
        fapiao.write(
            {"fapiao_number": "25532000000012345678", "url": "https://example.com/f"}
        )
        fapiao.action_issue()
        self.env.flush_all()

        shown = self._call().json()
        self.assertEqual(
            (shown["state"], shown["fapiao_number"], shown["url"]),
            ("issued", "25532000000012345678", "https://example.com/f"),
        )
        self.assertEqual(
            [each["state"] for each in shown["states"]], ["requested", "issued"]
        )
        self.assert_refused(self._ask(), "fapiao_not_possible")
        self.assert_refused(self._call("POST", "/withdraw"), "fapiao_not_possible")

    def test_staff_ask_for_a_guest_at_the_counter(self):
        cashier = self._user("group_cashier")
        own = self.env["wechat.fapiao"].with_user(cashier)
        values = {
            "order_id": self.order.id,
            "kind": "company",
            "title": "腾讯",
            "tax_number": TAX_NUMBER,
        }
        with self.assertRaises(UserError):
            own.create(values)
        self._pay()
        with self.assertRaises(ValidationError):
            own.create({**values, "tax_number": "123"})

        with Form(own) as form:
            form.order_id = self.order
            form.kind = "company"
            form.title = "腾讯"
            form.tax_number = TAX_NUMBER.lower()
            self.assertEqual(form.amount, self.order.amount_total)
        fapiao = form.record
        self.assertEqual(fapiao.tax_number, TAX_NUMBER)
        fapiao.sudo().event_ids.unlink()
        fapiao.sudo().unlink()
        fapiao = own.create({**values, "state": "issued", "issued_amount": 1})

        self.assertEqual((fapiao.state, fapiao.issued_amount), ("requested", 0))
        self.assertEqual(fapiao.event_ids.user_id, cashier)
        with self.assertRaises(UserError):
            own.create(values)
        action = self.order.with_user(cashier).action_wechat_fapiao()
        self.assertEqual(action["res_id"], fapiao.id)
        self.assertEqual(self._call().json()["title"], "腾讯")
        for group in ("group_auditor", "group_accountant"):
            reader = fapiao.with_user(self._user(group))
            self.assertEqual(Form(reader).title, "腾讯")
            with self.assertRaises(AccessError):
                reader.create(values)

    def test_refund_in_cash_at_the_till_asks_for_another(self):
        self._pay()
        self._ask()
        fapiao = self._fapiao()
        fapiao.fapiao_number = "25532000000012345678"
        fapiao.action_issue()

        self.order.refund()
        refund_order = self.order.lines.refund_orderline_ids.order_id
        refund_order.amount_paid = -5
        refund_order.state = "paid"
        fapiao._follow_refund()

        self.assertEqual(fapiao.state, "changed")
        self.assertEqual(fapiao.amount, self.order.amount_total - 5)

    def test_declined_one_can_be_asked_for_again(self):
        self._pay()
        self._ask()
        fapiao = self._fapiao()
        with self.assertRaises(UserError):
            fapiao.action_decline()
        fapiao.answer = "The name is not known"
        fapiao.action_decline()
        self.env.flush_all()

        self.assertEqual(self._call().json()["answer"], "The name is not known")
        again = self._ask(title="李四").json()

        self.assertEqual((again["state"], again["answer"]), ("requested", ""))

    def test_refund_after_it_was_issued_asks_for_another(self):
        self._pay()
        self._ask()
        fapiao = self._fapiao()
        fapiao.fapiao_number = "25532000000012345678"
        fapiao.action_issue()
        self.assertEqual(fapiao.issued_amount, self.order.amount_total)

        self._give_back(5)

        self.assertEqual(fapiao.state, "changed")
        self.assertEqual(fapiao.amount, self.order.amount_total - 5)
        fapiao.fapiao_number = "25532000000087654321"
        fapiao.action_issue()
        self.assertEqual(
            (fapiao.state, fapiao.issued_amount),
            ("issued", self.order.amount_total - 5),
        )

    def test_order_that_was_given_back_whole_has_none(self):
        self._pay()
        self._give_back(self.order.amount_total)

        self.assert_refused(self._ask(), "fapiao_not_possible")

    def test_file_for_the_tax_platform_has_what_is_to_be_issued(self):
        self._pay()
        self._ask(kind="company", title="=HYPERLINK()", tax_number=TAX_NUMBER)
        fapiao = self._fapiao()

        book = openpyxl.load_workbook(io.BytesIO(fapiao._make_export()))

        head, line = ([cell.value for cell in sheet[2]] for sheet in book.worksheets)
        self.assertEqual(head[4:6], ["=HYPERLINK()", TAX_NUMBER])
        self.assertEqual(book.worksheets[0]["E2"].data_type, "s")
        self.assertEqual(line[0], head[0])
        self.assertEqual(line[3], self.order.amount_total)
        action = fapiao.with_user(self._user("group_accountant")).action_export()
        self.assertIn("/web/content/", action["url"])
        fapiao._withdraw()
        with self.assertRaises(UserError):
            fapiao.action_export()

    def test_kitchen_and_other_companies_see_nothing(self):
        self._pay()
        self._ask()
        fapiao = self._fapiao()
        with self.assertRaises(AccessError):
            fapiao.with_user(self._user("group_kitchen")).read(["title"])
        auditor = fapiao.with_user(self._user("group_auditor"))
        self.assertTrue(auditor.read(["title"]))
        with self.assertRaises(AccessError):
            auditor.action_decline()
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "fapiao-stranger",
            groups="wechat_ordering.group_cashier",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        own = self.env["wechat.fapiao"].with_user(stranger)
        self.assertFalse(own.search([("id", "=", fapiao.id)]))

    def test_tax_numbers_to_the_check_character(self):
        self.assertTrue(is_tax_number(TAX_NUMBER))
        for number in (
            "",
            TAX_NUMBER[:-1],
            TAX_NUMBER + "0",
            "9144030071526726XF",
            "9144030071526726IG",
            "١" * 18,
        ):
            self.assertFalse(is_tax_number(number), number)

    def _give_back(self, amount):
        """Let a refund of the order arrive."""
        refund = self.env["wechatpay.refund"].create(
            {
                "uuid": f"fapiao-{amount}",
                "order_id": self.order.id,
                "amount": amount,
                "reason": "cold",
                "state": "running",
            }
        )
        refund._move("returned")
        self.env.flush_all()

    def _user(self, group):
        return new_test_user(
            self.env,
            f"fapiao-{group}",
            groups=f"wechat_ordering.{group}",
            company_id=self.order.company_id.id,
            company_ids=[(6, 0, self.order.company_id.ids)],
        )
