"""How often diagnoses of seeded faults are right, and whether their confidence is: `python bench/faults.py`.

Replays the recorded evidence of every fault; needs neither a browser nor a database. --live provokes all of them again;
--record does so and keeps the evidence. See docs/benchmarks.md for what the rows mean.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `bench` and `tests` are found

from bench.fault_table import as_json, printed
from debugging.failure_classes import FailureClass
from tests.faults.fault import Fault
from tests.faults.judging import Judged, judged, wrong_ones
from tests.faults.recordings import RecordedFault, recorded, write
from tests.faults.running import provoked
from tests.faults.seeded import LATE, first_faults, late_faults


def main() -> None:
    options = _options()
    if options.live or options.record:
        judgements = list(_provoked(options))
    else:
        judgements = [judged(fault) for fault in recorded() if _wanted(fault.name, fault.expected, options)]
    if options.json:
        print(json.dumps(as_json(judgements), indent=2))
        return
    print(printed(judgements))
    if wrong := wrong_ones(judgements):
        print(f"\n{wrong}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--live", action="store_true", help="provoke the faults again, about 8 seconds each")
    parser.add_argument("--record", action="store_true", help="provoke them again and keep their evidence")
    parser.add_argument("--only", metavar="CLASS", choices=[one.value for one in FailureClass], help="of this class")
    parser.add_argument("--set", choices=["all", "first", "late"], default="all", help="which faults (default: all)")
    parser.add_argument("--name", help="those with this in their name")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def _wanted(name: str, expected: FailureClass, options: argparse.Namespace) -> bool:
    is_late = name.startswith(LATE)
    return (
        options.only in (None, expected)
        and (options.name or "") in name
        and options.set in ("all", "late" if is_late else "first")
    )


def _provoked(options: argparse.Namespace) -> Iterator[Judged]:
    """One after the other. A fault that cannot be provoked is named, and the others go on."""
    faults = [("", fault) for fault in first_faults()] + [(LATE, fault) for fault in late_faults()]
    for prefix, fault in faults:
        if _wanted(f"{prefix}{fault.name}", fault.expected, options):
            try:
                yield judged(_one(fault, prefix, keep=options.record))
            except (AssertionError, queue.Empty) as problem:  # the good run failed, or the host says nothing more
                print(f"{prefix}{fault.name} could not be provoked: {str(problem)[:1500]}", file=sys.stderr)


def _one(fault: Fault, prefix: str, *, keep: bool) -> RecordedFault:
    with tempfile.TemporaryDirectory() as folder:
        evidence = provoked(fault, Path(folder))
    if keep:
        write(fault, evidence, prefix=prefix)
    return RecordedFault(f"{prefix}{fault.name}", fault.expected, fault.misleading, fault.why, evidence)


if __name__ == "__main__":
    main()
