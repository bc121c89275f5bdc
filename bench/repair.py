"""How many workflows survive new releases of the pages they work on: `python bench/repair.py`.

Needs npm once, to fetch the pages. Starts an installation of its own in a temporary folder and removes it. --check says
whether the cases are what they say, without a server. See docs/benchmarks.md for what the rows mean.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `bench` and `tests` are found

from bench.repair_case import Case
from bench.repair_cases import ALL, UNSEEN
from bench.repair_check import problems
from bench.repair_drawing import drawn
from bench.repair_packages import KEPT_HERE, RELEASES, fetch
from bench.repair_run import Outcome, plain_installation, run_case
from bench.repair_site import staged
from bench.repair_table import as_json, tables


def main() -> int:
    options = _options()
    cases = _cases(options)
    if not cases:
        print("There is no such case.", file=sys.stderr)
        return 2
    fetch(options.pages, sorted({page.package for case in cases for page in (case.old, case.new)}))
    if options.check:
        return _check(cases, options.pages)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the installation is stopped, too
    outcomes = list(_outcomes(cases, options))
    print(json.dumps(as_json(outcomes), indent=2) if options.json else tables(outcomes))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", metavar="NAME,…", help="only those with one of these in their name")
    parser.add_argument("--set", choices=["all", "tuning", "unseen"], default="all", help="which (default: all)")
    parser.add_argument("--draw", type=int, metavar="N", help="N cases drawn by chance, instead of those written")
    parser.add_argument("--seed", type=int, default=1, help="of chance (default: 1)")
    parser.add_argument("--releases", metavar="OLD:NEW,…", help="npm packages whose pages are drawn from")
    parser.add_argument("--pages", type=Path, default=KEPT_HERE, help="folder where npm's packages are kept")
    parser.add_argument("--side-by-side", type=int, default=1, metavar="N", help="cases at a time (default: 1)")
    parser.add_argument("--check", action="store_true", help="only look whether the cases are what they say")
    parser.add_argument("--home", type=Path, help="folder of an installation that is used and left running")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, with the diffs")
    return parser.parse_args()


def _cases(options: argparse.Namespace) -> list[Case]:
    if not options.draw:
        return [case for case in ALL if _is_wanted(case, options)]
    releases = [pair.split(":") for pair in options.releases.split(",")] if options.releases else RELEASES
    fetch(options.pages, sorted({package for pair in releases for package in pair}))
    return drawn([(old, new) for old, new in releases], options.draw, options.seed, options.pages)


def _is_wanted(case: Case, options: argparse.Namespace) -> bool:
    is_named = not options.cases or any(name.strip() in case.name for name in options.cases.split(","))
    return is_named and options.set in ("all", "unseen" if case.name in UNSEEN else "tuning")


def _check(cases: Sequence[Case], pages: Path) -> int:
    wrong = 0
    for name, problem in problems(cases, pages):
        print(f"{name}: {problem or 'as it says'}", flush=True)
        wrong += bool(problem)
    return 1 if wrong else 0


def _outcomes(cases: Sequence[Case], options: argparse.Namespace) -> Iterator[Outcome]:
    home = options.home or Path(tempfile.mkdtemp(prefix="libretto-bench-"))
    print(f"An installation in {home}", file=sys.stderr, flush=True)
    try:
        with (
            staged(cases, options.pages) as (address, stages),
            plain_installation(home, browsers=max(2, options.side_by_side), stays=bool(options.home)) as installation,
            ThreadPoolExecutor(options.side_by_side) as threads,
        ):
            running = threads.map(
                lambda case: run_case(installation, stages[case.name], f"{address}/{case.name}"), cases
            )
            for outcome in running:
                print(f"{outcome.case.name}: {outcome.status}. {outcome.sentence}", file=sys.stderr, flush=True)
                yield outcome
    finally:
        if not options.home:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
