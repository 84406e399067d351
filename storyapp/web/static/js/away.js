// Interviews without a network, on a collector's own phone only. Each is sealed for the house with a key that the phone
// forgets at once: what waits here can be sent and erased, and opened by nobody who holds the phone.
const OWN = "away:own";
const BOX = "away:box:";
const CACHE = "away";
const AGAIN_MS = 30000;
const N_DIGITS = 20;

export function start(root) {
  const count = root.querySelector("[data-away-count]");
  if (count && waiting().length) {
    count.textContent = count.dataset.words.replace("{n}", waiting().length);
    count.hidden = false;
  }
  const box = root.querySelector("[data-away]");
  if (box) new Away(box).begin();
}

const waiting = () => Object.keys(localStorage).filter((name) => name.startsWith(BOX)).sort();
const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const bytes_of = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const number_of = (text = "") => {
  const plain = text.replace(/[ \u00a0\u202f\u2009'’]/g, "").replace(",", ".").replace("−", "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN; // NaN passes no test
};
const element = (kind, words) => Object.assign(document.createElement(kind), { textContent: words });
const chance = (n) => crypto.getRandomValues(new Uint8Array(n));

class Away {
  constructor(box) {
    this.box = box;
    this.form = document.getElementById("away-form");
    this.n_sent = 0;
    this.understood = [];
  }

  begin() {
    if (!window.isSecureContext || !window.crypto.subtle || !navigator.serviceWorker) {
      this.part("tick").textContent = this.box.dataset.saidUnable;
      return;
    }
    const tick = this.box.querySelector("#own-phone");
    const own = this.box.querySelector("[data-do=own]");
    tick.addEventListener("change", () => { own.disabled = !tick.checked; });
    own.disabled = !tick.checked;
    own.addEventListener("click", () => {
      localStorage.setItem(OWN, "yes");
      this.work();
    });
    this.on("send", () => this.send());
    this.on("erase", () => this.erase());
    this.on("next", () => this.next());
    if (this.part("check")) this.on("explain", () => this.explain());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.seal();
    });
    this.form.addEventListener("change", (event) => event.target.name === "band" && this.ask_consent());
    this.form.addEventListener("input", (event) => this.read_back(event.target.name));
    for (const kind of ["input", "change", "placed"]) this.form.addEventListener(kind, () => this.ask_questions());
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => this.is_typed() && event.preventDefault());
    if (localStorage.getItem(OWN)) this.work();
    else if (waiting().length) this.tell();
  }

  // --- what the phone keeps ---

  async work() {
    this.part("tick").hidden = true;
    this.part("interview").hidden = false;
    this.ask_consent();
    this.ask_questions();
    this.tell();
    await this.keep_page();
    this.send();
  }

  async keep_page() {
    try {
      await navigator.serviceWorker.register(this.box.dataset.helper, { scope: this.box.dataset.scope });
      const helps = document.querySelector("script[data-helps]");
      const files = [helps.src, ...helps.dataset.helps.trim().split(/\s+/)];
      files.push(...Array.from(document.querySelectorAll("link[href]"), (link) => link.href));
      files.push(...performance.getEntriesByType("resource").map((one) => one.name));
      const kept = await caches.open(CACHE);
      const whole = files.map((one) => new URL(one, location.href)).filter((one) => one.pathname.startsWith("/static/"));
      await kept.addAll([...new Set(whole.map((one) => one.href))]); // the same file twice would be refused
      const page = await fetch(location.pathname, { cache: "no-store" });
      if (page.ok && !page.redirected) await kept.put(location.pathname, page);
    } catch {
      if (!(await caches.match(location.pathname))) return; // there is no network yet, or no room
    }
    this.say("ready").hidden = false;
  }

  async erase() {
    for (const name of [...waiting(), OWN]) localStorage.removeItem(name);
    await caches.delete(CACHE);
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (one.scope.endsWith(this.box.dataset.scope)) await one.unregister();
    }
    this.form.reset();
    location.reload();
  }

  // --- one interview ---

  ask_consent() {
    const age = this.form.querySelector("[name=band]:checked");
    const group = age ? JSON.parse(this.box.dataset.consentOf)[age.value] : "";
    for (const part of this.form.querySelectorAll("[data-band]")) {
      part.hidden = part.disabled = part.dataset.band !== group;
    }
    this.say("age-first").hidden = Boolean(group);
    this.word_questions(Boolean(age) && age.value === this.box.dataset.youngest);
  }

  // The youngest are asked in the short words that the programme has for them.
  word_questions(is_easy) {
    for (const one of this.form.querySelectorAll("[data-easy]")) {
      const words = one.querySelector("legend > span, label > span");
      one.dataset.usual = one.dataset.usual || words.textContent;
      words.textContent = is_easy ? one.dataset.easy : one.dataset.usual;
    }
  }

  // Each question that depends on answers before it is asked as the house would ask it: rules/questionnaire/conditions.py.
  ask_questions() {
    for (const one of this.form.querySelectorAll("[data-if]")) {
      one.hidden = one.disabled = !JSON.parse(one.dataset.if).every((condition) => this.holds(condition));
    }
    for (const part of this.form.querySelectorAll("[data-section]")) {
      part.hidden = !part.querySelector("[data-if]:not([disabled])");
    }
  }

  holds({ field, test, values }) {
    const controls = Array.from(this.form.querySelectorAll(`[name="${field}"]:not(:disabled)`));
    const chosen = controls.filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked);
    const said = chosen.map((one) => one.value.trim()).filter((value) => value && value !== "skipped");
    if (test === "ANSWERED") return said.length > 0;
    if (test === "ANY_OF") return said.some((value) => values.includes(value));
    if (test === "NONE_OF") return !said.some((value) => values.includes(value));
    const [number, limit] = [said[0], values[0]].map(number_of);
    return test === "AT_LEAST" ? number >= limit : number <= limit;
  }

  // After the explanation an answer says nothing about our words any more, so the first one stays.
  explain() {
    const answers = Array.from(this.part("check").querySelectorAll("input[type=radio]"));
    this.understood = answers.filter((one) => one.checked).map((one) => [one.name, one.value]);
    for (const one of answers) one.disabled = true;
    for (const one of this.part("check").querySelectorAll("[data-explanation]")) one.hidden = false;
    this.say("explained").hidden = false;
    this.box.querySelector("[data-do=explain]").hidden = true;
  }

  ask_anew() {
    this.understood = [];
    if (!this.part("check")) return;
    for (const one of this.part("check").querySelectorAll("input[type=radio]")) one.disabled = false;
    for (const one of this.part("check").querySelectorAll("[data-explanation]")) one.hidden = true;
    this.say("explained").hidden = true;
    this.box.querySelector("[data-do=explain]").hidden = false;
  }

  read_back(name) {
    const said = this.box.querySelector(`[data-said="${name}"]`);
    if (!said) return;
    said.textContent = this.form.elements[name].value;
    const answer = this.form.querySelector("[name=read_back]:checked");
    if (!answer) return;
    answer.checked = false;
    this.say("changed").textContent = this.box.dataset.saidChanged;
    this.say("changed").hidden = false;
  }

  missing() {
    const has = (name) => this.form.querySelector(`[name=${name}]:checked`);
    const words = this.form.elements.happened.value.trim().split(/\s+/).filter(Boolean);
    const asked = new Set(Array.from(this.form.querySelectorAll("[data-band]:not([disabled]) input[type=radio]"), (one) => one.name));
    const open = [...asked].find((name) => !has(name));
    const found = [];
    if (!has("band")) found.push(["band", this.box.dataset.errorBand]);
    if (open) found.push([open, this.box.dataset.errorConsent]);
    if (words.length < Number(this.box.dataset.shortest)) found.push(["happened", this.box.dataset.errorHappened]);
    if (!has("direction")) found.push(["direction", this.box.dataset.errorDirection]);
    if (!has("read_back")) found.push(["read_back", this.box.dataset.errorRead]);
    return found;
  }

  complain(found) {
    const summary = this.say("errors");
    const list = summary.querySelector("ul");
    list.replaceChildren(...found.map(([name, words]) => {
      const link = document.createElement("a");
      link.href = `#${this.form.querySelector(`[name=${name}]`).id}`;
      link.textContent = words;
      const line = document.createElement("li");
      line.append(link);
      return line;
    }));
    summary.hidden = !found.length;
    if (found.length) summary.focus();
  }

  async seal() {
    const found = this.missing();
    this.complain(found);
    if (found.length || this.is_sealing) return;
    this.is_sealing = true;
    const code = Array.from(chance(N_DIGITS * 4)).filter((byte) => byte < 250).map((byte) => byte % 10).join("").slice(0, N_DIGITS);
    const entries = [...new FormData(this.form).entries(), ...this.understood].filter(([name]) => name !== "csrf_token");
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    const press = Array.from(chance(20), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const invitation = this.form.elements.invitation.value;
    const letter = await this.sealed(JSON.stringify({ entries, code, press, told_on: day }));
    try {
      const at = now.toISOString();
      localStorage.setItem(`${BOX}${at}:${press.slice(0, 8)}`, JSON.stringify({ invitation, letter }));
    } catch {
      this.trouble("saidFull");
      this.is_sealing = false;
      return;
    }
    const age = this.form.querySelector("[name=band]:checked").value;
    this.say("guardian").hidden = !JSON.parse(this.box.dataset.waits)[age] || !this.say("guardian").textContent;
    this.say("code").textContent = code.match(/.{4}/g).join(" ");
    this.empty();
    this.part("interview").hidden = true;
    this.part("sealed").hidden = false;
    this.part("sealed").focus();
    this.is_sealing = false;
    this.tell();
    this.send();
  }

  async sealed(words) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const house = await crypto.subtle.importKey("raw", bytes_of(this.box.dataset.away), curve, false, []);
    const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: house }, mine.privateKey, 256);
    const grain = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode("letterbox") };
    const key = await crypto.subtle.deriveKey(way, grain, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const start = chance(12);
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: start }, key, new TextEncoder().encode(words));
    return base64([...point, ...start, ...new Uint8Array(closed)]);
  }

  empty() {
    this.form.reset();
    for (const said of this.box.querySelectorAll("[data-said]")) said.textContent = "";
    this.say("changed").hidden = true;
    this.ask_anew();
    this.ask_consent();
    this.ask_questions();
  }

  next() {
    this.say("code").textContent = "";
    this.part("sealed").hidden = true;
    this.part("interview").hidden = false;
    document.querySelector("h1").scrollIntoView();
    this.form.querySelector("[name=band]").focus();
  }

  is_typed() {
    return ["happened", "matters", "considered"].some((name) => this.form.elements[name].value.trim());
  }

  // --- sending ---

  async send() {
    if (this.is_sending || !waiting().length) return;
    this.is_sending = true;
    clearTimeout(this.timer);
    try {
      const trouble = await this.send_all();
      if (trouble) this.trouble(trouble);
      else this.say("trouble").hidden = true;
    } catch {
      this.trouble("saidOffline");
    }
    this.is_sending = false;
    this.tell();
    if (waiting().length) this.timer = setTimeout(() => this.send(), AGAIN_MS);
  }

  async send_all() {
    const asked = await fetch(this.box.dataset.token, { cache: "no-store" });
    if (asked.redirected || !asked.ok) return "saidLink";
    const { token, invitation } = await asked.json();
    let trouble = "";
    for (const name of waiting()) {
      const kept = JSON.parse(localStorage.getItem(name));
      if (kept.invitation !== invitation) {
        trouble = "saidOther";
        continue;
      }
      const body = new URLSearchParams({ csrf_token: token, sealed: kept.letter });
      const answer = await fetch(this.box.dataset.send, { method: "POST", body, redirect: "manual" });
      if (answer.status === 204) {
        localStorage.removeItem(name);
        this.n_sent += 1;
        this.tell();
      } else if (answer.status === 422) {
        trouble = (await answer.json()).trouble;
        localStorage.setItem(name, JSON.stringify({ ...kept, trouble }));
      } else {
        return answer.type === "opaqueredirect" ? "saidLink" : "saidOffline";
      }
    }
    return trouble;
  }

  // --- what the page says ---

  tell() {
    const names = waiting();
    const sent = this.n_sent ? ` ${this.box.dataset.saidSent.replace("{n}", this.n_sent)}` : "";
    const said = names.length ? this.box.dataset.saidWaiting.replace("{n}", names.length) : this.box.dataset.saidNone;
    this.part("waiting").hidden = false;
    this.say("waiting").textContent = said + sent;
    this.say("loss").hidden = !names.length;
    this.box.querySelector("[data-do=send]").hidden = !names.length;
    const shown = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const kept = JSON.stringify(names.map((name) => localStorage.getItem(name)));
    if (kept === this.listed) return; // whoever is reading why one was refused is not disturbed
    this.listed = kept;
    this.box.querySelector("[data-list=waiting]").replaceChildren(...names.map((name) => {
      const line = document.createElement("li");
      line.textContent = shown.format(new Date(name.slice(BOX.length, BOX.length + 24)));
      const { trouble } = JSON.parse(localStorage.getItem(name));
      if (trouble) line.append(this.refused(name, trouble));
      return line;
    }));
  }

  refused(name, trouble) {
    const part = document.createElement("details");
    const says = this.box.dataset;
    part.append(element("summary", says.refusedOpen), element("p", trouble), element("p", says.refusedLoss));
    const button = part.appendChild(element("button", says.refusedDo));
    button.type = "button";
    button.className = "quiet danger";
    button.addEventListener("click", () => {
      localStorage.removeItem(name);
      this.say("trouble").hidden = true;
      this.tell();
      this.part("waiting").querySelector("h2").focus();
    });
    return part;
  }

  trouble(what) {
    this.say("trouble").textContent = this.box.dataset[what] || what;
    this.say("trouble").hidden = false;
  }

  part(name) { return this.box.querySelector(`[data-part=${name}]`); }
  say(name) { return this.box.querySelector(`[data-say=${name}]`); }
  on(name, act) { this.box.querySelector(`[data-do=${name}]`).addEventListener("click", act); }
}
