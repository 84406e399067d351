// Keep one part of the page fresh. When the network is gone, ask more and more rarely.
const LONGEST_MS = 60000;

export function start(root) {
  for (const region of root.querySelectorAll("[data-poll]")) keep(region);
}

function keep(region) {
  const every = Number(region.dataset.pollSeconds || 4) * 1000;
  let wait = every;

  async function ask() {
    if (!document.hidden && !region.contains(document.activeElement)) {
      const fresh = await fetchPart(region);
      wait = fresh === null ? Math.min(wait * 2, LONGEST_MS) : every;
      if (fresh !== null && fresh !== region.innerHTML) region.innerHTML = fresh;
    }
    setTimeout(ask, wait);
  }

  setTimeout(ask, wait);
}

async function fetchPart(region) {
  try {
    const headers = { "X-Poll": "1" };
    if (region.seen) headers["If-None-Match"] = region.seen;
    const answer = await fetch(region.dataset.poll || window.location.href, { headers });
    if (answer.status === 304) return region.innerHTML;
    if (!answer.ok) return null;
    region.seen = answer.headers.get("ETag");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = region.id ? page.getElementById(region.id) : page.querySelector("[data-poll]");
    if (part) return part.innerHTML;
    window.location.reload(); // this page has become another one
    return null;
  } catch {
    return null;
  }
}
