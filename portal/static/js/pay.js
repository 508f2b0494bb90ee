// The running timer, second by second. Without this module the page still says how long it has run.

/** 5025 seconds as "1:23:45". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

for (const box of document.querySelectorAll("[data-started]")) {
  const shown = box.querySelector("[data-elapsed]");
  // The server's clock counts, this device's may be wrong: their difference is that of the moment the page came.
  const came = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const behind = Date.parse(box.dataset.now) - came;
  const started = Date.parse(box.dataset.started);
  const tick = () => {
    shown.textContent = clock((Date.now() + behind - started) / 1000);
  };
  tick();
  setInterval(tick, 1000);
}
