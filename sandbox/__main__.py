"""Starts the sandbox: python -m sandbox --port 8090 --data DIR."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from .server import NotLoopbackError, SandboxServer
from .settings import MODES
from .store import DataDirInUseError
from .world import World


def main(argv=None):
    """Run the sandbox until it is told to stop; return the exit code."""
    args = _parse(argv)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    overrides = {"mode": args.mode} if args.mode else {}
    try:
        world = World(args.data, **overrides)
        server = SandboxServer(world, args.host, args.port)
    except (DataDirInUseError, NotLoopbackError) as error:
        sys.exit(f"sandbox: {error}")
    except OSError as error:
        sys.exit(
            f"sandbox: cannot use {args.host}:{args.port} or {args.data}: {error}. "
            "Choose another --port or --data"
        )
    for signum in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop, so it must not run in the loop's thread.
        signal.signal(
            signum, lambda *_: threading.Thread(target=server.shutdown).start()
        )
    world.start()
    host = f"[{args.host}]" if ":" in args.host else args.host
    print(f"WeChat sandbox at http://{host}:{server.server_port}/", flush=True)
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    world.stop()
    return 0


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="sandbox", description="A strict stand-in for WeChat and WeChat Pay."
    )
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder for keys and memory"
    )
    parser.add_argument(
        "--mode", choices=MODES, help="which keys WeChat Pay signs with"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
