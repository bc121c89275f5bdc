"""What the log costs, and how fast it answers when it is small and when it is large: `python bench/logs.py`.

Makes its own PostgreSQL and its own lines, and removes both. See docs/benchmarks.md for what the rows mean.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `bench` and `logs` are found

from bench.log_database import private_databases
from bench.table import printed

SMALL, LARGE = "bench_small", "bench_large"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000_000, help="of the large log (default: 10,000,000)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    with private_databases(SMALL, LARGE):
        from bench import log_questions  # noqa: PLC0415 (Django's models cannot be imported before now)

        rows, details = log_questions.measured(SMALL, LARGE, lines=options.lines)
    if options.json:
        print(
            json.dumps({"rows": [{**vars(row), "verdict": row.verdict} for row in rows], "details": details}, indent=2)
        )
        return
    print(printed(rows))
    print(f"\n{json.dumps(details)}")


if __name__ == "__main__":
    main()
