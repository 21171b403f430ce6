/* The end of a sign-in is announced five minutes before, in a banner; one click goes on. Only where a desk has such an end. */
(function () {
  "use strict";
  const linli = window.linli;
  const whole = Number(document.body.dataset.idle) * 1000;
  const early = Math.min(5 * 60000, whole / 2);
  let used = Date.now();
  let told = 0;

  function stay() {
    fetch("/menu/", { method: "HEAD", credentials: "same-origin" }).then((answer) => {
      if (answer.redirected) return say("late", linli.words.gone);
      touch();
    });
  }

  function touch() {
    used = Date.now();
    if (!told) return;
    told = 0;
    document.getElementById("notes").replaceChildren();
  }

  function say(kind, text) {
    linli.say(kind, text);
    if (kind !== "soon") return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn m";
    button.textContent = linli.words.stay;
    button.addEventListener("click", stay);
    document.querySelector("#notes .banner").append(button);
  }

  function look() {
    const left = whole - (Date.now() - used);
    const minutes = Math.ceil(left / 60000);
    if (left > early || told === minutes) return;
    told = minutes;
    if (left > 0) say("soon", linli.words.idle.replace("%(n)s", minutes));
    else say("late", linli.words.gone);
  }

  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (!source || !("quiet" in source.dataset)) touch();
  });
  setInterval(look, Math.min(15000, whole / 20));
})();
