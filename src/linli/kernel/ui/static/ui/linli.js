/* Small improvements to pages that are complete without them. No other script is needed by this one. */
(function () {
  "use strict";
  const body = document.body;
  const words = JSON.parse(body.dataset.words || "{}");
  const started = Date.now();
  const skew = body.dataset.now ? started - Date.parse(body.dataset.now) : 0;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const svg = "http://www.w3.org/2000/svg";
  document.documentElement.classList.add("js");

  function sprite(name) {
    const any = document.querySelector(".i use");
    return (any ? any.getAttribute("href").replace(/#.*/, "") : "") + "#i-" + name;
  }

  function say(kind, text) {
    const notes = document.getElementById("notes");
    if (!notes) return;
    const banner = document.createElement("div");
    const icon = document.createElementNS(svg, "svg");
    const use = document.createElementNS(svg, "use");
    const line = document.createElement("p");
    banner.className = "banner " + kind;
    icon.setAttribute("class", "i");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    use.setAttribute("href", sprite({ late: "warn", off: "offline", ok: "done" }[kind] || "info"));
    icon.appendChild(use);
    line.textContent = text;
    banner.append(icon, line);
    notes.replaceChildren(banner);
    notes.scrollIntoView({ block: "nearest" });
  }

  /* ---- clocks: words and colour of a badge change together, by the server's clock ---- */
  function length(seconds, day) {
    if (seconds < 60) return words.short;
    if (seconds < 3600) return counted(words.minute, Math.floor(seconds / 60));
    if (seconds < day) return counted(words.hour, Math.floor(seconds / 3600));
    return counted(words.day, Math.floor(seconds / day));
  }

  function counted(oneAndMany, n) {
    return oneAndMany[n === 1 ? 0 : 1].replace("7", n);
  }

  function tick() {
    const now = Date.now();
    all("time[data-due]").forEach((time) => {
      const past = (now - skew - Date.parse(time.dataset.due)) / 1000;
      if (past <= 0) return;
      const known = time.dataset.over;
      const over = known === undefined ? past : Number(known) + (now - started) / 1000;
      const day = Number(time.dataset.day);
      const badge = time.closest(".badge");
      time.textContent = words.over.replace("%(length)s", length(over, day));
      if (!badge) return;
      badge.className = over > day ? "badge late hard" : "badge late";
      badge.querySelector("use").setAttribute("href", sprite("warn"));
    });
  }
  setInterval(tick, 60000);

  /* ---- sending: one click is enough; the command id guards the rest ---- */
  const asleep = new Map();

  function sleep(form, button) {
    asleep.set(form, button && { button: button, html: button.innerHTML });
    setTimeout(() => wake(form), 15000);
    if (!button) return;
    const label = button.textContent.trim();
    button.style.minWidth = button.offsetWidth + "px";
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy || (label.length < 5 ? words.busy.replace("%(word)s", label) : words.sending);
  }

  function wake(form) {
    const was = asleep.get(form);
    asleep.delete(form);
    if (!was) return;
    was.button.innerHTML = was.html;
    was.button.removeAttribute("aria-disabled");
  }

  /* Without network a browser leaves the page, and what was typed with it: ask first whether anybody answers. */
  const reached = new Set();
  function reach(form, button) {
    fetch("/menu/", { method: "HEAD", credentials: "same-origin" }).then(() => {
      reached.add(form);
      if (button) button.click();
      else form.submit();
    }, () => say("off", words.lost));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const button = event.submitter || form.querySelector("button:not([type=button])");
    const cut = navigator.onLine === false && !reached.delete(form);
    if (asleep.has(form) || cut) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (cut) reach(form, button);
      return;
    }
    setTimeout(() => { if (form.isConnected) sleep(form, button); });
    asleep.set(form, null);
  }, true);
  window.addEventListener("pageshow", () => all("form").forEach(wake));

  /* ---- how much has been written ---- */
  document.addEventListener("input", (event) => {
    const told = event.target.id && document.querySelector('[data-count="' + event.target.id + '"]');
    if (told) told.textContent = Array.from(event.target.value).length + " / " + told.dataset.most;
  });

  /* ---- lists ---- */
  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    if (back && document.referrer.split("?")[0] === back.href.split("?")[0] && history.length > 1) {
      event.preventDefault();
      history.back();
      return;
    }
    if (event.target.closest("[data-print]")) window.print();
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest("a, button, input, label, select")) return;
    const link = row.querySelector("[data-open]");
    if (document.getElementById("panel") && window.innerWidth > 1100) link.focus();
    else link.click();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      all("tbody input[type=checkbox]", event.target.closest("table")).forEach((box) => { box.checked = event.target.checked; });
    }
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.type !== "search") form.submit(); // words are sent by Enter
  });
  all("[data-print]").forEach((button) => { button.hidden = false; });

  /* ---- a table that is wider than the screen can be moved by keys, and only then is a stop on the way ---- */
  const widths = window.ResizeObserver && new ResizeObserver((seen) => seen.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }));
  function watchWidths() {
    if (widths) all(".scroll").forEach((box) => widths.observe(box));
  }
  watchWidths();

  /* ---- pieces of a page fetched by htmx ---- */
  function lead(root) {
    const first = root.matches("[data-focus]") ? root : root.querySelector("[data-focus], h1, h2");
    if (!first) return;
    first.setAttribute("tabindex", "-1");
    first.focus();
  }
  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source && "quiet" in source.dataset) event.detail.ctx.request.headers["HX-Quiet"] = "1"; // no use of the desk
    else if (source) source.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (!source) return;
    source.removeAttribute("aria-busy");
    if (source.tagName === "FORM") wake(source);
  });
  let held = "";
  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    held = document.activeElement && document.activeElement.id;
    if (ctx.select || !/^\s*<!doctype/i.test(ctx.text || "")) return;
    event.preventDefault(); // a whole page where a piece was asked for: signed out, or turned down
    if (ctx.response.status < 400) {
      location.href = ctx.response.raw.url;
      return;
    }
    const page = new DOMParser().parseFromString(ctx.text, "text/html");
    const told = ["h1", "main p"].map((part) => page.querySelector(part)).filter(Boolean);
    say("late", told.length ? told.map((part) => part.textContent.trim()).join(words.stop).replace(words.stop + words.stop, words.stop) : words.broken);
  });
  document.addEventListener("htmx:error", (event) => {
    const source = event.detail.ctx && event.detail.ctx.sourceElement;
    if (!source || !("quiet" in source.dataset)) say("off", words.lost);
  });
  /* A choice that came from the server has changed like one by hand. */
  document.addEventListener("htmx:after:settle", () => all("[data-changed]").forEach((field) => {
    field.removeAttribute("data-changed");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }));
  document.addEventListener("htmx:after:settle", (event) => {
    const source = event.detail.task.sourceElement;
    const again = held && document.activeElement === document.body && document.getElementById(held);
    tick();
    watchWidths();
    if (again) again.focus(); // a list one chose from came back with the piece
    if (source && !source.hasAttribute("hx-trigger")) lead(event.target);
  });

  /* ---- a draft has arrived when the page after its form is here and finds no fault; plain pages are errors,
     refusals and signing in again ---- */
  if (!document.querySelector("#errors, main.plain")) {
    Object.keys(localStorage).filter((key) => key.startsWith("linli-draft:")).forEach((key) => {
      const draft = JSON.parse(localStorage.getItem(key));
      if (draft.sent && document.referrer.split("?")[0] === location.origin + draft.path) localStorage.removeItem(key);
    });
  }

  window.linli = { words: words, say: say, sprite: sprite, all: all };
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
