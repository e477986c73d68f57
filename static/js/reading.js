// Comforts of the reading page: the page works without this file.
(() => {
  "use strict";

  const text = document.querySelector("[data-provisions]");
  if (!text) return;

  // An anchor of another part leads to the page with that part.
  const follow = () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (!anchor || document.getElementById(anchor)) return;
    if (!/^[A-Za-z0-9_.-]+$/.test(anchor)) return;
    location.replace(`${text.dataset.provisions}~${anchor}/#${anchor}`);
  };
  window.addEventListener("hashchange", follow);
  follow();

  // A provision that the address names without an anchor is scrolled to.
  if (!location.hash) document.querySelector(".provision.is-marked")?.scrollIntoView({ behavior: "instant" });

  // The contents of a long text begin where the reader is.
  const nav = document.querySelector(".contents");
  const here = nav?.querySelector('[aria-current], a[href^="#"]:not(.skip-link)');
  if (here && nav.scrollHeight > nav.clientHeight) nav.scrollTop = here.offsetTop - nav.offsetTop - nav.clientHeight / 4;

  // On a narrow screen the contents stand above the text, so they begin folded.
  const contents = document.querySelector("[data-contents]");
  if (contents && window.matchMedia("(max-width: 61.99rem)").matches) contents.open = false;
})();
