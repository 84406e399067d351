// A weak network: a form is sent again and again until it has arrived, and the words stay on the page meanwhile.
// However often it arrives, the server keeps one story. Without this file a form is sent as any other.
const PATIENCE_MS = 20000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const LATER = new Set([429, 502, 503, 504]);

export function start(root) {
  for (const note of root.querySelectorAll("[data-resend]")) {
    const form = document.getElementById(note.dataset.resend);
    if (form && window.AbortController) new Sending(form, note);
  }
}

class Sending {
  constructor(form, note) {
    this.form = form;
    this.note = note;
    form.addEventListener("submit", (event) => this.take(event));
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("pageshow", () => this.rest());
  }

  take(event) {
    event.preventDefault();
    if (this.isBusy) return this.hurry();
    this.isBusy = true;
    this.n = 0;
    this.button = event.submitter;
    if (this.button) this.button.setAttribute("aria-busy", "true");
    this.send();
  }

  async send() {
    const answer = await this.post();
    const going = answer && answer.headers.get("X-Go");
    if (going) {
      document.dispatchEvent(new Event("arrived"));
      window.location.assign(going);
    } else if (!answer || answer.status === 204 || LATER.has(answer.status)) { // 204 without address: cut on its way
      this.wait();
    } else {
      this.hand_over();
    }
  }

  async post() {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      return await fetch(this.form.getAttribute("action") || window.location.href, {
        method: "POST", body: this.body(), headers: { "X-Resend": "1" }, signal: patience.signal,
      });
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  body() {
    const values = new FormData(this.form);
    if (this.button && this.button.name) values.append(this.button.name, this.button.value);
    return this.form.enctype === "multipart/form-data" ? values : new URLSearchParams(values);
  }

  wait() {
    this.note.textContent = this.note.dataset.waiting;
    this.note.hidden = false;
    if (this.n === 0) {
      document.dispatchEvent(new CustomEvent("waiting", { detail: { form: this.form, body: this.body() } }));
    }
    this.timer = setTimeout(() => this.again(), WAITS_MS[Math.min(this.n, WAITS_MS.length - 1)]);
    this.n += 1;
  }

  hurry() {
    if (this.timer) this.again();
  }

  again() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.send();
  }

  // What we cannot mend (a form that is too old, say) the server explains itself, on a page of its own.
  hand_over() {
    if (this.button && this.button.name) {
      const pressed = Object.assign(document.createElement("input"), {
        type: "hidden", name: this.button.name, value: this.button.value,
      });
      this.form.append(pressed);
    }
    HTMLFormElement.prototype.submit.call(this.form);
  }

  rest() {
    this.isBusy = false;
    this.note.hidden = true;
    if (this.button) this.button.removeAttribute("aria-busy");
  }
}
