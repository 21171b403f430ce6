/* Taking calls by keyboard: Alt and a digit goes to a field, Enter goes on to the next, arrows reach what was found. */
(function () {
  "use strict";
  const call = document.querySelector("form[data-call]");
  if (!call) return;
  const order = ["id_phone", "id_where", "id_text", "id_what", "id_answer"];
  const lists = { id_where: "call-places", id_what: "call-categories" };
  const at = (id) => document.getElementById(id);

  function go(id) {
    const field = at(id);
    if (field) field.focus();
    return Boolean(field);
  }

  function first(selector) {
    const found = call.querySelector(selector);
    if (found) found.focus();
    return Boolean(found);
  }

  function press(selector) {
    const found = call.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  }

  function onward(from) {
    const owner = Object.keys(lists).find((id) => at(lists[id]) && at(lists[id]).contains(from));
    const here = order.indexOf(owner || from.id);
    return here >= 0 && here + 1 < order.length && go(order[here + 1]);
  }

  function chord(event) {
    if (event.ctrlKey && event.key === "Enter") return press("[data-send]");
    if (!event.altKey || event.ctrlKey || event.metaKey) return false;
    const digit = /^Digit([1-5])$/.exec(event.code);
    if (digit) return go(order[digit[1] - 1]);
    if (event.key === "Enter") return press("[data-answer]");
    if (event.code === "KeyJ") return first("[data-join]");
    if (event.code === "KeyH") return first("[data-open-earlier]");
    if (event.code === "KeyN") return press("[data-next]");
    return false;
  }

  function step(event) {
    const list = lists[event.target.id];
    if (event.key === "ArrowDown" && list) return first("#" + list + " input:checked") || first("#" + list + " input");
    if (event.key !== "Enter" || event.target.matches("textarea, button, a")) return false;
    onward(event.target);
    return true; // Enter never sends a half-written call
  }

  call.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") event.target.blur();
    else if (chord(event) || step(event)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!call.contains(event.target) && chord(event)) event.preventDefault();
  });
  call.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use]");
    if (!use) return;
    at("id_answer").value = use.dataset.use;
    go("id_answer");
  });
  /* The number a telephone system handed over does not stay in the address. */
  if (location.search) history.replaceState(null, "", location.pathname);
})();
