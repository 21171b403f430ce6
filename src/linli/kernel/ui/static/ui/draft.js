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
    form.addEventListener("submit", () => put(JSON.stringify(read(form)), true));
    form.addEventListener("htmx:after:request", (event) => {
      if (event.detail.ctx.response.status < 400) store.removeItem(key);
    });
    window.addEventListener("pagehide", () => { if (!(load(key) || {}).sent) save(); });
  });
})();
