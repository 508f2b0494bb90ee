/** The one script of every page: brings what a page asks for, and small comforts. Pages work without it. */

const bench = document.querySelector("[data-workbench]");
if (bench) import("./workbench.js").then(({ start }) => start(bench));

const result = document.querySelector("[data-result]");
if (result) import("./result.js").then(({ start }) => start(result));

// A form pressed twice in a hurry is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const before = Number(form.dataset.sentAt ?? 0);
  if (event.timeStamp - before < 3_000 && before) event.preventDefault();
  else form.dataset.sentAt = event.timeStamp;
});

// Instants written by the server in UTC are shown in the reader's own time zone, the original in the tip.
for (const time of document.querySelectorAll("time[datetime][data-local]")) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  time.title = time.textContent;
  const shape = time.dataset.local === "date" ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" };
  time.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, shape).format(at);
}
