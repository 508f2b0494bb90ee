"""A lesson file: TOML between +++ lines, then Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.library.files import SourceFile, read_toml
from portal.library.media import Picture, inspect, public_name
from portal.library.models import Lesson, Option, Question, Source, Term, TocEntry
from portal.library.problems import Problems

_HEADER = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def compile_lesson(
    lesson_id: str,
    file: SourceFile,
    pictures: Mapping[str, SourceFile],
    terms: Mapping[str, Term],
    problems: Problems,
) -> dict | None:
    """Everything the library keeps of a lesson, as JSON can hold it; None when it cannot be read."""
    from portal.library.markdown import Sheet, Shown, plain_text, render
    from portal.library.shapes import LessonShape, read_shape

    text = file.text(problems)
    if text is None:
        return None
    header = _HEADER.match(text)
    if header is None:
        problems.add(file.path, "", "must start with a TOML header between two lines of +++")
        return None
    raw = read_toml(header[1], file.path, "header", problems)
    if raw is None:
        return None
    if raw.pop("id", lesson_id) != lesson_id:
        problems.add(file.path, "id", f"must be the file's name, {lesson_id}")
    shape, faults = read_shape(LessonShape, raw)
    for at, message in faults:
        problems.add(file.path, at, message)

    def find_picture(name: str) -> Shown | None:
        if name not in pictures:
            return None
        found: Picture = inspect(pictures[name].path)
        return Shown("/media/" + public_name(pictures[name]), found.width, found.height)

    sheet = Sheet(terms.get, find_picture)
    rendered = render(text[header.end() :], sheet)
    for fault in sheet.faults:
        problems.add(file.path, "body", fault)
    if not text[header.end() :].strip():
        problems.add(file.path, "body", "says nothing")
    if shape is None:
        return None
    for i, question in enumerate(shape.questions):
        right = sum(option.right for option in question.options)
        if right != 1:
            problems.add(file.path, f"questions[{i}]", f"must have exactly one right option, not {right}")
        texts = [option.text.casefold() for option in question.options]
        if len(set(texts)) < len(texts):
            problems.add(file.path, f"questions[{i}]", "has the same option twice")
    return {
        "title": shape.title,
        "module": shape.module,
        "outcome": shape.outcome,
        "minutes": shape.minutes,
        "skills": shape.skills,
        "practice": shape.practice,
        "sources": [[s.title, s.publisher, s.year, s.url, s.checked, s.mark] for s in shape.sources],
        "questions": [[q.ask, [[o.text, o.right, o.why] for o in q.options]] for q in shape.questions],
        "html": rendered.html,
        "text": plain_text(rendered.html),
        "toc": [list(entry) for entry in rendered.toc],
        "links": sheet.links,
        "terms": sorted(set(sheet.terms)),
        "pictures": sorted(set(sheet.pictures)),
    }


def build_lesson(lesson_id: str, compiled: dict, track: str, prev: str | None, next_: str | None) -> Lesson:
    """The lesson from what `compile_lesson` gave, in its place of the curriculum."""
    return Lesson(
        id=lesson_id,
        title=compiled["title"],
        module=compiled["module"],
        track=track,
        outcome=compiled["outcome"],
        minutes=compiled["minutes"],
        skills=tuple(compiled["skills"]),
        practice=compiled["practice"],
        sources=tuple(Source(*source) for source in compiled["sources"]),
        questions=tuple(
            Question(ask, tuple(Option(*option) for option in options)) for ask, options in compiled["questions"]
        ),
        html=compiled["html"],
        text=compiled["text"],
        toc=tuple(TocEntry(*entry) for entry in compiled["toc"]),
        prev=prev,
        next=next_,
    )
