"""Serves the console's own files, and nothing else."""

from pathlib import Path

from ..web import Response, Route

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_INDEX = "index.html"


class ConsolePages:
    """The page at / and its two companions."""

    def __init__(self, world):
        del world  # The page reads everything through the control API.

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        names = sorted(path.name for path in _FOLDER.iterdir())
        paths = ["/", *(f"/console/{name}" for name in names)]
        return [Route("GET", path, "console.file", self.show, own) for path in paths]

    def show(self, request):
        """Return one of the console's files."""
        path = _FOLDER / (request.path.rpartition("/")[2] or _INDEX)
        return Response(
            200,
            path.read_bytes(),
            _TYPES[path.suffix],
            {"Content-Security-Policy": "default-src 'self'"},
        )
