/** A choice answer in sentences. */
export function summary(task, item, answer, say) {
  if (answer == null) return [say("no_answer")];
  const name = (id) => task.labels.find((label) => label.id === id)?.name ?? id;
  const lines = [answer.abstain ? say("abstained") : name(answer.label)];
  if (answer.second) lines.push(say("second_is", { label: name(answer.second) }));
  if (answer.confidence !== undefined) lines.push(say("sure_is", { n: answer.confidence }));
  return lines;
}
