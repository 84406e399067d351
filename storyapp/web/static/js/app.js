// Every page works without this file; it loads only the small help that a page asks for.
// Addresses come from the page, with their fingerprints: a browser keeps our files for a year.
const asks = {
  "exit": "[data-exit]",
  "once": "form[method=post]",
  "focus-errors": "[data-focus-errors]",
  "autosize": "textarea[data-autosize]",
  "counter": "[data-counter]",
  "review-keys": "[data-key]",
  "masks": "[data-mask-source]",
  "poll": "[data-poll]",
  "print": "[data-print]",
  "poles": "[data-slider], [data-triad]",
  "copy": "[data-copy]",
  "timer": "[data-until], [data-poll]",
  "phone": "[data-phone]",
  "resend": "[data-resend]",
  "again": "[data-again]",
  "asks": "form[data-asks]",
  "record": "[data-record]",
  "listen": "[data-listen]",
  "aloud": "[data-aloud]",
  "chosen": "[data-chosen]",
  "away": "[data-away], [data-away-count]",
};

for (const address of document.querySelector("script[data-helps]").dataset.helps.split(" ")) {
  const name = address.match(/([\w-]+)\.js/)[1];
  if (document.querySelector(asks[name])) {
    import(address).then((help) => help.start(document));
  }
}
