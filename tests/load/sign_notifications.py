"""Write the notifications of payments as the sandbox would send them now.

Usage: sign_notifications.py SANDBOX_FOLDER < out_trade_nos.json > messages.json
"""

import json
import sqlite3
import sys
import time
import uuid

from sandbox.keys import KeyRing
from sandbox.pay import notification
from sandbox.pay.order_view import transaction_view


def main(folder):
    """Sign and encrypt one message for each payment named on standard input."""
    keys = KeyRing(folder)
    database = sqlite3.connect(f"file:{folder}/sandbox.sqlite?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    messages = []
    for number in json.load(sys.stdin):
        order = database.execute(
            "SELECT * FROM orders WHERE out_trade_no = ?", (number,)
        ).fetchone()
        row = {
            "id": str(uuid.uuid4()),
            "event_type": "TRANSACTION.SUCCESS",
            "resource": json.dumps(transaction_view(dict(order)), ensure_ascii=False),
            "created_at": time.time(),
        }
        message = notification.build(
            row, signer=keys.wechatpay, merchant=keys.merchant, wire_now=time.time()
        )
        messages.append((message.headers, message.body.decode()))
    json.dump(messages, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
