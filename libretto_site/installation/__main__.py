"""python -m libretto_site.installation up|down"""

from __future__ import annotations

import argparse
import sys

from libretto_site.installation.down import down
from libretto_site.installation.up import up


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/up", description="Starts or stops a Libretto installation.")
    commands = parser.add_subparsers(dest="command", required=True)
    up_parser = commands.add_parser("up", prog="bin/up", help="start, or find running")
    up_parser.add_argument("--detach", action="store_true", help="return when all is healthy")
    up_parser.add_argument("--no-samples", action="store_true", help="do not deploy and run the sample workflows")
    commands.add_parser("down", prog="bin/down", help="stop")
    options = parser.parse_args()
    if options.command == "down":
        return down()
    return up(detach=options.detach, with_samples=not options.no_samples)


if __name__ == "__main__":
    sys.exit(main())
