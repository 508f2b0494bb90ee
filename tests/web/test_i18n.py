"""What templates say goes through the catalogue, with its facts escaped."""

import pytest
from flask import g, render_template_string

from portal.web.i18n import gettext, ngettext


class Shouting:
    """A catalogue that answers in capitals."""

    def ugettext(self, message):
        return message.upper().replace("%(NAME)S", "%(name)s")


@pytest.fixture
def say(app):
    """say(template, **values) -> the rendered text."""

    def render(template, *, catalogue=None, **values):
        with app.test_request_context("/"):
            if catalogue is not None:
                g.catalogue = catalogue
            return render_template_string(template, **values)

    return render


def test_facts_are_filled_in_and_escaped(say):
    assert say("{{ _('By %(name)s, <b>now</b>', name=name) }}", name="<i>") == "By &lt;i&gt;, <b>now</b>"


def test_two_percent_signs_are_one_with_and_without_facts(say):
    assert say("{{ _('95 %% sure') }}") == "95 % sure"
    assert say("{{ _('95 %% of %(n)s', n=3) }}") == "95 % of 3"


def test_the_readers_catalogue_is_asked(say):
    assert say("{{ _('Hello %(name)s', name='Ada') }}", catalogue=Shouting()) == "HELLO Ada"
    assert say("{{ gettext('Hello') }}", catalogue=Shouting()) == "HELLO"


def test_code_says_what_pages_say(app):
    with app.test_request_context("/"):
        assert gettext("{n} % sure") == "{n} % sure"
        assert gettext("<b>") == "<b>"
        assert gettext("95 %% of %(n)s", n=3) == "95 % of 3"
        assert ngettext("%(num)s text", "%(num)s texts", 1) == "1 text"
        assert ngettext("%(num)s text", "%(num)s texts", 2) == "2 texts"
        g.catalogue = Shouting()
        assert gettext("Hello %(name)s", name="Ada") == "HELLO Ada"
