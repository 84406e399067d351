// The way out: the page is blanked at once and leaves no step to come back to.
const PRESSES = 3;
const WITHIN_MS = 1500;

export function start(root) {
  const link = root.querySelector("[data-exit]");
  let presses = [];

  function leave() {
    document.documentElement.hidden = true;
    document.title = "";
    for (const field of document.querySelectorAll("textarea, input")) field.value = "";
    window.location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) leave();
  });
}
