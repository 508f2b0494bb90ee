"""Looks through an answer of the site for anything of gold: what would tell somebody how items are to be labelled.

`Gold(items).leaks(text)` takes whatever left the server: a page, JSON, headers, the bytes of a picture as text.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

# Keys of gold.jsonl, of items.jsonl beside the input, of [scoring], and of what a grade is made from.
KEYS = {
    *("gold", "alternatives", "why", "ambiguous", "made_by", "second_pass", "weight", "pool", "concept", "difficulty"),
    *("repeat_of", "scoring", "iou", "slack_px", "slack_share", "small_px", "optional", "any", "flags_any", "full"),
    *("visible", "masks", "decoys", "ignore", "class_counts", "seed", "item_id", "item_hash", "task_hash"),
    *("seen_before", "accept", "reason", "verdict", "credit", "objects", "yours", "lesson", "rules"),
}
# The words of the scripts travel with a page by id; a test of their own holds them to the list of words.
WORDS = "words"
# What an item of an open set may say, and what its input may.
ITEM_KEYS = {"id", "input", "answer", "version", "locked"}
INPUT_KEYS = {"text", "dir", "image", "width", "height", "alt"}
# Attributes that can hold any words; "hidden" as the type of a field says nothing of an item.
SPEAKING = {"id", "title", "value", "name", "alt", "href", "src", "aria-label", "content", "for"}
# Names of the places and buttons of a page, the same for every item.
PARTS = {"data-part", "data-command"}
SHORTEST_RUN = 6
# Between headers and body of an answer.
BODY = "\r\n\r\n"


class Gold:
    """The gold of these items, in the order in which a learner is shown them.

    What stands in the gold of `told` items as well (a sentence about shadows, say) may be known already.
    """

    def __init__(self, items: Iterable, *, told: Iterable = ()) -> None:
        self.items, self.told = list(items), list(told)
        self.known = {said for item in self.told for said in (*reasons(item), *places(item), *_words(item))}
        # Labels and flags are for everybody to see; a concept may have the name of one.
        # The guideline is too; its words in bold are no leak.
        for rules in {item.of for item in self.items}:
            self.known |= set(_Document(json.dumps(rules.task_type.public_task(rules.task))).strings)
            self.known |= _Document(rules.guideline_html).values

    def leaks(self, text: str, *, allowed_keys: Iterable[str] = ()) -> list[str]:
        """What of it stands in the text; empty when nothing does."""
        document = _Document(text)
        said, numbers = set(document.strings) | document.values, _numbers(document.plain)
        found = [*self._named(document), *(f"key {name}" for name in document.keys & KEYS - set(allowed_keys))]
        found += [f"place in {item.id}" for item, known in self._places if not numbers.isdisjoint(known)]
        found += [f"concept {one}" for one in self._concepts if one in said]
        found += [f"labels in order, from {item.id}" for item in self._runs(document.plain)]
        found += [f"list {name}" for name, one in self._lists.items() if one in document.lists]
        return sorted(set(found))

    def named(self, text: str) -> list[str]:
        """Reasons and ids alone: what no page may hold, whatever it is about."""
        return self._named(_Document(text))

    def _named(self, document: "_Document") -> list[str]:
        words = set(re.findall(r"\w+", document.plain))
        names = set(re.findall(r"[\w-]+", document.plain))
        found = [f"id {item.id}" for item in self.items if item.id in names]
        # Looking for one rare word first is much faster than looking for a thousand sentences.
        for item, word, sentence in self._sentences:
            if word in words and sentence in document.plain:
                found.append(f"reason of {item.id}")
        return found

    @cached_property
    def _places(self) -> list[tuple]:
        return [(item, self._unknown(places(item))) for item in self.items]

    @cached_property
    def _concepts(self) -> list[str]:
        return self._unknown({item.concept for item in self.items})

    @cached_property
    def _sentences(self) -> list[tuple]:
        """(item, longest word, sentence) of every reason."""
        return [
            (item, max(re.findall(r"\w+", one), key=len), one)
            for item in self.items
            for one in self._unknown(reasons(item))
        ]

    def _unknown(self, values: Iterable) -> list:
        return [one for one in values if one not in self.known]

    @cached_property
    def _labels(self) -> list[tuple[object, str]]:
        """(item, label id) of every gold object in order."""
        return [(item, label) for item in self.items for label in labels(item)]

    @cached_property
    def _words(self) -> dict[str, str]:
        """Label ids by what may stand for them."""
        known = {label.id: label for item in self.items[:1] for label in item.of.labels}
        return {one: label.id for label in known.values() for one in (label.id, label.name)}

    @cached_property
    def _lists(self) -> dict[str, list]:
        """Lists of numbers that would give the answers away: each item's label, or how much is to be marked."""
        order = {label.id: place for place, label in enumerate(self.items[0].of.labels)} if self.items else {}
        order["abstain"] = len(order)
        found = {
            "of objects": [len(labels(item)) for item in self.items],
            "of difficulty": [i.difficulty for i in self.items],
        }
        if all(len(labels(item)) == 1 for item in self.items):
            found["of labels"] = [order[labels(item)[0]] for item in self.items]
        return {name: numbers for name, numbers in found.items() if len(set(numbers)) > 1}

    def _runs(self, text: str) -> list:
        """The items at which a run of labels starts that is theirs, in order, and too long for chance."""
        words = sorted(self._words, key=len, reverse=True)
        if not words:
            return []
        shown = [
            self._words[one]
            for one in re.findall(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])", text)
        ]
        said = "\0".join(["", *shown, ""])
        found = []
        for start in range(len(self._labels) - SHORTEST_RUN + 1):
            run = [label for _item, label in self._labels[start : start + SHORTEST_RUN]]
            if len(set(run)) > 2 and "\0".join(["", *run, ""]) in said:
                found.append(self._labels[start][0])
        # A list of labels can look like a piece of one run; a whole set in order gives many.
        return found if len(found) > 3 else []


def reasons(item) -> list[str]:
    """Every sentence that explains the item or one of its objects."""
    raw = item.raw_gold
    objects = [one for name in ("boxes", "spans") for one in raw.get(name, ())]
    return [said for said in (item.why, *(one.get("why") for one in objects)) if said]


def _words(item) -> list[str]:
    """What the item and the things in it are called among authors."""
    return [item.concept, *(one["kind"] for one in item.raw_gold.get("decoys", ()))]


def labels(item) -> list[str]:
    """The labels of the item's gold in order."""
    raw = item.raw_gold
    if item.of.kind == "choice":
        return ["abstain" if raw.get("abstain") else raw["label"]]
    return [one["label"] for one in raw[item.of.kind]]


def places(item) -> list[tuple]:
    """The numbers of the item's gold that would stand together: of each box, of each span."""
    raw = item.raw_gold
    found = [(span["start"], span["end"]) for span in raw.get("spans", ())]
    for x, y, width, height in (one["box"] for one in raw.get("boxes", ())):
        found += [(x, y, width, height), (x, y, x + width, y + height)]
    return found


def _numbers(text: str) -> set[tuple]:
    """Every four numbers in a row that could be a box, and every start with its end."""
    shown = [
        (float(match[0]), match.start(), match.end())
        for match in re.finditer(r"(?<![\w.])\d{1,4}(?:\.\d+)?(?![\w.])", text)
    ]
    fours = {
        tuple(number for number, _start, _end in four)
        for four in zip(shown, shown[1:], shown[2:], shown[3:], strict=False)
        if four[3][1] - four[0][2] < 60
    }
    return fours | {(int(start), int(end)) for start, end in re.findall(r'"start":\s*(\d+),\s*"end":\s*(\d+)', text)}


class _Document:
    """Keys, strings and lists of numbers of the JSON in a text; attribute values and texts of its HTML."""

    def __init__(self, text: str) -> None:
        self.keys: set[str] = set()
        self.values: set[str] = set()
        self.strings: list[str] = []
        self.lists: list[list] = []
        reader = _Html()
        if "<" in text:
            reader.feed(text)
        self.keys |= reader.names
        self.values |= reader.values
        for one in [text, text.partition(BODY)[2], *reader.islands]:
            try:
                self._walk(json.loads(one))
            except ValueError:
                continue
        self.plain = "\n".join([text, unescape(text), *self.strings])

    def _walk(self, value: object) -> None:
        if isinstance(value, dict):
            self.keys |= set(value)
            for name, one in value.items():
                if name != WORDS:
                    self._walk(one)
        elif isinstance(value, list):
            self.lists.append(value)
            for one in value:
                self._walk(one)
        elif isinstance(value, str):
            self.strings.append(value)


class _Html(HTMLParser):
    """What a page carries besides its words: data attributes, values, comments, JSON in script elements."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.values: set[str] = set()
        self.islands: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("data-"):
                self.names.add(name.removeprefix("data-").replace("-", "_"))
            if value and name not in PARTS and (name.startswith("data-") or name in SPEAKING):
                self.values.add(value)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.islands.append(data)
        else:
            self.values.add(data.strip())

    def handle_comment(self, data: str) -> None:
        self.values.add(data.strip())


def whole(answer) -> str:
    """Everything an answer says, headers first."""
    return f"{str(answer.headers).strip()}{BODY}{answer.get_data().decode('utf-8', 'replace')}"


def chunks(picture: bytes) -> list[str]:
    """Names of the parts of a WebP file."""
    assert picture[:4] == b"RIFF"
    assert picture[8:12] == b"WEBP"
    names, offset = [], 12
    while offset + 8 <= len(picture):
        size = int.from_bytes(picture[offset + 4 : offset + 8], "little")
        names.append(picture[offset : offset + 4].decode("latin-1"))
        offset += 8 + size + size % 2
    assert offset == len(picture)
    return names
