/* The position of this device, asked for only when the button is tapped, written into the hidden fields beside it. */
(function () {
  "use strict";
  const linli = window.linli;
  if (!navigator.geolocation || !window.isSecureContext) return;

  function put(box, name, value) {
    const field = box.querySelector('input[name$="' + name + '"]');
    if (field) field.value = value;
  }

  function ask(box, told) {
    told.textContent = linli.words.locating;
    navigator.geolocation.getCurrentPosition(
      (found) => {
        put(box, "lon", found.coords.longitude.toFixed(6));
        put(box, "lat", found.coords.latitude.toFixed(6));
        put(box, "accuracy", Math.round(found.coords.accuracy));
        put(box, "here", "1");
        told.textContent = linli.words.here.replace("%(metres)s", Math.round(found.coords.accuracy));
        box.dispatchEvent(new CustomEvent("placed", { bubbles: true }));
      },
      (refused) => { told.textContent = refused.code === 1 ? linli.words.denied : linli.words.nowhere; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  function offer() {
    linli.all("[data-place] [data-here]").forEach((button) => { button.hidden = false; });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place] [data-here]");
    if (!button) return;
    const box = button.closest("[data-place]");
    ask(box, box.querySelector("[data-here-status]"));
  });
  document.addEventListener("htmx:after:settle", offer);
  offer();
})();
