from __future__ import annotations

from deployments.build_log import BuildLog, shortened


def test_keeps_everything_while_it_is_short() -> None:
    log = BuildLog(half_characters=10)
    log.write("0123456789")
    log.line("abcdefghi\n\n")
    assert log.text == "0123456789abcdefghi\n"


def test_keeps_the_beginning_and_the_end_of_what_is_long() -> None:
    whole = "".join(f"{number}," for number in range(1000))
    for pieces in (1, 7, 5000):
        log = BuildLog(half_characters=10)
        for start in range(0, len(whole), pieces):
            log.write(whole[start : start + pieces])
        assert log.text == f"{whole[:10]}\n… {len(whole) - 20} characters left out …\n{whole[-10:]}"


def test_holds_only_what_the_database_can() -> None:
    log = BuildLog()
    log.line("a\0b\udc80c😀")
    assert log.text == "a\ufffdb\ufffdc😀\n"
    assert shortened("x\0" * 100, most=10) == "x\ufffdx\ufffdx\n… 190 characters left out …\n\ufffdx\ufffdx\ufffd"
