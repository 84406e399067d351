// Writing down a voice without leaving the keyboard: Ctrl+Space plays and pauses, Ctrl+comma goes back three seconds.
const BACK = 3;

export function start(root) {
  const voice = root.querySelector("[data-listen]");
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.code === "Space") {
      event.preventDefault();
      if (voice.paused) voice.play();
      else voice.pause();
    } else if (event.code === "Comma") {
      event.preventDefault();
      voice.currentTime = Math.max(0, voice.currentTime - BACK);
    }
  });
}
