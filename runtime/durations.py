from __future__ import annotations


def spoken(milliseconds: float) -> str:
    """'2.1 s', '45 s', '3 min 5 s', '30 min', '2 h 10 min'."""
    tenths = round(milliseconds / 100)
    if tenths < 600:
        return f"{tenths / 10:g} s"
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (0 if hours else seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
