"""Subscribe-message templates of the mini-program, as its console would list them."""

import hashlib
import json

# Title, and the fields a message must fill, in the words of a restaurant.
DEFAULTS = {
    "order_paid": (
        "下单成功通知",
        ["character_string1", "thing2", "amount3", "time4"],
    ),
    "order_ready": (
        "取餐提醒",
        ["character_string1", "thing2", "thing3", "time4"],
    ),
    "order_cancelled": (
        "订单取消通知",
        ["character_string1", "thing2", "amount3", "thing4"],
    ),
    "refund_done": (
        "退款成功通知",
        ["character_string1", "amount2", "thing3", "date4"],
    ),
    "queue_called": (
        "排队叫号通知",
        ["thing1", "character_string2", "number3", "thing4"],
    ),
}


class Templates:
    """The templates a mini-program may send."""

    def __init__(self, store):
        self._store = store

    def ensure_defaults(self, appid):
        """Give an app the templates of a restaurant."""
        for purpose, (title, fields) in DEFAULTS.items():
            self.add(appid, template_id_of(appid, purpose), title, fields)

    def add(self, appid, template_id, title, fields):
        """Give an app a template, replacing one with the same id."""
        self._store.execute(
            "INSERT OR REPLACE INTO templates (appid, template_id, title, fields) "
            "VALUES (?, ?, ?, ?)",
            (appid, template_id, title, json.dumps(fields)),
        )

    def fields_of(self, appid, template_id):
        """Return a template's field names, or None if the app has no such one."""
        row = self._store.one(
            "SELECT fields FROM templates WHERE appid = ? AND template_id = ?",
            (appid, template_id),
        )
        return json.loads(row["fields"]) if row else None

    def allow(self, appid, openid, template_ids):
        """Note one more allowed message for each template."""
        for template_id in template_ids:
            self._store.execute(
                "INSERT INTO consents (appid, openid, template_id, remaining) "
                "VALUES (?, ?, ?, 1) ON CONFLICT (appid, openid, template_id) "
                "DO UPDATE SET remaining = remaining + 1",
                (appid, openid, template_id),
            )

    def use_consent(self, appid, openid, template_id):
        """Use up one allowed message; return whether there was one."""
        return bool(
            self._store.execute(
                "UPDATE consents SET remaining = remaining - 1 WHERE appid = ? "
                "AND openid = ? AND template_id = ? AND remaining > 0",
                (appid, openid, template_id),
            )
        )

    def list_all(self, appid):
        """Return an app's templates as the credentials page shows them."""
        purposes = {template_id_of(appid, purpose): purpose for purpose in DEFAULTS}
        return [
            {
                "template_id": row["template_id"],
                "purpose": purposes.get(row["template_id"]),
                "title": row["title"],
                "fields": json.loads(row["fields"]),
            }
            for row in self._store.all(
                "SELECT * FROM templates WHERE appid = ? ORDER BY title", (appid,)
            )
        ]


def template_id_of(appid, purpose):
    """Return the id of a default template: 43 characters, always the same."""
    digest = hashlib.sha256(f"{appid}/{purpose}".encode()).hexdigest()
    return digest[:43]
