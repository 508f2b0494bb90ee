"""Sentences marked for translation, and the error that carries one. Small, because every measure imports it."""

from __future__ import annotations


def N_(text: str) -> str:
    """The text itself. Marks a sentence for the translators; it is translated where it is shown."""
    return text


class AnswerError(ValueError):
    """An answer, item, gold or task that cannot be read: where, and what is wrong there.

    `message` is a translatable sentence whose {fields} are filled from `params`.
    """

    def __init__(self, where: str, message: str, **params: object):
        self.where = where
        self.message = message
        self.params = params
        text = message.format(**params)
        super().__init__(f"{where}: {text}" if where else text)
