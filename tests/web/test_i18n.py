"""What templates say goes through the catalogue, with its facts escaped."""

import pytest
from flask import g, render_template_string

from portal.web import i18n


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


def test_python_says_it_as_templates_do(app):
    with app.test_request_context("/"):
        assert i18n.say("%(n)s hours", n=3) == "3 hours"
        assert i18n.say("95 %% sure") == "95 % sure"
        assert i18n.say("<b>") == "<b>"
        assert [i18n.say_many("%(num)s text", "%(num)s texts", n) for n in (0, 1, 2)] == [
            "0 texts",
            "1 text",
            "2 texts",
        ]
