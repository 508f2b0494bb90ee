"""Passwords: what is accepted, how they are kept (argon2id), and how they are compared."""

import unicodedata

SHORTEST = 12
# Far beyond any passphrase; hashing more would only cost time.
LONGEST = 1000

# Of the lists of leaked passwords, those long enough to pass the rule of length. Compared without case.
COMMON = frozenset(
    """
    000000000000 0123456789ab 012345678910 111111111111 112233445566 121212121212 1234567890ab
    123456789012 12345678910 1234567891011 123456781234 123456789123 123456789abc 123456789qwerty
    1234567890qwerty 123123123123 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv 987654321098
    abc123abc123 abcd12345678 abcdef123456 abcdefghijkl administrator asdfghjkl123 asdfghjkl;'#
    changemechangeme changemenow123 correcthorsebatterystaple dataannotation goldpath1234 goldpathgoldpath
    iloveyou1234 iloveyouforever iloveyousomuch letmein12345 letmeinplease manchesterunited mypassword12
    mypassword123 p@ssw0rd1234 p@ssword1234 passw0rd1234 password0000 password1111 password1234
    password12345 password123456 password123! password2024 password2025 password2026 passwordpassword
    passwort1234 princess1234 q1w2e3r4t5y6 qazwsxedcrfv qwerty123456 qwerty1234567 qwertyqwerty
    qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopas qwertyuiopasdfghjkl qwertzuiop12 secret123456
    starwars1234 superman1234 testtesttest trustno1trustno1 unbelievable welcome12345 welcome123456
    zaq12wsxcde3 zxcvbnm12345
    """.split()  # noqa: SIM905
)

# A hash like any other, of a password nobody knows: compared when there is no account, so that the answer
# takes as long.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$BllBVVGhe8B9EBj8f7O6Gg$v5rF8Ih+Uj2v7aKbjD39O79AlhWI1xL6iu5xLPUgdA0"


def _hasher() -> object:
    # Imported at first use: most requests compare no password.
    from argon2 import PasswordHasher

    # OWASP's second recommendation (2024): 19 MiB, two passes, one lane.
    return PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


def _plain(password: str) -> str:
    """One spelling of what looks the same, whatever the keyboard sends (NFKC, as NIST SP 800-63B advises)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """What is stored instead of the password."""
    return _hasher().hash(_plain(password).encode("utf-8", "surrogatepass"))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was stored. As slow for nobody's (None) as for somebody's."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        password = ""
    try:
        right = _hasher().verify(stored or NOBODY, _plain(password).encode("utf-8", "surrogatepass"))
    except (InvalidHashError, VerificationError):
        return False
    return right and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other settings than today's."""
    return _hasher().check_needs_rehash(stored)


def weakness(password: str, email: str = "") -> str | None:
    """Why the password is refused: "short", "long", "common", "email"; None when it is good."""
    plain = _plain(password).casefold()
    if len(plain) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if plain in COMMON or len(set(plain)) < 4 or _counts_up(plain):
        return "common"
    address = email.casefold()
    if address and plain in (address, address.partition("@")[0], address[::-1]):
        return "email"
    return None


def _counts_up(text: str) -> bool:
    """Whether each character follows the one before: abcdefghijkl, 123456789:;<."""
    steps = {ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)}
    return steps in ({1}, {-1})
