"""Serves the console's own files, and nothing else."""

from pathlib import Path

from ..web import Response, Route

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    "index.html": "text/html; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "console.css": "text/css; charset=utf-8",
}


class ConsolePages:
    """The page at / and its two companions."""

    def __init__(self, world):
        del world  # The page reads everything through the control API.

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [Route("GET", "/", "console.file", self.show, own)] + [
            Route("GET", f"/console/{name}", "console.file", self.show, own)
            for name in _TYPES
        ]

    def show(self, request):
        """Return one of the console's files."""
        name = request.path.rpartition("/")[2] or "index.html"
        return Response(
            200,
            (_FOLDER / name).read_bytes(),
            _TYPES[name],
            {"Content-Security-Policy": "default-src 'self'"},
        )
