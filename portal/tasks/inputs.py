"""What a learner is shown: a text or a picture. Shared by the kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from portal.grading.types import N_, AnswerError
from portal.tasks.shapes import (
    Shape,
    check_once,
    parse_shape,
)
from portal.tasks.text import shown


@dataclass(frozen=True, slots=True)
class TextInput:
    """A text. Offsets into it count Unicode code points, so it is never normalised."""

    text: str
    dir: str | None = None


@dataclass(frozen=True, slots=True)
class PictureInput:
    """A picture by its file name, with its size in pixels and what a screen reader says of it."""

    image: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class PairInput:
    """Two texts to compare, shown as A and B, and what they answer."""

    a: str
    b: str
    prompt: str = ""
    dir: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to put in order, and the id it is known by."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OptionsInput:
    """Things to put in order, as first shown, and what they answer."""

    options: tuple[Option, ...]
    prompt: str = ""
    dir: str | None = None


@dataclass(frozen=True, slots=True)
class AudioInput:
    """A recording by its file name, its length in seconds, and what is said of it before it is heard."""

    audio: str
    seconds: float
    alt: str = ""


@dataclass(frozen=True, slots=True)
class VideoInput:
    """A film by its file name: frames, frames a second, its size in pixels and what a screen reader says of it."""

    video: str
    frames: int
    fps: float
    width: int
    height: int
    alt: str


class _TextShape(Shape):
    text: Annotated[str, Field(min_length=1)]
    dir: Literal["ltr", "rtl"] | None = None


class _PictureShape(Shape):
    image: Annotated[str, Field(pattern=r"^[^/\\]+\.(webp|png|jpg|jpeg)$")]
    width: Annotated[int, Field(ge=1, le=20000)]
    height: Annotated[int, Field(ge=1, le=20000)]
    alt: Annotated[str, Field(min_length=1)]


class _PairShape(Shape):
    a: Annotated[str, Field(min_length=1)]
    b: Annotated[str, Field(min_length=1)]
    prompt: str = ""
    dir: Literal["ltr", "rtl"] | None = None


class _AudioShape(Shape):
    audio: Annotated[str, Field(pattern=r"^[^/\\]+\.(opus|ogg|mp3|wav|flac)$")]
    seconds: Annotated[float, Field(gt=0, le=6 * 3600, strict=False)]
    alt: str = ""


class _VideoShape(Shape):
    video: Annotated[str, Field(pattern=r"^[^/\\]+\.(webm|mp4)$")]
    frames: Annotated[int, Field(ge=1, le=100_000)]
    fps: Annotated[float, Field(gt=0, le=240, strict=False)]
    width: Annotated[int, Field(ge=1, le=20000)]
    height: Annotated[int, Field(ge=1, le=20000)]
    alt: Annotated[str, Field(min_length=1)]


class _OptionShape(Shape):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    text: Annotated[str, Field(min_length=1)]


class _OptionsShape(Shape):
    options: Annotated[list[_OptionShape], Field(min_length=2, max_length=12)]
    prompt: str = ""
    dir: Literal["ltr", "rtl"] | None = None


def parse_text(raw: object) -> TextInput:
    """A text to label. A carriage return is refused: browsers change it, and offsets would move."""
    shape = parse_shape(_TextShape, raw)
    check_text(shape.text, "text")
    return TextInput(shape.text, shape.dir)


def check_text(text: str, where: str) -> None:
    """Raises AnswerError for a text that a browser would change, or that shows nothing."""
    if "\r" in text or "\x00" in text:
        raise AnswerError(where, N_("holds a carriage return or a zero character"))
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise AnswerError(where, N_("holds half of a surrogate pair"))
    if not text.strip():
        raise AnswerError(where, N_("must not be empty"))


def parse_pair(raw: object) -> PairInput:
    """Two different texts to compare."""
    shape = parse_shape(_PairShape, raw)
    check_text(shape.a, "a")
    check_text(shape.b, "b")
    if shape.prompt:
        check_text(shape.prompt, "prompt")
    if shape.a == shape.b:
        raise AnswerError("b", N_("is the same text as a"))
    return PairInput(shape.a, shape.b, shape.prompt, shape.dir)


def parse_picture(raw: object) -> PictureInput:
    shape = parse_shape(_PictureShape, raw)
    return PictureInput(shape.image, shape.width, shape.height, shape.alt)


# A point this far outside the picture is one on its edge.
OUTSIDE_PX = 1.0


def point_within(point: Sequence[float], item: PictureInput, where: str) -> tuple[float, float]:
    """x and y to 0.01 px, brought back to the picture's edge from just outside. Raises AnswerError farther out."""
    x, y = point
    if not (-OUTSIDE_PX <= x <= item.width + OUTSIDE_PX and -OUTSIDE_PX <= y <= item.height + OUTSIDE_PX):
        raise AnswerError(where, N_("lies outside the picture"))
    return round(min(max(x, 0.0), item.width), 2), round(min(max(y, 0.0), item.height), 2)


def parse_either(raw: object) -> TextInput | PictureInput:
    """A picture when the input names an image, otherwise a text."""
    return parse_picture(raw) if isinstance(raw, dict) and "image" in raw else parse_text(raw)


def parse_audio(raw: object) -> AudioInput:
    """A recording."""
    shape = parse_shape(_AudioShape, raw)
    return AudioInput(shape.audio, shape.seconds, shape.alt)


def parse_video(raw: object) -> VideoInput:
    """A film."""
    shape = parse_shape(_VideoShape, raw)
    return VideoInput(shape.video, shape.frames, shape.fps, shape.width, shape.height, shape.alt)


def public_video(item: VideoInput) -> dict:
    """The fields a browser may see, named one by one."""
    return {name: getattr(item, name) for name in ("video", "frames", "fps", "width", "height", "alt")}


def public_audio(item: AudioInput) -> dict:
    """The fields a browser may see, named one by one."""
    return {"audio": item.audio, "seconds": item.seconds, "alt": item.alt}


def parse_options(raw: object) -> OptionsInput:
    """Two to twelve different things to put in order."""
    shape = parse_shape(_OptionsShape, raw)
    for field in ("id", "text"):
        check_once([getattr(one, field) for one in shape.options], f"options[{{}}].{field}")
    for i, one in enumerate(shape.options):
        check_text(one.text, f"options[{i}].text")
    if shape.prompt:
        check_text(shape.prompt, "prompt")
    return OptionsInput(tuple(Option(one.id, one.text) for one in shape.options), shape.prompt, shape.dir)


def public_options(item: OptionsInput) -> dict:
    """The fields a browser may see, named one by one."""
    options = [{"id": one.id, "text": one.text} for one in item.options]
    shown = {"options": options, "prompt": item.prompt}
    return {**shown, "dir": item.dir} if item.dir else shown


def public_pair(item: PairInput) -> dict:
    """The fields a browser may see, named one by one."""
    shown = {"a": item.a, "b": item.b, "prompt": item.prompt}
    return {**shown, "dir": item.dir} if item.dir else shown


def public_input(item: TextInput | PictureInput) -> dict:
    """The fields a browser may see, named one by one."""
    if isinstance(item, PictureInput):
        return {"image": item.image, "width": item.width, "height": item.height, "alt": item.alt}
    return {"text": item.text, "dir": item.dir} if item.dir else {"text": item.text}


def quote(item: TextInput | PictureInput, length: int = 60) -> str:
    """A short piece of the item for a sentence; ends in … where it was cut."""
    return shown(item.alt if isinstance(item, PictureInput) else item.text, length)
