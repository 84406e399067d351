// A voice is recorded into the file field itself: what is sent, and how, stays the page's own business.
const LONGEST = 10 * 60 * 1000;

export function start(root) {
  if (!window.MediaRecorder || !navigator.mediaDevices || !window.DataTransfer) return;
  for (const place of root.querySelectorAll("[data-record]")) offer(root, place);
}

function offer(root, place) {
  const field = root.getElementById(place.dataset.record);
  const button = root.createElement("button");
  const heard = root.createElement("audio");
  const said = root.createElement("span");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = place.dataset.begin;
  heard.controls = true;
  heard.hidden = true;
  heard.className = "voice";
  said.setAttribute("role", "status");
  place.append(button, said, heard);
  place.hidden = false;

  let recorder = null;
  button.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    try {
      recorder = await record((blob) => {
        recorder = null;
        button.textContent = place.dataset.begin;
        said.textContent = place.dataset.done;
        const files = new DataTransfer();
        files.items.add(new File([blob], "voice", { type: blob.type }));
        field.files = files.files;
        field.form.noValidate = false; // nothing but an answer to everything sends it, even where asks.js never came
        field.dispatchEvent(new Event("input", { bubbles: true }));
        heard.src = URL.createObjectURL(blob);
        heard.hidden = false;
      });
      button.textContent = place.dataset.stop;
      said.textContent = "";
    } catch {
      said.textContent = place.dataset.refused;
    }
  });
}

async function record(done) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  const end = setTimeout(() => recorder.stop(), LONGEST);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = () => {
    clearTimeout(end);
    for (const track of stream.getTracks()) track.stop();
    done(new Blob(pieces, { type: recorder.mimeType }));
  };
  recorder.start();
  return recorder;
}
