// Keys of the triage queue: j and k move between rows, Enter opens (the link has the focus). A comfort only.
(() => {
  "use strict";

  const links = () => [...document.querySelectorAll("tr[data-row] th a")];
  const typing = (element) => element.matches("input, select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
    event.preventDefault();
  });
})();
