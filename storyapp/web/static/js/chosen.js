// The name of a file that may be left out: older browsers cannot tell in CSS whether one was chosen.
export function start(root) {
  for (const box of root.querySelectorAll("[data-chosen]")) {
    const input = box.querySelector("input");
    const look = () => input.classList.toggle("has-file", input.files.length > 0);
    input.addEventListener("change", look);
    look();
  }
}
