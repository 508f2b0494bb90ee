"""What the site's JSON looks like, in answers and in the cookie."""

from flask import jsonify
from flask_babel import lazy_gettext


def test_keys_stay_in_order_and_text_stays_text(app):
    with app.test_request_context("/"):
        response = jsonify({"b": 1, "a": ["ü", None, 0.1], "t": (1, 2), "said": str(lazy_gettext("Hello"))})
    assert response.get_data(as_text=True) == '{"b":1,"a":["ü",null,0.1],"t":[1,2],"said":"Hello"}\n'


def test_the_cookie_brings_back_what_was_put_in(app):
    signer = app.session_interface.get_signing_serializer(app)
    state = {"_fresh": True, "pair": (1, "ü"), "messages": [("error", "no <b>")]}
    assert signer.loads(signer.dumps(state)) == state


def test_half_a_character_is_written_as_an_escape(app):
    with app.test_request_context("/"):
        assert jsonify({"said": "\ud83d"}).get_data(as_text=True) == '{"said": "\\ud83d"}\n'
