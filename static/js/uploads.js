// Files of a form that are sent as soon as they are chosen. Without this file they go with the form.
(() => {
  "use strict";

  const holderOf = (event) => event.target.closest?.("[data-upload-now]");

  const reset = (holder, { empty }) => {
    const progress = holder.querySelector("[data-upload-progress]");
    if (progress) progress.hidden = true;
    if (!empty) return;
    // What has arrived stands in the list of the draft; the same files need not be sent again with the form.
    for (const input of holder.querySelectorAll("input[type=file]")) input.value = "";
    holder.querySelector("[data-upload-list]")?.replaceChildren();
  };

  document.addEventListener("htmx:beforeRequest", (event) => holderOf(event)?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => {
    const holder = holderOf(event);
    if (!holder) return;
    holder.removeAttribute("aria-busy");
    // A refused file is named in the list; after a broken connection the files stay chosen and go with the form.
    reset(holder, { empty: event.detail.successful });
  });
})();
