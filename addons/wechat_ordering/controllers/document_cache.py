"""Documents that never change, kept ready by each process."""

from collections import OrderedDict


class DocumentCache:
    """Keeps the documents used last.

    It needs no signal between processes because its keys name a version: what is kept
    is never wrong, only forgotten.

    :param int size: How many documents are kept.
    """

    def __init__(self, size):
        self._size = size
        self._documents = OrderedDict()

    def get(self, key):
        """Return a document, or None."""
        return self._documents.get(key)

    def put(self, key, document):
        """Keep a document and return it."""
        self._documents[key] = document
        while len(self._documents) > self._size:
            # Another thread may have been faster.
            self._documents.popitem(last=False)
        return document
