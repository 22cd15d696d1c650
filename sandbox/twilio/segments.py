"""How many segments Twilio charges for a text."""

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"


def segments(text: str) -> int:
    plain = all(char in _BASIC or char in _EXTENSION for char in text)
    alone, several = (160, 153) if plain else (70, 67)
    widths = [2 if (char in _EXTENSION if plain else char > "\uffff") else 1 for char in text]
    if sum(widths) <= alone:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > several:
            count, used = count + 1, 0
        used += width
    return count
