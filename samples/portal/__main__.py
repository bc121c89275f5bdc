"""python -m samples.portal [--port 8080] [--release 1]: prints its address, and serves until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import sys

from samples.portal.markup import RELEASES
from samples.portal.server import Portal


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m samples.portal", description="A small supplier portal.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0, the default, picks a free one")
    parser.add_argument(
        "--release", choices=RELEASES, default="1", help="of the markup, without /r1 or /r2 in the path"
    )
    options = parser.parse_args()
    try:
        portal = Portal((options.host, options.port), options.release)
    except (OSError, OverflowError) as error:
        print(f"Cannot listen on {options.host}:{options.port}: {error}. Choose another --port.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with portal:
        print(portal.url, flush=True)
        try:
            portal.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
