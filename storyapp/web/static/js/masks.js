// Words chosen with the mouse or finger become start and end in the form that covers them.
// Offsets count code points, as the server does, not UTF-16 units.
export function start(root) {
  for (const source of root.querySelectorAll("[data-mask-source]")) {
    const form = document.getElementById(source.dataset.maskSource);
    if (form) document.addEventListener("selectionchange", () => take(source, form));
  }
}

function take(source, form) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
  const chosen = range.toString();
  const words = chosen.trim();
  if (!words) return;
  const before = document.createRange();
  before.selectNodeContents(source);
  before.setEnd(range.startContainer, range.startOffset);
  const skipped = chosen.length - chosen.trimStart().length;
  const start = points(before.toString()) + points(chosen.slice(0, skipped));
  fill(form, "start", start);
  fill(form, "end", start + points(words));
  fill(form, "part", source.dataset.maskPart);
  const shown = form.querySelector("[data-mask-chosen]");
  if (shown) shown.textContent = words;
  form.hidden = false;
  for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
}

function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field && value !== undefined) field.value = value;
}

function points(text) {
  return Array.from(text).length;
}
