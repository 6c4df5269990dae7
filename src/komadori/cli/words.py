"""Figures in words, the same in every verb."""


def counted(number: int, noun: str) -> str:
    """A number of things: 1 picture, 1,500 shots."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def sized(count: int) -> str:
    """A number of bytes in the unit that suits it: 940 bytes, 3.4 MB, 57 GB."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 999.5:
            return f"{amount:.0f} {unit}" if amount >= 9.95 or unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
