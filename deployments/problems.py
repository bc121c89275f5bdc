"""What can be wrong with a bundle."""

NAME_SHOWN_CHARACTERS = 120


class BundleProblem(Exception):
    """Why a bundle cannot be used, in words for whoever deployed it. Becomes `build_error`."""


def shown(name: str) -> str:
    """A name out of a bundle, quoted, short, and without anything that is not text."""
    return repr(name if len(name) <= NAME_SHOWN_CHARACTERS else name[:NAME_SHOWN_CHARACTERS] + "…")
