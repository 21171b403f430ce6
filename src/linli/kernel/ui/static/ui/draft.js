/* What is typed into a form with data-draft stays on this machine until it has arrived; saved every 3 seconds. */
(function () {
  "use strict";
  const linli = window.linli;
  const store = window.localStorage;
  const WEEK = 7 * 86400000;
  const status = document.querySelector("[data-draft-status]");

  function fields(form) {
    return Array.from(form.elements).filter((field) =>
      field.name && !/^(hidden|password|file|submit|button|fieldset)$/.test(field.type) && !("draftSkip" in field.dataset));
  }

  function read(form) {
    return fields(form).map((field) => [field.name, /^(checkbox|radio)$/.test(field.type) ? field.value + "|" + field.checked : field.value]);
  }

  function fill(form, kept) {
    fields(form).forEach((field, n) => {
      if (!kept[n] || kept[n][0] !== field.name) return;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = kept[n][1] === field.value + "|true";
      else field.value = kept[n][1];
    });
  }

  function load(key) {
    try {
      const draft = JSON.parse(store.getItem(key));
      if (draft && Date.now() - draft.at < WEEK) return draft;
    } catch (error) { /* written by an older page: forget it */ }
    store.removeItem(key);
    return null;
  }

  /* Who goes back and sends the same once more means the same thing: it goes under the same mark, and what has
     arrived is answered with what became of it. */
  function short(text) { // what was said does not stay behind
    let sum = 0;
    for (const sign of text) sum = (Math.imul(sum, 31) + sign.codePointAt(0)) | 0;
    return text.length + ":" + sum;
  }
  const wentBack = (performance.getEntriesByType("navigation")[0] || {}).type === "back_forward";
  function sameAgain(form, key, text) {
    const mark = form.elements.command_id;
    if (!mark) return;
    const files = linli.all("input[type=file]", form).map((field) => Array.from(field.files).map((file) => file.size));
    const sent = JSON.parse(window.sessionStorage.getItem(key) || "null");
    const now = { mark: mark.value, what: short(text + files.join()) };
    if (wentBack && sent && sent.what === now.what) now.mark = mark.value = sent.mark;
    window.sessionStorage.setItem(key, JSON.stringify(now));
  }

  linli.all("form[data-draft]").forEach((form) => {
    const key = "linli-draft:" + (document.body.dataset.me || "") + ":" + form.dataset.draft;
    const faults = document.getElementById("errors");
    let last = JSON.stringify(read(form));
    const draft = load(key);
    if (draft && !faults && draft.text !== last) {
      fill(form, JSON.parse(draft.text));
      last = JSON.stringify(read(form));
      linli.say("info", linli.words.back);
    }
    function put(text, sent) {
      last = text;
      store.setItem(key, JSON.stringify({ at: Date.now(), text: text, path: location.pathname, sent: sent }));
    }
    function save() {
      const text = JSON.stringify(read(form));
      if (text === last) return;
      put(text, false);
      if (status) status.textContent = linli.words.kept;
    }
    if (faults && draft) put(last, false); // sent, and turned back
    setInterval(save, 3000);
    form.addEventListener("submit", () => {
      put(JSON.stringify(read(form)), true);
      sameAgain(form, key, last);
    });
    form.addEventListener("htmx:after:request", (event) => {
      const ctx = event.detail.ctx;
      const turned = /<main[^>]* class="page plain"/.test(ctx.text || ""); // signed out, or refused
      if (ctx.response.status < 400 && !turned) store.removeItem(key);
    });
    window.addEventListener("pagehide", () => { if (!(load(key) || {}).sent) save(); });
  });
})();
