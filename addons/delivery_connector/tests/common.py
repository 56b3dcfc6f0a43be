"""A shop with own riders, and orders to be brought."""

from odoo import fields
from odoo.addons.queue_job.job import Job
from odoo.fields import Command
from odoo.tests.common import HttpCase, TransactionCase, new_test_user

GUEST = {
    "name": "王小明",
    "phone": "13800138000",
    "address": "昆明市五华区翠湖南路 1 号",
    "address_detail": "3 栋 502",
    "lng": 102.7046,
    "lat": 25.0494,
    "city": "昆明市",
    "city_code": "0871",
}


class DeliveryMixin:
    """Creates the shop; to stand before the test case among the bases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        database = cls.env.registry["wechat.database"]
        cls.classPatch(database, "_is_demo", lambda self: True)
        cls.company = cls._create_company("Noodle House")
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls._create_shop()
        cls.dispatcher = cls._create_user("desk", "delivery_connector.group_dispatcher")

    @classmethod
    def _create_company(cls, name):
        currency = cls.env.ref("base.CNY")
        currency.active = True
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": currency.id,
            }
        )
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company, install_demo=False
        )
        company.currency_id = currency
        return company

    @classmethod
    def _create_shop(cls):
        method = cls.env["pos.payment.method"].create(
            {
                "name": "Bank",
                "company_id": cls.company.id,
                "journal_id": cls.env["account.journal"]
                .search(
                    [("type", "=", "bank"), ("company_id", "=", cls.company.id)],
                    limit=1,
                )
                .id,
            }
        )
        cls.config = cls.env["pos.config"].create(
            {
                "name": "Green Lake",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        cls.config.open_ui()
        cls.session = cls.config.current_session_id
        cls.session.set_opening_control(0, "")
        cls.product = cls.env["product.product"].create(
            {
                "name": "Crossing-the-Bridge Noodles",
                "type": "consu",
                "list_price": 29,
                "available_in_pos": True,
                "taxes_id": [Command.clear()],
            }
        )
        cls.own = cls._create_account("own", own_fee=6, own_minutes=25)
        cls.own_shop = cls._create_courier_shop(cls.own)
        cls.policy = cls.env["delivery.policy"].create(
            {"name": "Cheapest", "company_id": cls.company.id}
        )
        cls.config.delivery_policy_id = cls.policy
        cls.rider = cls.env["delivery.rider"].create(
            {"name": "李四", "phone": "13900139000", "company_id": cls.company.id}
        )
        cls.token = cls.rider._renew_token()

    @classmethod
    def _create_account(cls, carrier, **values):
        return cls.env["delivery.account"].create(
            {
                "name": carrier.upper(),
                "carrier": carrier,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_courier_shop(cls, account, **values):
        return cls.env["delivery.shop"].create(
            {
                "config_id": cls.config.id,
                "account_id": account.id,
                "address": "昆明市五华区翠湖东路 2 号",
                "phone": "0871-65123456",
                **values,
            }
        )

    @classmethod
    def _create_user(cls, name, groups):
        return new_test_user(
            cls.env,
            f"delivery-{name}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _create_order(self):
        """Return a paid order of one bowl of noodles."""
        price = self.product.list_price
        return self.env["pos.order"].create(
            {
                "session_id": self.session.id,
                "company_id": self.company.id,
                "amount_tax": 0,
                "amount_total": price,
                "amount_paid": price,
                "amount_return": 0,
                "state": "paid",
                "lines": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "full_product_name": self.product.name,
                            "qty": 1,
                            "price_unit": price,
                            "price_subtotal": price,
                            "price_subtotal_incl": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )

    def _request(self, **wish):
        """Return the delivery of a new order; nobody is called before jobs run."""
        task = self.env["delivery.task"]._request(
            self._create_order(), {**GUEST, **wish}
        )
        self.env.flush_all()
        return task

    def _run_jobs(self, most=30):
        """Do the jobs that are due, and those they make, as the job process would."""
        for _turn in range(most):
            self.env.flush_all()
            self.env.invalidate_all()
            row = self.env["queue.job"].search(
                [
                    ("state", "=", "pending"),
                    ("model_name", "like", "delivery.%"),
                    "|",
                    ("eta", "=", False),
                    ("eta", "<=", fields.Datetime.now()),
                ],
                order="id",
                limit=1,
            )
            if not row:
                return
            job = Job.load(self.env, row.uuid)
            # Begun: the same job may be asked for again meanwhile.
            job.set_started()
            job.store()
            job.perform()
            job.set_done()
            job.store()
        raise AssertionError("jobs without an end")

    def _pass_time(self, **span):
        """Let everything that was done so far be so much longer ago."""
        self.env.flush_all()
        for table, columns in {
            "delivery_attempt": ("create_date", "sent_at", "next_query_at"),
            "delivery_task": ("call_at", "promised_at"),
            "queue_job": ("eta",),
        }.items():
            sets = ", ".join(
                f"{name} = {name} - make_interval(secs => %(s)s)" for name in columns
            )
            seconds = fields.Datetime.subtract(fields.Datetime.now(), **span)
            seconds = (fields.Datetime.now() - seconds).total_seconds()
            self.env.cr.execute(f"UPDATE {table} SET {sets}", {"s": seconds})
        self.env.invalidate_all()

    def _history(self, record):
        """Return where a delivery, or its order at a courier, went; oldest first."""
        if record._name == "delivery.task":
            moves = record.move_ids.filtered(lambda one: not one.attempt_id)
        else:
            moves = self.env["delivery.move"].search([("attempt_id", "=", record.id)])
        return moves.sorted("id").mapped("to_state")

    def _catch(self, kind, function, *args, **kwargs):
        """Return the error a call ends with, and keep what was committed before it."""
        try:
            function(*args, **kwargs)
        except kind as error:
            self.env.invalidate_all()
            return error
        raise AssertionError(f"{kind.__name__} expected")


class DeliveryCase(DeliveryMixin, TransactionCase):
    """Rules of deliveries."""


class DeliveryHttpCase(DeliveryMixin, HttpCase):
    """Deliveries that somebody outside moves."""
