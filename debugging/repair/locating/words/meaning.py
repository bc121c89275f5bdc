"""What a control says it does, as far as a list of words tells: so that "Cancel" never stands in for "Submit".

Only whether two texts speak of the same act or of different ones. Text that no list knows has no meaning here.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from debugging.relocation.elements import words_of
from debugging.repair.locating.words.act_words import ACT_OF, ANYWHERE, FILLING, MUCH, WORDS_FEW

# Nobody should find that these were done instead of something that only seemed the same.
GRAVE: Final = frozenset(
    {
        *("delete", "cancel", "reset", "pay", "book", "publish", "agree", "refuse", "sign out", "turn off", "leave"),
        *("transfer", "archive", "close", "send", "turn on"),
    }
)
LETTERS_LEAST: Final = 5
TOGGLES: Final = frozenset({"toggle menu"})

# "No" may be a number.
_NOT: Final = frozenset(
    {
        *("not", "don", "dont", "never", "without", "nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne"),
        *("pas", "jamais", "sans", "senza", "não", "nunca", "niet", "geen", "nooit", "nigdy"),
    }
)


@lru_cache(4_000)
def acts_of(text: str) -> frozenset[str]:
    words = words_of(text[:200])
    pairs = {f"{one}-{other}" for one, other in pairwise(words)}
    pairs = {pair for pair in pairs if pair in ACT_OF}
    taken = {word for pair in pairs for word in pair.split("-")}
    return frozenset(ACT_OF[word] for word in (*pairs, *words) if word in ACT_OF and word not in taken)


def opposed(old: str, new: str) -> bool:
    """The new text speaks of another act, of the same on another thing, or of a grave one that the old did not name."""
    before, now = acts_of(old), acts_of(new)
    if before and now and not before & now:
        return True
    things = things_of(old), things_of(new)
    is_done_to_another = bool(before & now) and all(things) and not things[0] & things[1] and not _misspelt(*things)
    return is_done_to_another or bool((now - before) & GRAVE)


def says_the_contrary(old: str, new: str) -> bool:
    """ "Remember me" and "Do not remember me"."""
    return bool(_NOT & set(words_of(old[:200]))) != bool(_NOT & set(words_of(new[:200])))


def same_act(old: str, new: str) -> bool:
    """Both speak of the same act, on the same thing, in whatever words: "Sign in" and "Log in"."""
    things = things_of(old), things_of(new)
    return bool(acts_of(old)) and acts_of(old) == acts_of(new) and (things[0] == things[1] or _misspelt(*things))


def _misspelt(things: frozenset[str], others: frozenset[str]) -> bool:
    """ "Porject": one word is the other but for two letters that changed places."""
    ones, rest = things - others, others - things
    if len(ones) != 1 or len(rest) != 1:
        return False
    (one,), (other,) = ones, rest
    if len(one) < LETTERS_LEAST:
        return False
    swapped = (one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1))
    return other in swapped


def same_act_said_shorter(old: str, new: str) -> bool:
    """One says nothing but the act, the other also on what: "Send" and "Send message". Not on how much of it."""
    before, now = things_of(old), things_of(new)
    is_shorter = not (before and now) and not says_how_much(old, new)
    return bool(acts_of(old)) and acts_of(old) == acts_of(new) and is_shorter


def same_act_on_more(old: str, new: str) -> bool:
    """Of a choice: "I agree to the terms" is "I accept the terms of service"."""
    before, now = things_of(old), things_of(new)
    is_part = bool(before and now) and (before <= now or now <= before)
    return bool(acts_of(old)) and acts_of(old) == acts_of(new) and is_part and not says_how_much(old, new)


def says_how_much(old: str, new: str) -> bool:
    """One of them, and the other does not."""
    return bool((things_of(old) ^ things_of(new)) & MUCH)


def says_little(text: str) -> bool:
    """ "Edit", "Next", "More": many things on many pages are called so."""
    words = [word for word in words_of(text[:200]) if not word.isdigit()]
    return len(words) <= WORDS_FEW and not things_of(text) - ANYWHERE


@lru_cache(4_000)
def things_of(text: str) -> frozenset[str]:
    """What is said beside the act: of "Export as PDF" it is "pdf"."""
    words = words_of(text[:200])
    pairs = (pair for pair in pairwise(words) if "-".join(pair) in ACT_OF)
    taken = {word for pair in pairs for word in pair}
    return frozenset(word for word in words if word not in ACT_OF and word not in taken and word not in FILLING)
