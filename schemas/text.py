"""Which text can be stored at all."""


def storable(text: str) -> bool:
    """No table can hold NUL characters or halves of surrogate pairs."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
