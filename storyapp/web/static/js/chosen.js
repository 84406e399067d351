// Our own words on the button of a file that may be left out: CSS cannot tell there whether one was chosen.
export function start(root) {
  for (const box of root.querySelectorAll("[data-chosen]")) {
    const input = box.querySelector("input");
    const look = () => input.classList.toggle("has-file", input.files.length > 0);
    box.classList.add("file-own");
    input.addEventListener("change", look);
    look();
  }
}
