/** A boxes answer in sentences: each box with label and place. */
export function summary(task, item, answer, say) {
  if (answer == null) return [say("no_answer")];
  if (!answer.boxes.length) return [say("nothing_marked")];
  const name = (id) => task.labels.find((label) => label.id === id)?.name ?? id;
  return answer.boxes.map(({ box: [x, y, width, height], label }, at) =>
    say("box_at", { name: say("object_named", { label: name(label), n: at + 1 }), x, y, width, height }));
}
