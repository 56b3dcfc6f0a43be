"""Messages of APIv2: one flat XML element, read without entities.

See https://pay.weixin.qq.com/doc/v2/merchant/4011937125. Last seen: November 2026.
"""

from xml.parsers import expat
from xml.sax.saxutils import escape

from ..errors import WechatPayContentError


def to_xml(values):
    """Return a message as it is sent.

    :param dict values: Texts by name.
    :rtype: bytes
    """
    members = "".join(
        f"<{name}>{escape(str(value))}</{name}>" for name, value in values.items()
    )
    return f"<xml>{members}</xml>".encode()


def from_xml(body):
    """Return the texts of a message by name.

    :param bytes body: What came back.
    :rtype: dict
    :raise WechatPayContentError: If it is not one flat element, or declares anything.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise WechatPayContentError("the message is not plain XML") from error
    return reader.values


class _Reader:
    """Collects the children of the root; anything else is an error."""

    def __init__(self):
        self.values = {}
        self._depth = 0
        self._texts = []
        # UTF-8 whatever the message says of itself.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._read
        # Entities are declared in a document type: without one there are none.
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, _name, attributes):
        self._depth += 1
        if self._depth > 2 or attributes:
            raise ValueError("not a flat element")
        self._texts = []

    def _read(self, text):
        self._texts.append(text)

    def _end(self, name):
        if self._depth == 2:
            if name in self.values:
                raise ValueError("a name stands twice")
            self.values[name] = "".join(self._texts)
        self._depth -= 1

    def _refuse(self, *_declaration):
        raise ValueError("a document type")
