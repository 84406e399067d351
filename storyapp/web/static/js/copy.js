// A copy button appears only where it can work; it copies what stands in the page already.
export function start(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = root.getElementById(button.dataset.copy).textContent.trim().replace(/\s+/g, " ");
      await navigator.clipboard.writeText(words);
      button.textContent = button.dataset.done;
    });
  }
}
