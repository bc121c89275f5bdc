"""What recording a session costs and what it is worth, beside Playwright's own video: `python bench/recording.py`.

See docs/benchmarks.md for what the rows mean.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path[0] = str(Path(__file__).parents[1])  # not the folder of this file, so that `bench` and `runtime` are found

from bench import memory, peer, sync, video, workflow
from bench.pages import web_site
from bench.table import Row, printed
from runtime.chromium import find_chromium

ROUNDS = 6  # of 100 steps, for each repeat


def main() -> None:
    options = _options()
    chromium = find_chromium(options.chromium)
    details: dict[str, object] = {}
    rows: list[Row] = []
    with web_site() as site:
        if options.memory:
            details["memory"] = memory.measured(site=site, chromium=chromium, minutes=options.minutes)
        for part in options.only:
            more, numbers = PARTS[part](site, chromium, options)
            rows += more
            details[part] = numbers
    if options.json:
        verdicts = [{**vars(row), "verdict": row.verdict} for row in rows]
        print(json.dumps({"rows": verdicts, "details": details}, indent=2))
        return
    if rows:
        print(printed(rows))
    for part, numbers in details.items():
        print(f"\n{part}: {json.dumps(numbers)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="how long each page is shown (default: 10)")
    parser.add_argument("--repeat", type=int, default=3, help="medians of so many runs, in turn (default: 3)")
    parser.add_argument("--only", action="append", choices=[*PARTS], help="measure only this; may be repeated")
    parser.add_argument("--memory", action="store_true", help="measure the memory of a long session, and only that")
    parser.add_argument("--minutes", type=float, default=3, help="with --memory: of real recording (default: 3)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--chromium", help="path of Chromium (default: looked up as the engine does)")
    options = parser.parse_args()
    options.only = options.only or ([] if options.memory else [*PARTS])
    return options


def _video(site: str, chromium: Path, options: argparse.Namespace) -> tuple[list[Row], object]:
    try:
        return video.video_rows(site=site, chromium=chromium, seconds=options.seconds, repeat=options.repeat)
    except peer.FfmpegMissing as missing:
        sys.exit(str(missing))


def _workflow(site: str, chromium: Path, options: argparse.Namespace) -> tuple[list[Row], object]:
    modes: list[workflow.Watching] = ["nothing", "film", "everything"]
    seconds = workflow.round_seconds(modes, rounds=ROUNDS * options.repeat, site=site, chromium=str(chromium))

    def row(what: str, watching: workflow.Watching, must: float, aim: float) -> Row:
        ratios = [slow / plain for slow, plain in zip(seconds[watching], seconds["nothing"], strict=True)]
        note = f"{median(seconds[watching]):.2f} s instead of {median(seconds['nothing']):.2f} s, {len(ratios)} pairs"
        return Row(what=what, measured=median(ratios) - 1, must=must, aim=aim, form=".1%", note=note)

    return [
        row("slow-down of a 100-step workflow by recording alone", "film", 0.05, 0.02),
        row("slow-down by recording, trace, events and logs together", "everything", 0.35, 0.1),
    ], seconds


def _sync(site: str, chromium: Path, options: argparse.Namespace) -> tuple[list[Row], object]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = asyncio.run(
            sync.measure_sync(site=site, folder=Path(folder), chromium=chromium, seconds=options.seconds)
        )
    sizes = [abs(error) for error in found.errors]
    note = f"p50 {sync.percentile(sizes, 0.5):.0f}, most {max(sizes):.0f}, of {len(sizes)} pictures"
    p95 = sync.percentile(sizes, 0.95)
    ages = {f"p{share}": sync.percentile(found.ages, share / 100) for share in (50, 95, 100)}
    numbers = {"errors_ms": found.errors, "age_of_the_picture_at_an_event_ms": ages}
    return [Row(what="sync, p95, ms", measured=p95, must=100, form=".0f", note=note)], numbers


PARTS = {"video": _video, "workflow": _workflow, "sync": _sync}

if __name__ == "__main__":
    main()
