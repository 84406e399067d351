// A second press on the same button is swallowed; the first one is never held up.
const AGAIN_AFTER_MS = 15000;

export function start(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), AGAIN_AFTER_MS);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) release(form);
  });
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.elements) button.removeAttribute("aria-busy");
}
