// Count down what the page says as a time of day; at nought the time of day stays.
export function start(root) {
  setInterval(() => {
    for (const one of root.querySelectorAll("[data-until]")) {
      const left = Math.ceil((Date.parse(one.dataset.until) - Date.now()) / 1000);
      if (left > 0) one.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      else if (one.dataset.over) one.textContent = one.dataset.over;
    }
  }, 500);
}
