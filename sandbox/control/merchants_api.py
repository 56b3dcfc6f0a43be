"""Who there is: merchants with their credentials, WeChat Pay's own certificates."""

from ..merchants import DIRECT, KINDS, PARTNER, SUB
from ..web import Route
from .door import ControlError, object_of

CERTIFICATE_ACTIONS = ("announce", "switch", "retire")


class MerchantsApi:
    """What merchants download from WeChat's consoles, and how many there are."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", "/control/credentials", "control.read", self.credentials, own),
            Route("GET", "/control/merchants", "control.read", self.list_all),
            Route("POST", "/control/merchant", "control.merchant", self.ensure, own),
            Route(
                "POST",
                "/control/certificate",
                "control.certificate",
                self.roll_certificate,
                own,
            ),
        ]

    def credentials(self, request):
        """Return what a merchant would download from WeChat's consoles."""
        keys = self._world.keys
        merchant = keys.merchant_of(request.query.get("mchid", keys.merchant.mchid))
        if merchant is None:
            raise ControlError("no merchant has this mchid", 404)
        return self._credentials_of(merchant)

    def list_all(self, request):
        """Return all merchants, without their secrets."""
        return {
            "merchants": [_summary(one) for one in self._world.keys.merchants.all()]
        }

    def ensure(self, request):
        """Return a merchant's credentials; make the merchant at the first call."""
        body = object_of(request, known=("kind", "name", "partner"))
        kind, name = body.get("kind", DIRECT), body.get("name", "")
        partner = body.get("partner", "")
        if kind not in KINDS:
            raise ControlError(f"kind: one of {KINDS}")
        if not isinstance(name, str) or not 0 < len(name) <= 64:
            raise ControlError("name: 1 to 64 characters; repeating it finds it again")
        owner = self._world.keys.merchant_of(partner)
        if (kind == SUB) != (owner is not None and owner.kind == PARTNER):
            raise ControlError("partner: a partner's mchid for a sub, nothing else")
        merchant = self._world.keys.merchants.ensure(kind, name, partner)
        return self._credentials_of(merchant)

    def roll_certificate(self, request):
        """List a new platform certificate, sign with it, or drop the old ones."""
        action = object_of(request, known=("action",)).get("action")
        keys = self._world.keys
        actions = {
            "announce": keys.announce_certificate,
            "switch": keys.switch_certificate,
            "retire": keys.retire_certificates,
        }
        if action not in actions:
            raise ControlError(f"action: one of {CERTIFICATE_ACTIONS}")
        actions[action]()
        return {
            "signing": keys.platform.serial,
            "listed": [one.signer.serial for one in keys.platform_listed],
        }

    def _credentials_of(self, merchant):
        keys = self._world.keys
        app = keys.app_of(merchant.appids[0])
        return {
            **_summary(merchant),
            "appid": app.appid,
            "appsecret": app.secret,
            "templates": self._world.templates.list_all(app.appid),
            "merchant_serial": merchant.serial,
            "merchant_private_key_pem": merchant.private_key_pem,
            "merchant_certificate_pem": merchant.certificate_pem,
            "apiv3_key": merchant.apiv3_key,
            "apiv2_key": merchant.apiv2_key,
            "public_key_id": keys.wechatpay.serial,
            "public_key_pem": keys.public_key_pem,
            "platform_serial": keys.platform.serial,
            "platform_certificate_pem": keys.platform_now.pem,
            "mode": self._world.settings.mode,
            "tls_certificate_pem": keys.tls_files[0].read_text(),
        }


def _summary(merchant):
    names = ("mchid", "kind", "name", "partner")
    summary = {name: getattr(merchant, name) for name in names}
    return {**summary, "appids": list(merchant.appids)}
