"""A value is read again when its stamp changed, and the stamp is asked for now and then only."""

from gongzhi.kernel.stampcache import StampCache


class Rows:
    def __init__(self) -> None:
        self.version, self.asked, self.reads = 1, 0, 0

    def stamp(self) -> tuple[int]:
        self.asked += 1
        return (self.version,)

    def read(self, stamp: tuple[int, ...]) -> str:
        self.reads += 1
        return f"version {stamp[0]}"


def test_within_its_seconds_nothing_is_asked() -> None:
    rows = Rows()
    cache = StampCache(rows.stamp, rows.read)
    assert [cache.get(seconds=60) for _ in range(3)] == ["version 1"] * 3
    assert (rows.asked, rows.reads) == (1, 1)


def test_an_unchanged_stamp_costs_no_read() -> None:
    rows = Rows()
    cache = StampCache(rows.stamp, rows.read)
    assert cache.get(seconds=0) == cache.get(seconds=0) == "version 1"
    assert (rows.asked, rows.reads) == (2, 1)
    rows.version = 2
    assert cache.get(seconds=0) == "version 2"
    assert rows.reads == 2


def test_what_is_forgotten_is_read_again() -> None:
    rows = Rows()
    cache = StampCache(rows.stamp, rows.read)
    cache.get(seconds=60)
    cache.forget()
    rows.version = 2
    assert cache.get(seconds=60) == "version 2"
