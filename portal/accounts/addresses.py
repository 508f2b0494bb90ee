"""E-mail addresses: one spelling for each mailbox, and a key that stands for one without naming it."""

import hashlib

LONGEST = 254


def parse_email(text: str) -> str:
    """The address in the one spelling it is stored in: lower case, its domain readable (not punycode).

    Raises ValueError for what is no address. No mail server is asked.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    # Imported here: it brings large tables of character classes.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError("not an address") from error
    return found.normalized.lower()


def tidy_email(text: str) -> str:
    """How a typed address is looked up: its stored spelling, or as typed when it is no address at all."""
    try:
        return parse_email(text.strip())
    except ValueError:
        return text.strip().lower()[:LONGEST]


def wire_email(address: str) -> str:
    """The address as mail servers want it: an international domain in ASCII where that is possible."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False).ascii_email or address
    except EmailNotValidError:
        return address


def account_key(email: str) -> str:
    """Stands for an address in counts and cookies, which should not name anybody."""
    return hashlib.sha256(f"account:{email}".encode("utf-8", "replace")).hexdigest()[:32]
