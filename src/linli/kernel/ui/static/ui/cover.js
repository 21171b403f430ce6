/* A box is drawn on a photo and fills the number fields beside it, in hundredths of the photo. Without script one types. */
(function () {
  "use strict";
  const names = ["left", "top", "wide", "high"];

  document.querySelectorAll("svg[data-cover]").forEach((svg) => {
    const form = svg.closest("section").querySelector("form [name=left]").form;
    const whole = svg.viewBox.baseVal;
    let from = null;
    let drawn = null;

    function at(event) {
      const frame = svg.getBoundingClientRect();
      const cut = (part) => Math.min(1, Math.max(0, part));
      return [cut((event.clientX - frame.left) / frame.width), cut((event.clientY - frame.top) / frame.height)];
    }

    function show(to) {
      const low = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
      const size = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
      const box = [
        Math.min(99, Math.floor(low[0] * 100)), Math.min(99, Math.floor(low[1] * 100)),
        Math.max(1, Math.ceil(size[0] * 100)), Math.max(1, Math.ceil(size[1] * 100)),
      ];
      names.forEach((name, place) => { form.elements[name].value = box[place]; });
      drawn.setAttribute("x", (box[0] / 100) * whole.width);
      drawn.setAttribute("y", (box[1] / 100) * whole.height);
      drawn.setAttribute("width", (box[2] / 100) * whole.width);
      drawn.setAttribute("height", (box[3] / 100) * whole.height);
    }

    svg.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      from = at(event);
      if (!drawn) {
        drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        drawn.setAttribute("class", "drawn");
        svg.appendChild(drawn);
      }
      svg.setPointerCapture(event.pointerId);
      show(from);
    });
    svg.addEventListener("pointermove", (event) => { if (from) show(at(event)); });
    svg.addEventListener("pointerup", (event) => { if (from) show(at(event)); from = null; });
    svg.addEventListener("pointercancel", () => { from = null; });
  });
})();
