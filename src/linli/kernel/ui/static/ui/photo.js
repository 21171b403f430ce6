/* Photos: a large picture is made small and loses what the camera wrote into it; preview, remove; sent ahead of the form
   where the box names an address for it, so that pressing the button is quick. */
(function () {
  "use strict";
  const MOST = 1280;
  const linli = window.linli;

  async function shrink(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  }

  function put(input, file) {
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
  }

  function show(slot, file) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = linli.words.photo.replace("%(n)s", Array.from(slot.parentNode.children).indexOf(slot) + 1);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    slot.prepend(image);
    slot.classList.add("full");
    slot.querySelector("button").hidden = false;
  }

  function clear(slot) {
    Array.from(slot.querySelectorAll("img, input[type=hidden]")).forEach((part) => part.remove());
    slot.classList.remove("full");
    slot.querySelector("button").hidden = true;
  }

  /* The stored name takes the place of the file. Where sending ahead does not work, the file goes with the form. */
  async function sendAhead(slot, file, address) {
    const input = slot.querySelector("input[type=file]");
    const form = input.form;
    const body = new FormData();
    ["csrfmiddlewaretoken", "command_id"].forEach((name) => {
      if (form.elements[name]) body.append(name, form.elements[name].value);
    });
    body.append("photos", file);
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body: body, headers: { Accept: "application/json" } });
    } catch (error) {
      return;
    }
    const told = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
    if (input.files[0] !== file) return;
    if (answer.ok && told.uid) {
      const name = document.createElement("input");
      name.type = "hidden";
      name.name = "kept";
      name.value = told.uid;
      slot.append(name);
      input.value = "";
      slot.dispatchEvent(new CustomEvent("linli:kept", { bubbles: true }));
    } else if (told.message) {
      input.value = "";
      clear(slot);
      linli.say("late", told.message);
    }
  }

  async function chosen(slot, box) {
    const input = slot.querySelector("input[type=file]");
    clear(slot);
    let file = input.files[0];
    if (!file) return;
    try {
      file = await shrink(file);
      put(input, file);
    } catch (error) { /* a format this browser cannot read goes as it is; the server makes it small */ }
    show(slot, file);
    if (box.dataset.upload) sendAhead(slot, input.files[0], box.dataset.upload);
  }

  function remove(slot, box) {
    const input = slot.querySelector("input[type=file]");
    if (input) {
      input.value = "";
      clear(slot);
      input.focus();
      return;
    }
    slot.remove();
    const spare = box.querySelector(".add[hidden]");
    if (spare) {
      spare.hidden = false;
      spare.querySelector("input").focus();
    }
  }

  function begin(root) {
    if (!window.createImageBitmap || !window.DataTransfer) return;
    Array.from(root.querySelectorAll("[data-photos]:not(.ready)")).forEach(prepare);
  }

  function prepare(box) {
    box.classList.add("ready");
    Array.from(box.querySelectorAll(".shot.full > button")).forEach((button) => { button.hidden = false; });
    box.addEventListener("change", (event) => {
      if (event.target.type === "file") chosen(event.target.closest(".shot"), box);
    });
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button.x");
      if (button) remove(button.closest(".shot"), box);
    });
  }

  begin(document);
  document.addEventListener("htmx:after:settle", () => begin(document));
})();
