"""What a guest asks back: rules, the manager's decision, and who may not."""

import uuid

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .. import refund_const
from ..errors import RefundNotPossibleError, UuidReusedError
from ..schemas.refund import RefundRequest
from .test_order_refund import RefundCommon


class RequestCommon(RefundCommon):
    def setUp(self):
        super().setUp()
        self.order = self.place_paid(
            self.make_line(self.noodles), self.make_line(self.tea, quantity=2)
        )
        self.tea_line = self.order.lines.filtered(
            lambda line: line.product_id == self.tea
        )
        self.manager, self.cashier, self.kitchen = (
            new_test_user(
                self.env,
                f"request-{name}",
                groups=f"base.group_user,wechat_ordering.group_{name}",
            )
            for name in ("manager", "cashier", "kitchen")
        )

    def ask(self, order=None, **wishes):
        """Return the request that a phone makes."""
        wish = {"uuid": uuid.uuid4(), "reason": "missing", **wishes}
        self.env.flush_all()
        requests = self.env["wechat.refund.request"].sudo()
        return requests._request(order or self.order, RefundRequest(**wish))

    def open_wizard(self, request, user=None):
        """Return the form that a person gets who accepts the request."""
        own = request.with_user(user or self.cashier)
        action = own.action_accept()
        wizards = self.env["wechatpay.refund.wizard"].with_user(own.env.user)
        return Form(wizards.with_context(**action["context"]))

    def accept(self, request, user=None, **values):
        """Let the cashier give the money back, changed as wanted."""
        form = self.open_wizard(request, user)
        for name, value in values.items():
            form[name] = value
        wizard = form.save()
        self.env.flush_all()
        wizard.action_refund()
        self.env.invalidate_all()
        return request.refund_id


@tagged("post_install", "-at_install")
class TestRefundRequest(RequestCommon):
    def test_guest_gets_all_back_and_sees_each_stage(self):
        request = self.ask(text="There was\nno noodle")
        self.assertEqual((request.state, request.amount), ("requested", 52))
        self.assertIn(self.manager, request.activity_ids.user_id)
        self.assertFalse(self.order._wechat_can_request_refund(), "one at a time")

        refund = self.accept(request)
        self.assertEqual(request.state, "refunding")
        self.assertEqual(refund.requester_id, self.cashier)
        self.assertEqual(request.event_ids[-1].user_id, self.cashier)
        self.assertFalse(request.activity_ids)
        self.finish(refund)

        self.assertEqual(request.state, "refunded")
        self.assertEqual(self.order.wechat_state, "refunded")
        document = self.order._wechat_refund_document()
        self.assertEqual(document["refunded_fen"], 5200)
        self.assertEqual(document["rest_fen"], 0)
        self.assertEqual(
            [state["state"] for state in document["requests"][0]["states"]],
            ["requested", "refunding", "refunded"],
        )
        self.assertEqual(document["requests"][0]["text"], "There was no noodle")

    def test_guest_chooses_dishes(self):
        request = self.ask(lines=[{"line_id": self.tea_line.id, "quantity": 1}])
        self.assertEqual(request.amount, 12)

        refund = self.accept(request)
        self.assertEqual(refund.amount, 12)
        self.finish(refund)

        self.assertEqual(self.tea_line.refunded_qty, 1)
        self.assertEqual(self.order.wechat_state, "accepted")
        left = self.order._wechat_refund_document()["lines"]
        self.assertEqual([line["quantity"] for line in left], [1, 1])

    def test_staff_start_from_what_the_guest_chose(self):
        self.member.lang = "en_US"
        request = self.ask(lines=[{"line_id": self.tea_line.id, "quantity": 1}])

        form = self.open_wizard(request)

        self.assertEqual((form.scope, form.amount), ("lines", 12))
        self.assertEqual(form.reason, "Something is missing")
        self.assertEqual(self.open_wizard(self.whole()).scope, "whole")

    def whole(self):
        return self.ask(self.place_paid(self.make_line(self.noodles)))

    def test_reason_on_wechat_is_in_the_guests_language(self):
        self.member.lang = "zh_CN"
        self.assertEqual(self.open_wizard(self.ask()).reason, "少送了")

    def test_staff_give_back_a_part(self):
        request = self.ask()
        request.with_user(self.cashier).answer = "Half of it, sorry"

        refund = self.accept(request, scope="amount", wanted_amount=10)

        self.assertEqual((refund.amount, len(refund.line_ids)), (10, 0))
        shown = request._get_document()
        self.assertEqual(shown["granted_fen"], 1000)
        self.assertEqual(shown["answer"], "Half of it, sorry")

    def test_two_people_who_accept_at_once_give_back_once(self):
        request = self.ask()
        first, second = (
            self.open_wizard(request, user).save()
            for user in (self.cashier, self.manager)
        )
        self.env.flush_all()

        first.action_refund()
        second.action_refund()
        self.env.invalidate_all()

        self.assertEqual(len(self.order.wechatpay_refund_ids), 1)
        self.assertEqual(request.refund_id.requester_id, self.cashier)

    def test_request_taken_back_meanwhile_gives_nothing_back(self):
        request = self.ask()
        wizard = self.open_wizard(request).save()
        request._withdraw()
        self.env.flush_all()

        with self.assertRaises(UserError):
            wizard.action_refund()

        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.refund_id)

    def test_nothing_left_is_said_before_the_form_opens(self):
        request = self.ask()
        self.finish(self.refund(self.order))

        with self.assertRaisesRegex(UserError, "given back already"):
            request.with_user(self.cashier).action_accept()

    def test_second_person_who_does_not_agree_leaves_it_to_be_decided(self):
        self.provider.wechatpay_refund_approval_amount = 20
        request = self.ask()
        refund = self.accept(request)
        self.assertEqual((request.state, refund.state), ("checking", "waiting"))
        self.assertIsNone(request._get_document()["granted_fen"], "not agreed yet")

        refund.with_user(self.manager).action_refuse()

        self.assertEqual(request.state, "requested")
        self.assertFalse(request.refund_id)
        self.assertIn(self.manager, request.activity_ids.user_id)
        again = self.accept(request, scope="amount", wanted_amount=10)
        self.assertEqual((request.state, again.amount), ("refunding", 10))

    def test_second_person_who_agrees_sends_the_money(self):
        self.provider.wechatpay_refund_approval_amount = 20
        request = self.ask()
        refund = self.accept(request)

        refund.with_user(self.manager).action_approve()
        self.env.invalidate_all()

        self.assertEqual(request.state, "refunding")
        self.assertEqual(request._get_document()["granted_fen"], 5200)

    def test_refusal_needs_an_answer_that_the_guest_reads(self):
        request = self.ask()
        own = request.with_user(self.cashier)
        with self.assertRaises(UserError):
            own.action_decline()
        own.answer = "The dish was served."
        self.assertEqual(request._get_document()["answer"], "", "not decided yet")

        own.action_decline()

        self.assertEqual(request._get_document()["answer"], "The dish was served.")
        with self.assertRaises(UserError):
            own.action_accept()
        with self.assertRaises(UserError):
            own.answer = "Something else."
        self.assertTrue(self.order._wechat_can_request_refund())

    def test_repeated_request_is_the_first_one(self):
        first = self.ask()

        again = self.ask(uuid=uuid.UUID(first.uuid))

        self.assertEqual(first, again)
        other = self.place_paid(self.make_line(self.tea))
        with self.assertRaises(UuidReusedError):
            self.ask(other, uuid=uuid.UUID(first.uuid))

    def test_what_cannot_be_given_back_is_refused(self):
        with self.assertRaises(RefundNotPossibleError):
            self.ask(lines=[{"line_id": self.tea_line.id, "quantity": 3}])
        with self.assertRaises(RefundNotPossibleError):
            self.ask(lines=[{"line_id": 2**31 - 1, "quantity": 1}])
        unpaid = self.place(self.make_line(self.tea))
        with self.assertRaises(RefundNotPossibleError):
            self.ask(unpaid)
        self.ask()
        with self.assertRaises(RefundNotPossibleError):
            self.ask()

    def test_guest_takes_it_back_before_the_decision_only(self):
        request = self.ask()
        request._withdraw()
        request._withdraw()
        self.assertEqual(request.state, "withdrawn")
        decided = self.ask()
        self.accept(decided)

        with self.assertRaises(RefundNotPossibleError):
            decided._withdraw()

    def test_closed_refund_is_told(self):
        request = self.ask()

        refund = self.accept(request)
        self.finish(refund, "closed")

        self.assertEqual(request.state, "failed")
        self.assertIn(self.manager, request.activity_ids.user_id)
        self.assertFalse(self.order._wechat_can_request_refund(), "it is asked anew")
        self.env.flush_all()
        self.env.invalidate_all()
        refund.with_user(self.cashier).action_ask_again()
        self.env.invalidate_all()
        self.assertEqual(request.state, "refunding")
        self.assertFalse(request.activity_ids)

    def test_store_may_let_uncooked_orders_go_by_themselves(self):
        self.store.is_refund_automatic = True
        request = self.ask()
        request._decide()
        self.env.invalidate_all()
        self.assertEqual(request.state, "refunding")
        self.assertEqual(request.event_ids[-1].actor, "system")

        cooked = self.place_paid(self.make_line(self.tea))
        cooked.kitchen_ticket_ids.line_ids._move("cooking")
        other = self.ask(cooked)
        other._decide()
        self.assertEqual(other.state, "requested")

    def test_large_refund_by_itself_still_needs_a_person(self):
        self.store.is_refund_automatic = True
        self.provider.wechatpay_refund_approval_amount = 20
        request = self.ask()

        request._decide()
        self.env.invalidate_all()

        self.assertEqual(request.state, "checking")
        self.assertEqual(request.refund_id.state, "waiting")

    def test_job_that_comes_late_decides_nothing(self):
        self.store.is_refund_automatic = True
        request = self.ask()
        request._withdraw()

        request._decide()

        self.assertFalse(self.order.wechatpay_refund_ids)

    def test_refund_that_nobody_asked_for_on_the_phone_is_shown_as_well(self):
        self.refund(self.order, 1200, [(self.tea_line.id, 1)])

        shown = self.order._wechat_refund_document()

        self.assertEqual((shown["pending_fen"], shown["rest_fen"]), (1200, 4000))
        self.assertTrue(shown["can_request"])


@tagged("post_install", "-at_install")
class TestRefundRequestSecurity(RequestCommon):
    def test_wrong_people_are_refused(self):
        request = self.ask()
        auditor, accountant = (
            new_test_user(self.env, name, groups=f"wechat_ordering.group_{name}")
            for name in ("auditor", "accountant")
        )
        for user in (self.kitchen, auditor, accountant):
            own = request.with_user(user)
            for action in (own.action_accept, own.action_decline):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    action()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                own.write({"answer": "x"})
        self.assertEqual(request.with_user(auditor).state, "requested")
        with self.assertRaises(AccessError):
            request.with_user(self.kitchen).read(["text"])
        with self.assertRaises(AccessError):
            request.event_ids.with_user(self.manager).write({"reason": "x"})

    def test_manager_cannot_change_what_the_guest_said(self):
        own = self.ask().with_user(self.manager)

        for values in ({"state": "refunded"}, {"amount": 1}, {"text": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                own.write(values)

    def test_other_company_sees_nothing(self):
        request = self.ask()
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        own = request.with_user(self.manager).with_context(
            allowed_company_ids=other.ids
        )

        self.assertFalse(own.search([]))
        for action in (own.action_accept, own.action_decline):
            with self.assertRaises(AccessError):
                action()
        wizards = self.env["wechatpay.refund.wizard"].with_user(self.manager)
        context = {"default_wechat_request_id": request.id}
        with self.assertRaises(AccessError):
            wizards.with_context(**context).default_get(["uuid", "reason"])

    def test_tables_name_the_same_states(self):
        states = {state for state, _label in refund_const.REQUEST_STATES}

        self.assertEqual(states, set(refund_const.REQUEST_MOVES))
        self.assertLessEqual(set(refund_const.STATE_OF_REFUND.values()), states)
