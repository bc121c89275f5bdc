"""What runs said. Knows job and session ids, not jobs and sessions. Django looks for models here.

Both tables have one partition a day; see logs/partitions.py.
"""

from logs.models.chunks import SearchChunk, SearchChunkQuerySet
from logs.models.filters import Level, LogFilters, Position, Source
from logs.models.lines import CLOCKS_APART, LogLine, LogLineQuerySet

__all__ = [
    "CLOCKS_APART",
    "Level",
    "LogFilters",
    "LogLine",
    "LogLineQuerySet",
    "Position",
    "SearchChunk",
    "SearchChunkQuerySet",
    "Source",
]
