// Comforts only: every page works without this file.
(() => {
  "use strict";

  // The error summary of a refused form takes the focus, so that it is read first.
  const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

  // "Print" and "copy" buttons appear only where they work.
  const showCopyButtons = (root) => {
    for (const button of root.querySelectorAll("[data-print][hidden]")) button.hidden = false;
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll("[data-copy][hidden], [data-copy-link][hidden]")) button.hidden = false;
  };

  // Chosen files are listed with size and SHA-256, so that both sides can compare what arrived.
  const listFiles = async (input) => {
    const holder = input.closest("[data-upload]");
    const list = holder?.querySelector("[data-upload-list]");
    if (!list) return;
    list.replaceChildren();
    for (const file of input.files) {
      const item = document.createElement("li");
      const size = file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
      item.textContent = `${file.name} · ${size}`;
      list.append(item);
      if (!globalThis.crypto?.subtle || file.size > 52428800) continue;
      const code = document.createElement("code");
      code.textContent = holder.dataset.uploadHashing;
      item.append(document.createElement("br"), code);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      code.textContent = `SHA-256 ${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    }
  };

  // Copies, and says whether that worked: beside the button for those who see it, in the live region for the others.
  let copyTimer;
  const copy = async (button, words) => {
    const done = await navigator.clipboard.writeText(words).then(() => true, () => false);
    const region = document.querySelector("[data-copy-status]");
    const forget = () => {
      document.querySelector(".copy-note")?.remove();
      region.textContent = "";
    };
    clearTimeout(copyTimer);
    forget();
    const note = document.createElement("span");
    note.className = done ? "copy-note no-print" : "copy-note copy-note-failed no-print";
    note.setAttribute("aria-hidden", "true");
    note.textContent = region.textContent = done ? region.dataset.copied : region.dataset.notCopied;
    button.after(note);
    copyTimer = setTimeout(forget, 8000);
  };

  document.addEventListener("click", (event) => {
    const citation = event.target.closest("[data-copy]");
    if (citation) copy(citation, citation.dataset.copy);
    const link = event.target.closest("[data-copy-link]");
    if (link) copy(link, new URL(link.dataset.copyLink, location).href);
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-upload] input[type=file]")) listFiles(event.target);
  });

  // How much of an upload has arrived, in forms that htmx sends.
  document.addEventListener("htmx:xhr:progress", (event) => {
    const holder = event.target.querySelector("[data-upload-progress]");
    if (!holder || !event.detail.lengthComputable) return;
    holder.hidden = false;
    holder.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
  });

  // A short notice, sent by the server with the header HX-Trigger: {"toast": "…"}.
  document.addEventListener("toast", (event) => {
    let holder = document.querySelector(".toasts");
    if (!holder) {
      holder = document.createElement("div");
      holder.className = "toasts";
      holder.setAttribute("role", "status");
      document.body.append(holder);
    }
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.textContent = event.detail.value;
    holder.append(toast);
    setTimeout(() => toast.remove(), 8000);
  });

  // A form is sent once. The server refuses the second one too; this only spares the reader the message.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  // Coming back with the browser's "back" must not leave a form that can never be sent.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  const ready = (root) => {
    focusErrors(root);
    showCopyButtons(root);
  };
  document.addEventListener("htmx:load", (event) => ready(event.target));
  ready(document);
})();
