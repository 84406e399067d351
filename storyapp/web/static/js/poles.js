// A place between two or three poles: the numbers become sliders, and a triad gets a triangle to press into.
// The numbers stay the answer: pointer, keyboard and screen reader write into the same fields.
const WHOLE = 100;
const SVG = "http://www.w3.org/2000/svg";

export function start(root) {
  for (const box of root.querySelectorAll("[data-slider], [data-triad]")) new Poles(box);
}

class Poles {
  constructor(box) {
    this.box = box;
    this.fields = [...box.querySelectorAll("input.share")];
    this.values = this.fields.map((field) => field.value.trim());
    this.names = this.fields.map((field) => box.querySelector(`label[for="${field.id}"]`).textContent.trim());
    this.sliders = this.fields.map((field, n) => this.slider(field, n));
    if ("triad" in box.dataset) this.draw();
    this.status = document.createElement("p");
    this.status.className = "hint";
    this.status.setAttribute("role", "status");
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "quiet";
    this.clear.textContent = box.dataset.clear;
    this.clear.addEventListener("click", () => this.put(this.fields.map(() => "")));
    box.append(this.status, this.clear);
    // A hidden field keeps its value when its form is emptied: the next teller must not find where this one placed it.
    const first = this.values;
    if (box.closest("form")) box.closest("form").addEventListener("reset", () => setTimeout(() => this.put(first)));
    this.show();
  }

  slider(field, n) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = WHOLE;
    slider.step = 1;
    slider.id = field.id;
    field.removeAttribute("id");
    field.type = "hidden";
    field.after(slider);
    slider.addEventListener("input", () => this.move(n, Number(slider.value)));
    // A press that changes nothing is an answer too: the middle may be meant.
    slider.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.move(n, Number(slider.value));
      }
    });
    slider.addEventListener("pointerup", () => this.move(n, Number(slider.value)));
    return slider;
  }

  move(n, value) {
    if (this.fields.length === 1) return this.put([value]);
    const rest = WHOLE - value;
    const others = this.shown().map((one, m) => (m === n ? 0 : one));
    const sum = others[0] + others[1] + others[2];
    const shares = others.map((one, m) => (m === n ? value : sum ? (rest * one) / sum : rest / 2));
    this.put(whole(shares, n));
  }

  put(values) {
    this.values = values.map(String);
    this.fields.forEach((field, n) => (field.value = this.values[n]));
    this.show();
    this.box.dispatchEvent(new Event("placed", { bubbles: true }));
  }

  isSet() {
    return this.values.every((value) => /^\d+$/.test(value));
  }

  shown() {
    if (this.isSet()) return this.values.map(Number);
    return this.fields.length === 1 ? [WHOLE / 2] : [34, 33, 33];
  }

  show() {
    const shown = this.shown();
    const data = this.box.dataset;
    this.box.classList.toggle("is-unset", !this.isSet());
    this.sliders.forEach((slider, n) => {
      slider.value = shown[n];
      const said = this.fields.length === 1 ? this.between(shown[0]) : data.of.replace("{n}", shown[n]);
      slider.setAttribute("aria-valuetext", this.isSet() ? said : data.none);
    });
    const said = this.fields.length === 1 ? this.between(shown[0]) : this.names.map((name, n) => `${name} ${shown[n]}`).join(" · ");
    this.status.textContent = this.isSet() ? said : data.none;
    this.clear.hidden = !this.isSet();
    if (this.knob) {
      const { x, y } = this.at(shown);
      this.knob.setAttribute("cx", x);
      this.knob.setAttribute("cy", y);
    }
  }

  between(value) {
    return `${this.box.dataset.low} ${WHOLE - value} · ${value} ${this.box.dataset.high}`;
  }

  draw() {
    this.corners = [[150, 38], [20, 255], [280, 255]];
    const svg = node("svg", { viewBox: "0 0 300 300", class: "triad-picture", "aria-hidden": "true" });
    svg.append(node("polygon", { points: this.corners.join(" "), class: "triad-shape" }));
    this.names.forEach((name, n) => {
      const [x, y] = [[150, 14], [4, 285], [296, 285]][n];
      const words = node("text", { x, y, "text-anchor": ["middle", "start", "end"][n] });
      words.textContent = name.length > 24 && n ? `${name.slice(0, 23)}…` : name;
      svg.append(words);
    });
    this.knob = node("circle", { r: 12, class: "triad-knob" });
    svg.append(this.knob);
    const press = (event) => {
      const place = svg.createSVGPoint();
      place.x = event.clientX;
      place.y = event.clientY;
      const { x, y } = place.matrixTransform(svg.getScreenCTM().inverse());
      this.put(whole(this.shares(x, y), -1));
    };
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      press(event);
    });
    svg.addEventListener("pointermove", (event) => svg.hasPointerCapture(event.pointerId) && press(event));
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = this.box.dataset.picture;
    this.box.prepend(hint, svg);
  }

  at(values) {
    const x = this.corners.reduce((sum, corner, n) => sum + (corner[0] * values[n]) / WHOLE, 0);
    const y = this.corners.reduce((sum, corner, n) => sum + (corner[1] * values[n]) / WHOLE, 0);
    return { x, y };
  }

  // Barycentric places; what lies outside the triangle is drawn to its edge.
  shares(x, y) {
    const [[x1, y1], [x2, y2], [x3, y3]] = this.corners;
    const area = (y2 - y3) * (x1 - x3) + (x3 - x2) * (y1 - y3);
    const a = ((y2 - y3) * (x - x3) + (x3 - x2) * (y - y3)) / area;
    const b = ((y3 - y1) * (x - x3) + (x1 - x3) * (y - y3)) / area;
    const kept = [a, b, 1 - a - b].map((share) => Math.max(share, 0));
    const sum = kept[0] + kept[1] + kept[2];
    return kept.map((share) => (WHOLE * share) / sum);
  }
}

// Whole numbers that make 100: what is left goes to those with the largest remainder; `fixed` keeps its own.
function whole(shares, fixed) {
  const values = shares.map(Math.floor);
  const order = shares.map((share, n) => n).filter((n) => n !== fixed).sort((a, b) => shares[b] % 1 - (shares[a] % 1));
  let left = WHOLE - values.reduce((sum, value) => sum + value, 0);
  for (let n = 0; left > 0; n = (n + 1) % order.length, left -= 1) values[order[n]] += 1;
  return values;
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
