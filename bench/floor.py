"""The floor: Flask, Jinja and SQLAlchemy on SQLite, doing the least a page and a call can do.

/page reads one user and 30 rows and renders about 10 KB. POST /answer checks a user, compares one answer
with the right one and commits a row. Same server, same settings, same SQLite options as the site.
"""

import os
import sys

from flask import Flask, g, jsonify, request
from sqlalchemy import ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    """Base of the floor's tables."""


class User(Base):
    """Somebody with a key."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Item(Base):
    """One row of the page, and one right answer."""

    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    right: Mapped[str]


class Answer(Base):
    """One stored answer."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    item_id: Mapped[int]
    value: Mapped[str]
    correct: Mapped[bool]


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ user.name }}</title></head><body>
<h1>{{ user.name }}</h1><ul>{% for row in rows %}<li><h2><a href="/item/{{ row.id }}">{{ row.title }}</a></h2>
<p>{{ row.text }}</p>
<p class="small">number {{ loop.index }}, {% if row.right == "a" %}first{% else %}other{% endif %}</p></li>
{% endfor %}</ul></body></html>"""


def create_app(path: str) -> Flask:
    """The floor on the SQLite file at `path`, made and filled when it is not there."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "floor"
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def _prepare(connection, _record):
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")

    if not os.path.exists(path):
        _fill(engine)
        # A connection opened before the fork must not be shared by two processes.
        engine.dispose()
    template = app.jinja_env.from_string(PAGE)

    def session() -> Session:
        if "db" not in g:
            g.db = Session(engine)
        return g.db

    @app.teardown_appcontext
    def _close(_error):
        if "db" in g:
            g.pop("db").close()

    @app.get("/page")
    def page():
        user = session().scalar(select(User).where(User.key == request.cookies.get("key", "key1")))
        rows = session().scalars(select(Item).where(Item.user_id == user.id).limit(30)).all()
        return template.render(user=user, rows=rows)

    @app.post("/answer")
    def answer():
        user = session().scalar(select(User).where(User.key == request.cookies.get("key", "key1")))
        raw = request.get_json()
        item = session().get(Item, raw["item"])
        correct = item.right == raw["value"]
        session().add(Answer(user_id=user.id, item_id=item.id, value=raw["value"], correct=correct))
        session().commit()
        return jsonify({"correct": correct})

    return app


def _fill(engine) -> None:
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with Session(engine) as session:
        for number in range(1, 51):
            session.add(User(id=number, key=f"key{number}", name=f"Person {number}"))
            session.flush()
            for row in range(30):
                text = "A line of plain text about this row, long enough to make a page of ten kilobytes. " * 3
                session.add(Item(user_id=number, title=f"Row {row}", text=text[:215], right="ab"[row % 2]))
        session.commit()


def main(path: str, port: str) -> None:
    """Serves the floor as the site is served."""
    from portal.web.serve import gunicorn_around

    gunicorn_around(create_app(path), host="127.0.0.1", port=int(port), workers=2).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
