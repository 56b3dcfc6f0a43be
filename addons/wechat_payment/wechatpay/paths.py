"""How numbers become part of an address."""

from urllib.parse import quote


def path_of(prefix, number):
    """Return the address of what a number names.

    Quoted before signing: what is signed is what is sent.

    :param str prefix: The address of its kind.
    :param str number: The number.
    :rtype: str
    """
    return f"{prefix}/{quote(number, safe='')}"
