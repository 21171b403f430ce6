/* Keys over a list on a desk: J K arrows move, Enter opens, X picks, / searches, others by data-key. Can be switched off. */
(function () {
  "use strict";
  const linli = window.linli;
  const store = window.localStorage;
  const rows = () => linli.all("table[data-list] tr[data-row]");
  let off = (store.getItem("linli-keys") || ("keysOff" in document.body.dataset ? "off" : "on")) === "off";
  let timer;

  function current() {
    return document.querySelector('table[data-list] tr[aria-selected="true"]');
  }

  function select(row) {
    const before = current();
    if (row === before) return;
    if (before) before.removeAttribute("aria-selected");
    row.setAttribute("aria-selected", "true");
    clearTimeout(timer);
    timer = setTimeout(() => row.dispatchEvent(new CustomEvent("pick")), 120);
  }

  function move(by) {
    const list = rows();
    const at = list.indexOf(current());
    const next = list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)];
    if (next) next.querySelector("[data-open]").focus();
  }

  function typing(target) {
    return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
  }

  function press(event) {
    const inList = event.target.closest("table[data-list]");
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "j" || (key === "ArrowDown" && inList)) return move(1), true;
    if (key === "k" || (key === "ArrowUp" && inList)) return move(-1), true;
    if (key === "x") {
      const box = current() && current().querySelector("input[type=checkbox]");
      if (box) box.click();
      return Boolean(box);
    }
    if (key === "/") {
      const find = document.getElementById("find");
      if (find) find.focus();
      return Boolean(find);
    }
    const button = /^[a-z]$/.test(key) && document.querySelector('[data-key="' + key + '"]');
    if (button) button.click();
    return Boolean(button);
  }

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("table[data-list] tr[data-row]");
    if (row) select(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.id === "find") event.target.blur();
    if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!typing(event.target) && press(event)) event.preventDefault();
  });

  linli.all("[data-keys-switch]").forEach((button) => {
    const name = () => { button.textContent = off ? linli.words.keys_on : linli.words.keys_off; };
    button.hidden = false;
    button.addEventListener("click", () => {
      off = !off;
      store.setItem("linli-keys", off ? "off" : "on");
      name();
    });
    name();
  });
})();
