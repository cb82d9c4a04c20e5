// Pictures of the place: made small in the phone and kept there until they are sent with the report.
//
// Drawn anew on a canvas, a picture loses what its file carried: where, when and by what camera it was taken. The
// server does the same once more and trusts nobody.

import { announce, button, el } from "./dom.js";
import { newId } from "./reports.js";

const MOST = 3;
const LONGEST_SIDE = 1600;
const THUMB = 160;
const QUALITY = 0.82;

/** Take pictures, or take them away; `incident.photos` holds {id, blob}. */
export function photoPart({ incident, save, fault, id }) {
  incident.photos ??= [];
  const content = el("div", { class: "part-content" });
  const news = el("p", { class: "hint", role: "status" });
  const draw = () => {
    const checked = el("input", { type: "checkbox", id: `${id}-intygar`, checked: incident.arePhotosChecked });
    checked.addEventListener("change", () => {
      incident.arePhotosChecked = checked.checked;
      save("photos");
    });
    content.replaceChildren(
      ...[
        el("p", { class: "callout warning" }, "Ta kort på platsen, aldrig på människor. Inga ansikten och inga registreringsskyltar får synas."),
        incident.photos.length > 0 && el("ul", { class: "photos" }, incident.photos.map((photo, number) => thumb(photo, number))),
        incident.photos.length < MOST && chooser(),
        incident.photos.length > 0 &&
          el("div", { class: "choice" }, checked, el("label", { for: checked.id }, "Jag har sett efter: inga ansikten eller skyltar syns.")),
        news,
      ].filter(Boolean),
    );
  };
  const chooser = () => {
    const input = el("input", { type: "file", id: `${id}-bild`, accept: "image/jpeg,image/png,image/webp", multiple: true });
    input.addEventListener("change", async () => {
      news.textContent = "Bilden görs mindre …";
      const room = MOST - incident.photos.length;
      const files = [...input.files];
      for (const file of files.slice(0, room)) incident.photos.push({ id: newId(), blob: await smaller(file) });
      incident.arePhotosChecked = false;
      await save("photos");
      news.textContent = files.length > room ? "En händelse har högst tre bilder. Resten togs inte med." : "";
      draw();
      content.querySelector("input[type=checkbox]")?.focus();
    });
    return el("div", { class: "field" }, el("label", { for: input.id }, "Ta kort eller välj bild, högst tre"), input);
  };
  const thumb = (photo, number) => {
    const canvas = el("canvas", { role: "img", "aria-label": `Bild ${number + 1}`, width: THUMB, height: THUMB });
    show(photo.blob, canvas);
    const remove = () => {
      incident.photos.splice(number, 1);
      save("photos");
      announce("Bilden är borttagen.");
      draw();
      content.querySelector("input")?.focus();
    };
    return el("li", {}, canvas, button("Ta bort", remove, { link: true, "aria-label": `Ta bort bild ${number + 1}` }));
  };
  draw();
  const faultId = `${id}-bilder-fel`;
  return el(
    "fieldset",
    { class: fault ? "part has-fault" : "part", id: `${id}-photos`, tabindex: "-1", "aria-describedby": fault ? faultId : null },
    el("legend", {}, "Bilder (frivilligt)"),
    fault && el("p", { class: "fault", id: faultId }, fault),
    content,
  );
}

/** Return the picture no larger than it will be kept; what this browser cannot read is left to the server. */
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) ?? file;
  } catch {
    return file;
  }
}

async function show(blob, canvas) {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) return;
  const scale = Math.max(THUMB / bitmap.width, THUMB / bitmap.height);
  const [wide, high] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext("2d").drawImage(bitmap, (THUMB - wide) / 2, (THUMB - high) / 2, wide, high);
  bitmap.close();
}
