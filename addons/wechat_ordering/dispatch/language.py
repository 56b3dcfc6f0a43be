"""The language of the diner."""

CHINESE = "zh_CN"
ENGLISH = "en_US"
DEFAULT = CHINESE


def choose_language(accept_language):
    """Return the language to answer in: the first of ours that the phone names.

    :param str accept_language: The header, as it came in.
    :rtype: str
    """
    for part in (accept_language or "").split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            return CHINESE
        if tag.startswith("en"):
            return ENGLISH
    return DEFAULT
