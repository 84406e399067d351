// The list of what to mend is read first; each link goes into its field.
export function start(root) {
  const summary = root.querySelector("[data-focus-errors]");
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    const target = field.matches("fieldset") ? field.querySelector("input") : field;
    target.focus({ preventScroll: true });
  });
}
