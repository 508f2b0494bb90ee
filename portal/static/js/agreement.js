// The agreement pages. Without this module the server says the same: what is too large, and how far a report is.

const form = document.querySelector("form[data-most]");
if (form) {
  const files = form.querySelector("input[type=file]");
  const place = document.getElementById("files-error");
  const check = () => {
    const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
    const most = Number(form.dataset.most);
    const megabyte = 1024 * 1024;
    const words = size > most
      ? form.dataset.tooLarge.replace("{n}", (size / megabyte).toFixed(1)).replace("{most}", Math.floor(most / megabyte))
      : "";
    if (words || place.dataset.own) {
      const line = document.createElement("p");
      line.className = "error";
      line.textContent = words;
      place.replaceChildren(...(words ? [line] : []));
      place.dataset.own = words ? "yes" : "";
    }
    files.setAttribute("aria-invalid", String(Boolean(words)));
    return !words;
  };
  files.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    if (!check()) {
      event.preventDefault();
      files.focus();
    }
  });
}

const waiting = document.querySelector("[data-poll]");
if (waiting) {
  const bar = waiting.querySelector("progress");
  let pause = 1000;
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.poll, { headers: { Accept: "application/json" } });
      const { state, progress } = await answer.json();
      if (state !== "waiting") {
        location.reload();
        return;
      }
      bar.value = progress;
    } catch {
      // Offline, or signed out meanwhile: the link on the page still works.
    }
    pause = Math.min(pause * 1.3, 5000);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}
