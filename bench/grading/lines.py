"""What is measured beside which library, the limits, and the table that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.table import aligned


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `module` of this folder measures it.

    Ours must be `at_least` times as fast as the library, or at most `at_most` of the unit. With neither it is
    printed only.
    """

    name: str
    words: str
    module: str
    library: str = ""
    at_least: float | None = None
    at_most: float | None = None
    unit: str = "ms"


LINES = {
    line.name: line
    for line in (
        Line("exercise", "one exercise of 20 labels", "labels", "scikit-learn", at_least=20),
        Line("labels", "10,000 labels", "labels", "scikit-learn", at_least=1),
        Line("spans", "1,000 documents of 20 spans", "texts", "nervaluate", at_least=10),
        Line("tags", "1,000 documents of 200 tags", "texts", "seqeval", at_least=5),
        Line("tags-strict", "1,000 documents of 200 tags, strict", "texts", "seqeval", at_least=5),
        Line("words", "1,000 utterances of 20 words, WER", "texts", "jiwer", at_least=5),
        Line("characters", "1,000 utterances of 20 words, CER", "texts", "jiwer", at_least=5),
        Line("boxes", "1,000 pictures of 10 boxes matched", "pictures", "pycocotools, SciPy", at_least=1),
        Line("tracks", "300 frames of 10 objects", "pictures", "motmetrics", at_least=3),
        Line("fleiss", "Fleiss' kappa, 10,000 items by 5 raters", "raters", "statsmodels"),
        Line("report", "agreement report, 10,000 items by 5 raters", "raters", "statsmodels", at_most=300),
        Line("bootstrap", "agreement report with 1,000 resamples", "raters", at_most=5000),
        Line("import", "importing the metrics", "weight", at_most=30),
        Line("memory", "memory of the metrics", "weight", at_most=10, unit="MB"),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """What a line came to, in its unit: ours, the library's where it does the same, and how the answers compare.

    `equal` numbers are the same on both sides; each of `differences` names one that is not.
    """

    line: Line
    ours: float
    theirs: float | None = None
    equal: int = 0
    differences: tuple[str, ...] = ()

    @property
    def times(self) -> float | None:
        """How many times as fast ours is."""
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def failed(self) -> bool:
        """Whether the line misses its limit, or the answers differ."""
        line = self.line
        slow = line.at_least is not None and (self.times is None or self.times < line.at_least)
        return bool(self.differences) or slow or (line.at_most is not None and self.ours > line.at_most)

    @property
    def verdict(self) -> str:
        """pass or FAIL; a line without a limit can fail by its answers alone."""
        return "FAIL" if self.failed else "pass"

    @property
    def answers(self) -> str:
        """How the numbers of both sides compare."""
        if not self.equal and not self.differences:
            return ""
        return f"{self.equal} equal" + (f", {len(self.differences)} DIFFER" if self.differences else "")


def render(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, aligned for a terminal."""
    cells = [("line", "ours", "theirs", "", "beside", "times as fast", "limit", "result", "answers")]
    for row in rows:
        line = row.line
        limit = f"{line.at_least:g} times" if line.at_least else f"{line.at_most:g} {line.unit}" if line.at_most else ""
        figures = (_figure(row.ours), _figure(row.theirs), line.unit, line.library, _figure(row.times))
        cells.append((line.words, *figures, limit, row.verdict, row.answers))
    return aligned(cells, right=(1, 2, 5, 6))


def _figure(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"
