// Small comforts of the account forms. Everything works without them.

for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

for (const row of document.querySelectorAll("[data-reveal]")) {
  const fields = row.dataset.reveal.split(" ").map((id) => document.getElementById(id));
  row.hidden = false;
  row.querySelector("input").addEventListener("change", (event) => {
    for (const field of fields) field.type = event.target.checked ? "text" : "password";
  });
}
