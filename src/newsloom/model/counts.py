"""Numbers with their nouns, as people write them."""


def counted(number: int, one: str, many: str = "") -> str:
    """``1 story``, ``2 stories``: a number and its noun; without ``many`` an s is added."""
    return f"{number} {one if number == 1 else many or one + 's'}"
