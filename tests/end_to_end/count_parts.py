"""Message parts counted from the rules R-ENC-1 to R-ENC-19, with tables of its own: a second opinion on the program's."""

BASIC = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENSION = set("^{}\\[~]|€\f")


def encoding_of(body):
    return "GSM" if all(c in BASIC or c in EXTENSION for c in body) else "UNICODE"


def cost_of(character, encoding):
    """Septets or UTF-16 units of one character."""
    if encoding == "GSM":
        return 2 if character in EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def count(body):
    """(encoding, units, parts). A character of two units is never split, so a part may end one unit early."""
    encoding = encoding_of(body)
    single, each = (160, 153) if encoding == "GSM" else (70, 67)
    units = sum(cost_of(c, encoding) for c in body)
    if units <= single:
        return encoding, units, 1
    parts, filled = 1, 0
    for c in body:
        n = cost_of(c, encoding)
        if filled + n > each:
            parts, filled = parts + 1, 0
        filled += n
    return encoding, units, parts


def within_maximum(body):
    """R-ENC-9 and R-ENC-11: what the service takes at all."""
    encoding, units, _ = count(body)
    return len(body) <= 1600 and units <= (1530 if encoding == "GSM" else 630)
