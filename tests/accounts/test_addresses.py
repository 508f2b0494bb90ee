import pytest

from portal.accounts.addresses import account_key, parse_email, tidy_email, wire_email


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ada@Example.ORG", "ada@example.org"),
        ("ada@xn--mnchen-3ya.de", "ada@münchen.de"),
        ("ada@MÜNCHEN.de", "ada@münchen.de"),
        ("дмитрий@пример.рф", "дмитрий@пример.рф"),
        ("ada+gold@example.org", "ada+gold@example.org"),
    ],
)
def test_a_mailbox_has_one_spelling(typed, stored):
    assert parse_email(typed) == stored
    assert tidy_email(f"  {typed} ") == stored


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@example", "x" * 250 + "@example.org",
              "ada@example.org\nBcc: eve@example.org", "<script>@example.org", "ada@exa\0mple.org"]
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValueError):
        parse_email(typed)
    assert len(tidy_email(typed)) <= 254


def test_mail_servers_get_the_domain_in_ascii():
    assert wire_email("ada@münchen.de") == "ada@xn--mnchen-3ya.de"
    assert wire_email("дмитрий@пример.рф") == "дмитрий@пример.рф"


def test_a_count_does_not_name_anybody():
    assert "ada" not in account_key("ada@example.org")
    assert account_key("ada@example.org") != account_key("eve@example.org")
