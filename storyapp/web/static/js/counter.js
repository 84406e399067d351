// Words so far. Said aloud only when the writer pauses.
const PAUSE_MS = 1200;

export function start(root) {
  for (const counter of root.querySelectorAll("[data-counter]")) {
    const area = document.getElementById(counter.dataset.counter);
    if (area) watch(area, counter);
  }
}

function watch(area, counter) {
  const spoken = document.createElement("span");
  const seen = document.createElement("span");
  let pause;
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  seen.setAttribute("aria-hidden", "true");
  counter.append(seen, spoken);

  function count() {
    const words = area.value.match(/[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu) || [];
    const sentence = counter.dataset.words.replace("{n}", words.length);
    counter.hidden = words.length === 0;
    seen.textContent = sentence;
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = sentence; }, PAUSE_MS);
  }

  area.addEventListener("input", count);
  count();
}
