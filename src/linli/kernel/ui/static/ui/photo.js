/* Photos: a large picture is made small and loses what the camera wrote into it, before it is sent; preview, remove. */
(function () {
  "use strict";
  const MOST = 1280;

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
    image.alt = window.linli.words.photo.replace("%(n)s", Array.from(slot.parentNode.children).indexOf(slot) + 1);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    slot.prepend(image);
    slot.classList.add("full");
    slot.querySelector("button").hidden = false;
  }

  function clear(slot) {
    const image = slot.querySelector("img");
    if (image) image.remove();
    slot.classList.remove("full");
    slot.querySelector("button").hidden = true;
  }

  async function chosen(slot) {
    const input = slot.querySelector("input");
    clear(slot);
    const file = input.files[0];
    if (!file) return;
    let ready = file;
    try {
      ready = await shrink(file);
      put(input, ready);
    } catch (error) {
      ready = file; // a format this browser cannot read goes as it is; the server makes it small
    }
    show(slot, ready);
  }

  Array.from(document.querySelectorAll("[data-photos]")).forEach((box) => {
    if (!window.createImageBitmap || !window.DataTransfer) return;
    box.classList.add("ready");
    Array.from(box.querySelectorAll(".add")).forEach((slot) => {
      slot.querySelector("input").addEventListener("change", () => chosen(slot));
      slot.querySelector("button").addEventListener("click", () => {
        slot.querySelector("input").value = "";
        clear(slot);
        slot.querySelector("input").focus();
      });
    });
  });
})();
