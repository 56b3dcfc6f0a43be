"""What tests of several add-ons share."""

from odoo.addons.queue_job.job import Job
from odoo.tests.common import TransactionCase

from .sandbox import Sandbox


class SandboxMixin:
    """A demo database and the sandbox, for a test case of any kind.

    To stand before the test case among the bases. The registry is in test mode, so that
    what is committed on its own cursor is undone with the test.
    """

    # Whether what a test commits is really committed; it cleans up itself then.
    commits = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.stop)
        if not cls.commits and not getattr(cls, "registry_test_mode", False):
            cls.registry_enter_test_mode_cls()
        database = cls.env.registry["wechat.database"]
        cls.classPatch(database, "_is_demo", lambda self: True)
        cls.classPatch(database, "_sandbox_url", lambda self: cls.sandbox.base_url)
        cls.classPatch(database, "_sandbox_ca_file", lambda self: cls.sandbox.ca_file)

    def setUp(self):
        super().setUp()
        self.sandbox.control("POST", "reset")

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        """Override of `odoo.tests`, which expects the timeout to be one number."""
        if isinstance(kwargs.get("timeout"), tuple):
            kwargs["timeout"] = sum(kwargs["timeout"])
        return super()._request_handler(session, request, **kwargs)

    @classmethod
    def _create_account(cls, **values):
        """Return the account of the sandbox's mini-program."""
        return cls.env["wechat.account"].create(
            {
                "name": "Sandbox",
                "appid": cls.sandbox.credentials["appid"],
                "app_secret": cls.sandbox.credentials["appsecret"],
                **values,
            }
        )

    def _log_in(self, user="diner"):
        """Return the openid of a diner who opens the mini-program."""
        code = self.sandbox.control("POST", "login-code", user=user)["code"]
        return self.account._code_to_session(code)["openid"]

    def _catch(self, kind, function, *args, **kwargs):
        """Return the error a call ends with, and keep what was committed before it.

        `assertRaises` of Odoo undoes all that happened inside.
        """
        try:
            function(*args, **kwargs)
        except kind as error:
            self.env.invalidate_all()
            return error
        raise AssertionError(f"{kind.__name__} expected")

    def _run_jobs(self, model="payment.transaction"):
        """Do the jobs that wait, as the job process would, and return how many."""
        self.env.invalidate_all()
        jobs = self.env["queue.job"].search(
            [("state", "=", "pending"), ("model_name", "=", model)], order="id"
        )
        for row in jobs:
            job = Job.load(self.env, row.uuid)
            job.perform()
            job.set_done()
            job.store()
        self.env.flush_all()
        self.env.invalidate_all()
        return len(jobs)


class SandboxCase(SandboxMixin, TransactionCase):
    """Odoo's rules against the sandbox."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._create_account()
