"""Moves money without a phone: withdrawals, deposits, whole days at once."""

from ..bulk import BulkError, load
from ..merchants import DIRECT
from ..pay.errors import PayError
from ..pay.ledger import ACCOUNTS
from ..web import Route
from .door import ControlError, object_of


class MoneyApi:
    """What happens to a merchant's account beside payments and refunds."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", "/control/balance", "control.read", self.balance),
            Route("GET", "/control/bill", "control.read", self.bill, own),
            Route("POST", "/control/withdraw", "control.withdraw", self.withdraw, own),
            Route("POST", "/control/deposit", "control.deposit", self.deposit, own),
            Route("POST", "/control/bulk", "control.bulk", self.load, own),
        ]

    def balance(self, request):
        """Return what a merchant's accounts hold, in fen."""
        merchant = self._merchant(request.query)
        balance = self._world.ledger.balance
        return {
            "mchid": merchant.mchid,
            **{account: balance(merchant.mchid, account) for account in ACCOUNTS},
        }

    def bill(self, request):
        """Return the text of a day's bill, without any ordered error."""
        query = request.query
        merchant, bills = self._merchant(query), self._world.bills
        if query.get("kind") not in ("tradebill", "fundflowbill"):
            raise ControlError("kind: tradebill or fundflowbill")
        try:
            day = bills.day_of(query.get("date", ""))
            if query["kind"] == "tradebill":
                sheet = bills.trade(merchant, day, "ALL")
            else:
                sheet = bills.flow(merchant.mchid, day, ACCOUNTS[0])
        except PayError as error:
            raise ControlError(f"{error}: {error.detail['issue']}", 409) from error
        return {"text": sheet.content().decode()}

    def withdraw(self, request):
        """Take money to the merchant's bank."""
        body, merchant, fen = self._amount(request)
        if fen > self._world.ledger.balance(merchant.mchid, body["account"]):
            raise ControlError("the account does not hold that much", 409)
        return self._move(self._world.ledger.withdraw, body, merchant, fen)

    def deposit(self, request):
        """Top a merchant's account up."""
        body, merchant, fen = self._amount(request)
        return self._move(self._world.ledger.deposit, body, merchant, fen)

    def load(self, request):
        """Load what happened on days gone by."""
        kinds = ("payments", "refunds", "withdrawals", "deposits")
        body = object_of(request, known=("mchid", *kinds))
        merchant = self._merchant(body)
        if merchant.kind != DIRECT:
            raise ControlError("mchid: a direct merchant")
        if not all(isinstance(body.get(kind, []), list) for kind in kinds):
            raise ControlError(f"lists: {kinds}")
        try:
            return load(self._world, merchant, body)
        except BulkError as error:
            raise ControlError(str(error)) from error

    def _amount(self, request):
        body = object_of(request, known=("mchid", "fen", "account"))
        fen = body.get("fen")
        if isinstance(fen, bool) or not isinstance(fen, int) or fen <= 0:
            raise ControlError("fen: a whole number above 0")
        if body.setdefault("account", ACCOUNTS[0]) not in ACCOUNTS:
            raise ControlError(f"account: one of {ACCOUNTS}")
        return body, self._merchant(body), fen

    def _move(self, write, body, merchant, fen):
        account, now = body["account"], self._world.clock.now()
        number = write(merchant.mchid, fen, now, account)
        balance = self._world.ledger.balance(merchant.mchid, account)
        return {"number": number, "balance_fen": balance}

    def _merchant(self, names):
        keys = self._world.keys
        merchant = keys.merchant_of(names.get("mchid", keys.merchant.mchid))
        if merchant is None:
            raise ControlError("no merchant has this mchid", 404)
        return merchant
