"""JSON as callbacks carry it, and as their receivers answer."""

import json


def dump(value):
    """Return JSON as it leaves: compact, Chinese readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def value_of(answer):
    """Return the JSON object of an answer, or an empty dict."""
    try:
        value = json.loads(answer.text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
