/* Reading aloud with a Chinese voice of this machine, and speech instead of typing where the browser offers it. */
(function () {
  "use strict";
  const linli = window.linli;
  const speech = window.speechSynthesis;
  const Ear = window.SpeechRecognition || window.webkitSpeechRecognition;
  const english = document.documentElement.lang === "en";

  function voice() {
    const wanted = english ? /^en/i : /^(zh|cmn)/i;
    return speech && speech.getVoices().find((one) => wanted.test(one.lang) && one.localService !== false);
  }

  function sentences() {
    const parts = linli.all("main h1, main h2, main p, main li, main label, main .b").filter((part) =>
      part.offsetParent && !part.closest("[hidden], .hide") && !part.querySelector("p, li"));
    return parts.map((part) => part.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
  }

  function read(button, word, before) {
    if (speech.speaking) {
      speech.cancel();
      return;
    }
    const texts = sentences();
    const done = () => { if (word) word.textContent = before; button.setAttribute("aria-pressed", "false"); };
    texts.forEach((text, n) => {
      const line = new SpeechSynthesisUtterance(text);
      line.voice = voice();
      line.rate = 0.9;
      if (n === texts.length - 1) line.onend = done;
      line.onerror = done;
      speech.speak(line);
    });
    if (word) word.textContent = linli.words.reading;
    button.setAttribute("aria-pressed", "true");
  }

  function offer() {
    if (!voice()) return;
    linli.all("[data-speak][hidden]").forEach((button) => {
      const word = button.querySelector("span");
      const before = word ? word.textContent : "";
      button.hidden = false;
      button.addEventListener("click", () => read(button, word, before));
    });
  }

  function listen(button) {
    const field = document.getElementById(button.dataset.listen);
    const word = button.querySelector("span");
    const before = word && word.textContent;
    const ear = new Ear();
    ear.lang = english ? "en-US" : "zh-CN";
    ear.onresult = (event) => {
      field.value += event.results[0][0].transcript;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    ear.onend = () => { if (word) word.textContent = before; field.focus(); };
    if (word) word.textContent = linli.words.listening;
    ear.start();
  }

  if (speech) {
    offer();
    speech.addEventListener("voiceschanged", offer);
    window.addEventListener("pagehide", () => speech.cancel());
  }
  if (Ear) {
    linli.all("[data-listen]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => listen(button));
    });
  }
})();
