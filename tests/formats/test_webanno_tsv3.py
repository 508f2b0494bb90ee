import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formats import FormatError, Report
from portal.formats.model import Relation, Span
from tests.formats.folders import read_text, said
from tests.formats.made import texts_with_spans
from tests.formats.round_trip import there_and_back

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NAMED = HEAD + "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n\n"


def seen(record):
    return [(record.text[s.start : s.end], s.label) for s in record.spans]


def test_offsets_are_utf16_units_and_stacked_spans_stay_apart(tmp_path):
    content = NAMED + (
        "#Text=👍 Rio Grande\n1-1\t0-2\t👍\t_\t_\t\n1-2\t3-6\tRio\t*[1]|*[2]\tLOC[1]|A\\|B[2]\t\n"
        "1-3\t7-13\tGrande\t*[1]\tLOC[1]\t\n\n#Text=Ana\n2-1\t14-17\tAna\tQ1\tPER\t\n"
    )
    [record] = read_text(tmp_path, "webanno_tsv3", content)
    assert record.text == "👍 Rio Grande\nAna"
    assert seen(record) == [("Rio Grande", "LOC"), ("Rio", "A|B"), ("Ana", "PER")]
    assert record.spans[2].attributes == {"identifier": "Q1"}


def test_a_sentence_of_several_lines_and_layers_without_features(tmp_path):
    content = HEAD + "#T_SP=webanno.custom.Mark|\n\n\n#Sentence.id=s1\n#Text=This is\n#Text=a\\ttest\n"
    content += "1-1\t0-4\tThis\t*\t\n1-2\t5-7\tis\t_\t\n1-3\t8-9\ta\t_\t\n1-3.1\t8-9\ta\t*\t\n1-4\t10-14\ttest\t_\t\n"
    [record] = read_text(tmp_path, "webanno_tsv3", content)
    assert record.text == "This is\na\ttest"
    assert seen(record) == [("This", "Mark"), ("a", "Mark")]
    assert record.spans[0].attributes == {"@layer": "webanno.custom.Mark"}


def test_relations_find_their_ends_by_token_and_by_number(tmp_path):
    layer = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    content = HEAD + f"#T_SP={layer}|value\n#T_RL=webanno.custom.Relation|value|flavor|BT_{layer}\n\n\n"
    content += "#Text=a b c\n1-1\t0-1\ta\tX\t_\t_\t_\t\n1-2\t2-3\tb\tY[1]|Z[2]\tto|*\t*|basic\t1-1[0_2]|1-1[0_1]\t\n"
    content += "1-3\t4-5\tc\t_\tup\t*\t1-1\t\n"
    report = Report()
    [record] = read_text(tmp_path, "webanno_tsv3", content, report)
    assert record.relations == (Relation("0", "2", "to"), Relation("0", "1", "basic"))
    assert said(report) == ["relations: 1 dropped (they connect tokens that carry no span; first at line 9)"]


def test_chains_and_slots_are_reported_and_slot_hosts_are_spans(tmp_path):
    content = HEAD + (
        "#T_SP=webanno.custom.Frame|FE|ROLE_webanno.custom.Frame:Roles_webanno.custom.Link|uima.tcas.Annotation\n"
        "#T_CH=webanno.custom.Coref|referenceType|referenceRelation\n\n\n#Text=Bob sold it\n"
        "1-1\t0-3\tBob\t_\t_\t_\tpr[1]\tcoref->1-1\t\n1-2\t4-8\tsold\tdeal\tseller;goods\t1-1;1-3[4]\t_\t_\t\n"
        "1-3\t9-11\tit\t*\t_\t*\tpr[1]\t*->1-2\t\n"
    )
    report = Report()
    [record] = read_text(tmp_path, "webanno_tsv3", content, report)
    assert seen(record) == [("sold", "deal"), ("it", "Frame")]
    assert [line.split(" (")[0] for line in said(report)] == ["links of chains: 2 dropped", "slots: 2 dropped"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("#FORMAT=WebAnno TSV 2\n", "line 1: must be #FORMAT=WebAnno TSV 3.3"),
        ("", "line 1: must be #FORMAT"),
        (HEAD + "hello\n", "line 2: must name a layer"),
        (HEAD + "#T_RL=webanno.custom.R|value\n", "line 2: must end in BT_"),
        (HEAD + "\n\n1-1\t0-1\ta\t\n", "line 4: a token before the #Text="),
        (HEAD + "\n\n#Text=ab cd\n1-1\t0-1\tab\t\n", "line 5: 0 to 1 holds 'a', not 'ab'"),
        (HEAD + "\n\n#Text=👍a\n1-1\t0-1\t👍\t\n", "line 5: 0 to 1 holds None"),
        (NAMED + "#Text=ab\n1-1\t0-2\tab\t_\t\n", "line 6: has 1 columns, the header names 2"),
        (HEAD + "\n\n#Text=ab\n1-1\t0-2\tab\t\n#Text=c\n2-1\t1-2\tc\t\n", "line 7: starts before the sentence above"),
        (HEAD + "\n\n#Text=ab\nab cd\n", "line 5: must be sentence-token"),
    ],
)
def test_a_broken_line_is_named(tmp_path, content, message):
    with pytest.raises(FormatError) as caught:
        read_text(tmp_path, "webanno_tsv3", content)
    assert message in str(caught.value)


words = st.lists(st.text(st.sampled_from("aé👍_|\\[]*;-> \t"), min_size=1).map(str.strip), min_size=1, max_size=3)
texts = words.map("\n".join).map(lambda text: "\n".join(filter(None, text.split("\n")))).filter(bool)
labels = st.sampled_from(["PER", "_", "*", "a|b[1]", "x->y\\", "two\twords"])


@given(texts_with_spans(texts, labels), st.booleans())
def test_what_was_written_reads_the_same(made, related):
    text, spans = made
    spans = tuple(s for s in spans if text[s.start : s.end] == text[s.start : s.end].strip() != "")
    relations = tuple(Relation(spans[0].id, s.id, "to|from") for s in spans[1:]) if related else ()
    [record], report = there_and_back("webanno_tsv3", "doc", text=text, spans=spans, relations=relations)
    assert (record.item, record.text) == ("doc", text)

    def shown(spans, relations):
        by_id = {s.id: (s.start, s.end, s.label) for s in spans}
        return sorted(by_id.values()), sorted((by_id[r.head], by_id[r.tail], r.label) for r in relations)

    assert shown(record.spans, record.relations) == shown(spans, relations)
    assert not said(report)


def test_layers_features_and_attributes_come_back():
    spans = (
        Span("0", 0, 1, "NN", {"@layer": "a.POS", "@feature": "PosValue", "coarse": "N"}),
        Span("1", 0, 3, "PER", {"identifier": "Q1"}),
        Span("2", 2, 3, "N", {"@layer": "a.POS", "@feature": "coarse"}),
    )
    [record], report = there_and_back("webanno_tsv3", "doc", text="a b", spans=spans)
    assert {(s.start, s.end, s.label, tuple(sorted(s.attributes.items()))) for s in record.spans} == {
        (s.start, s.end, s.label, tuple(sorted(s.attributes.items()))) for s in spans
    }
    assert not said(report)


def test_20000_spans_in_one_text():
    text = "ab " * 19_999 + "ab"
    spans = tuple(Span(str(i), 3 * i, 3 * i + 2, "X") for i in range(20_000))
    [record], _ = there_and_back("webanno_tsv3", "1", text=text, spans=spans)
    assert record.spans == spans
