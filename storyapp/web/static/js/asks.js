// What a page cannot give back, as a recording, is sent only with every answer; what is missing is said in our words.
export function start(root) {
  for (const form of root.querySelectorAll("form[data-asks]")) {
    form.noValidate = false;
    form.addEventListener("invalid", (event) => ask(form, event.target), true);
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => settle(form, event.target.name));
  }
}

function ask(form, field) {
  const words = form.querySelector(`[data-asks-for="${field.name}"]`);
  if (field.validity.valueMissing && words) field.setCustomValidity(words.textContent);
}

function settle(form, name) {
  for (const field of form.elements) if (field.name === name) field.setCustomValidity("");
}
