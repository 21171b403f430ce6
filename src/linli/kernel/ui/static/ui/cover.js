/* A box is drawn on a photo and fills the number fields beside it, in hundredths of the photo; dragged again it moves.
   Without script one types. */
(function () {
  "use strict";
  const names = ["left", "top", "wide", "high"];

  document.querySelectorAll("svg[data-cover]").forEach((svg) => {
    const form = svg.closest("section").querySelector("form [name=left]").form;
    const whole = svg.viewBox.baseVal;
    let from = null;
    let held = null;
    let drawn = null;

    function at(event) {  // a tall photo does not fill its frame
      const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const cut = (part) => Math.min(1, Math.max(0, part));
      return [cut(spot.x / whole.width), cut(spot.y / whole.height)];
    }

    function box() {
      return names.map((name) => Number(form.elements[name].value));
    }

    function put(sides) {
      names.forEach((name, place) => { form.elements[name].value = sides[place]; });
      drawn.setAttribute("x", (sides[0] / 100) * whole.width);
      drawn.setAttribute("y", (sides[1] / 100) * whole.height);
      drawn.setAttribute("width", (sides[2] / 100) * whole.width);
      drawn.setAttribute("height", (sides[3] / 100) * whole.height);
    }

    function show(to) {
      const low = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
      const size = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
      put([
        Math.min(99, Math.floor(low[0] * 100)), Math.min(99, Math.floor(low[1] * 100)),
        Math.max(1, Math.ceil(size[0] * 100)), Math.max(1, Math.ceil(size[1] * 100)),
      ]);
    }

    function move(to) {
      const sides = box();
      [0, 1].forEach((side) => {
        const room = Math.min(99, Math.max(0, 100 - sides[side + 2]));
        sides[side] = Math.min(room, Math.max(0, Math.round(to[side] * 100 - held[side])));
      });
      put(sides);
    }

    svg.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      svg.setPointerCapture(event.pointerId);
      const spot = at(event);
      if (drawn && event.target === drawn) {
        const sides = box();
        held = [spot[0] * 100 - sides[0], spot[1] * 100 - sides[1]];
        return;
      }
      from = spot;
      if (!drawn) {
        drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        drawn.setAttribute("class", "drawn");
        svg.appendChild(drawn);
      }
      show(from);
    });
    svg.addEventListener("pointermove", (event) => {
      if (held) move(at(event));
      if (from) show(at(event));
    });
    svg.addEventListener("pointerup", (event) => {
      if (held) move(at(event));
      if (from) show(at(event));
      from = held = null;
    });
    svg.addEventListener("pointercancel", () => { from = held = null; });
  });
})();
