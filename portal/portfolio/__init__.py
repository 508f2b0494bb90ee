"""Placeholder until this room is built."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
