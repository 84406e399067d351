// The page that stands in while there is no network: it looks again by itself, less and less often.
const WAITS_MS = [2000, 4000, 8000, 15000, 30000];

export function start(root) {
  let n = 0;
  let timer;

  async function look() {
    clearTimeout(timer);
    try {
      await fetch(window.location.href, { method: "HEAD", redirect: "manual" });
      window.location.reload();
    } catch {
      timer = setTimeout(look, WAITS_MS[Math.min(n, WAITS_MS.length - 1)]);
      n += 1;
    }
  }

  root.querySelector("[data-again]").addEventListener("click", (event) => {
    event.preventDefault();
    window.location.reload();
  });
  window.addEventListener("online", look);
  timer = setTimeout(look, WAITS_MS[0]);
}
