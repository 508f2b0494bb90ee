import subprocess
import sys

import pytest

from portal.accounts.passwords import LONGEST, hash_password, needs_rehash, verify_password, weakness


def test_a_password_is_kept_as_argon2id_with_19_mib():
    assert hash_password("four quiet words").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_right_password_holds_and_others_do_not():
    stored = hash_password("four quiet words")
    assert verify_password(stored, "four quiet words")
    assert not verify_password(stored, "four quiet word")
    assert not verify_password(stored, "")


def test_nobodys_password_never_holds():
    assert not verify_password(None, "anything at all")
    assert not verify_password("not a hash", "anything at all")


def test_two_spellings_of_the_same_letters_are_one_password():
    assert verify_password(hash_password("cafe\u0301 au lait ol\u00e9"), "caf\u00e9 au lait ole\u0301")


def test_nul_surrogates_and_spaces_are_part_of_a_password():
    for odd in ("with\0nul in it", " spaces around ", "lone \ud800 surrogate"):
        assert verify_password(hash_password(odd), odd)
    assert not verify_password(hash_password(" spaces around "), "spaces around")


def test_an_older_hash_is_known_as_such():
    from argon2 import PasswordHasher

    assert needs_rehash(PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash("x"))
    assert not needs_rehash(hash_password("x"))


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "short"),
        ("", "short"),
        ("x" * (LONGEST + 1), "long"),
        ("password1234", "common"),
        ("PassWord1234", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("            ", "common"),
        ("abcdefghijklmnop", "common"),
        ("ada@example.org", "email"),
        ("ADA@example.org", "email"),
        ("four quiet words", None),
        ("пароль длинный", None),
        ("x1" * 6 + "yz", None),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(password, reason):
    assert weakness(password, "ada@example.org") == reason


def test_looking_at_pages_does_not_load_argon2():
    code = "import sys, portal.accounts.views; print('argon2' in sys.modules, 'email_validator' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
