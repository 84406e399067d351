// One key, one press: elements say in data-key which key is theirs; j and k walk through [data-walk].
// A key is known by its place where the keyboard writes Cyrillic; shift and a digit is "shift+1" on every keyboard.
// "?" is where the Latin keyboard has it, and where any keyboard writes it; Ctrl+Z is what it is everywhere.
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]";

export function start(root) {
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.repeat || event.target.closest(TYPING)) return;
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyZ";
    if ((event.ctrlKey || event.metaKey) && !isUndo) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
    const key = isUndo ? "u" : nameOf(event);
    const own = findOwn(root, key) || (isHelp(event) && findOwn(root, "?"));
    if (own) {
      event.preventDefault();
      own.click();
      if (own.matches("summary")) own.focus();
    } else if (key === "j" || key === "k") {
      walk(root, key === "j" ? 1 : -1);
    }
  });
}

function nameOf(event) {
  const digit = event.shiftKey && event.code.match(/^Digit([1-9])$/);
  if (digit) return `shift+${digit[1]}`;
  if (event.shiftKey && event.code === "KeyF") return "shift+f";
  const letter = event.code.match(/^Key([A-Z])$/);
  return letter && /[^ -~]/.test(event.key) ? letter[1].toLowerCase() : event.key;
}

function isHelp(event) {
  return event.key === "?" || (event.shiftKey && event.code === "Slash");
}

function findOwn(root, key) {
  const wanted = key.toLowerCase();
  return [...root.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key.toLowerCase() === wanted && !one.disabled && one.getClientRects().length > 0,
  );
}

function walk(root, step) {
  const stops = [...root.querySelectorAll("[data-walk]")];
  if (stops.length === 0) return;
  const here = stops.findIndex((one) => one.contains(document.activeElement));
  const next = stops[Math.min(Math.max(here + step, 0), stops.length - 1)];
  next.tabIndex = next.tabIndex < 0 ? -1 : next.tabIndex;
  next.focus();
}
