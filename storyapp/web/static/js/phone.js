// Only on a phone that its teller called their own: words that have not arrived yet are kept in it, sealed with a key
// that stands in the page and not in the phone; a helper of the browser sends the last press when the page is closed.
const PLACE = "telling:";
const PAUSE_MS = 800;
const TYPED = "textarea, input[type=text]";

export async function start(root) {
  const box = root.querySelector("[data-phone]");
  if (!window.isSecureContext || !window.crypto.subtle) return;
  const raw = Uint8Array.from(atob(box.dataset.phone), (sign) => sign.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  const form = document.getElementById(box.dataset.form);
  if (form) await new Keeping(form, box, key).begin();
  await help(box);
}

class Keeping {
  constructor(form, box, key) {
    this.form = form;
    this.box = box;
    this.key = key;
    this.place = PLACE + box.dataset.step;
  }

  async begin() {
    await this.put_back();
    let pause;
    this.form.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.keep(), PAUSE_MS);
    });
    this.form.addEventListener("submit", () => this.keep());
    document.addEventListener("arrived", () => {
      clearTimeout(pause);
      this.has_arrived = true;
      localStorage.removeItem(this.place);
    });
  }

  async keep() {
    const typed = Object.fromEntries([...this.form.querySelectorAll(TYPED)].map((field) => [field.name, field.value]));
    const start = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(typed));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: start }, this.key, words));
    if (!this.has_arrived) localStorage.setItem(this.place, btoa(String.fromCharCode(...start, ...sealed)));
  }

  async put_back() {
    const kept = localStorage.getItem(this.place);
    const typed = kept && (await this.opened(kept));
    if (kept && !typed) localStorage.removeItem(this.place); // of another story
    let changed = 0;
    for (const field of typed ? this.form.querySelectorAll(TYPED) : []) {
      const words = typed[field.name];
      if (words === undefined || words === field.value) continue;
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      changed += 1;
    }
    if (!changed) return;
    this.box.textContent = this.box.dataset.back;
    this.box.hidden = false;
  }

  async opened(kept) {
    try {
      const bytes = Uint8Array.from(atob(kept), (sign) => sign.charCodeAt(0));
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, this.key, bytes.slice(12));
      return JSON.parse(new TextDecoder().decode(words));
    } catch {
      return null;
    }
  }
}

async function help(box) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(box.dataset.helper, { scope: box.dataset.scope });
  } catch {
    return; // the page was left meanwhile, or this browser allows no helper: everything works without
  }
  const { active } = await navigator.serviceWorker.ready;
  const tell = (message) => active.postMessage(message);
  tell({ language: document.documentElement.lang });
  document.addEventListener("waiting", ({ detail }) => {
    if (box.dataset.step !== "check") return;
    tell({ send: { address: detail.form.action, body: detail.body.toString() } });
  });
  document.addEventListener("arrived", () => tell({ sent: true }));
}
