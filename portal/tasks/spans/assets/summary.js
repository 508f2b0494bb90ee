/** A spans answer in sentences: what is marked, and as what. */
export function summary(task, item, answer, say) {
  if (answer == null) return [say("no_answer")];
  if (!answer.spans.length) return [say("nothing_marked")];
  const marks = [...item.input.text];
  const name = (id) => task.labels.find((label) => label.id === id)?.name ?? id;
  return answer.spans.map(({ start, end, label }) =>
    say("span_as", { text: marks.slice(start, end).join(""), label: name(label) }));
}
