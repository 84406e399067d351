// Reading aloud: the button appears only where this device itself has a voice for the language of the page.
// A voice that is spoken by a server elsewhere is never used, since it would be sent what stands here.
export function start(root) {
  const speech = window.speechSynthesis;
  if (!speech) return;
  const button = root.querySelector("[data-aloud]");

  function voice(language) {
    return speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(language));
  }

  function parts() {
    const found = [];
    for (const part of root.querySelectorAll(button.dataset.aloud)) {
      if (part.closest("[hidden], .visually-hidden, [aria-hidden=true]")) continue;
      if (part.parentElement.closest(button.dataset.aloud)) continue; // it is read with what it stands in
      const text = part.innerText.trim();
      if (text) found.push({ text, language: part.closest("[lang]").lang.slice(0, 2).toLowerCase() });
    }
    return found;
  }

  function stop() {
    speech.cancel();
    button.textContent = button.dataset.words;
    button.setAttribute("aria-pressed", "false");
  }

  function read() {
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    const found = parts();
    found.forEach(({ text, language }, n) => {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = language;
      said.voice = voice(language);
      said.rate = 0.9;
      if (n === found.length - 1) said.onend = stop;
      speech.speak(said);
    });
  }

  function show() {
    button.hidden = !parts().every(({ language }) => voice(language));
  }

  button.dataset.words = button.textContent;
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : read()));
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener("voiceschanged", show);
  show();
}
