// Keep what is noted on a walk in the phone until it has been sent, exactly once.
//
// The finding's own id lets the server tell a repeat from a new one. What waits belongs to the account that noted
// it. Without this script the form is sent as it is.

const form = document.getElementById("fynd");
const news = document.getElementById("nyheter");
const box = document.getElementById("vantar");
const list = document.getElementById("vantande");
const RETRY_MS = 15_000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "client_id"]);

let isSending = false;

const key = () => `lagesbild-vandring:${form.dataset.account}:${form.dataset.walk}`;

/** Return what waits, the oldest first: {id, fields, faults}. */
function waiting() {
  try {
    return JSON.parse(localStorage.getItem(key()) ?? "[]");
  } catch {
    return [];
  }
}

/** Keep what waits; false when the phone has no room or forbids it. */
function keep(findings) {
  try {
    if (findings.length) localStorage.setItem(key(), JSON.stringify(findings));
    else localStorage.removeItem(key());
    return true;
  } catch {
    return false;
  }
}

function show() {
  const findings = waiting();
  box.hidden = findings.length === 0;
  list.replaceChildren(
    ...findings.map((finding) => {
      const line = document.createElement("li");
      const faults = Object.values(finding.faults ?? {});
      const state = faults.length ? `${form.dataset.faulty}: ${faults.join(" ")}` : form.dataset.waits;
      line.append(`${finding.fields.text}. ${state}. `);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "is-link";
      button.textContent = form.dataset.edit;
      button.addEventListener("click", () => edit(finding));
      line.append(button);
      return line;
    }),
  );
}

/** Put a waiting finding back in the form; it keeps its id, so that it is still counted once. */
function edit(finding) {
  fill(finding.fields);
  form.elements.client_id.value = finding.id;
  // It stays in the phone while it is put right, but is not sent in the meantime.
  keep(waiting().map((other) => (other.id === finding.id ? { ...other, isEdited: true } : other)));
  form.elements.text.focus();
}

function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function fieldsOf() {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !LEFT_OUT.has(name)));
}

/** Send what waits, one at a time; what cannot be taken as it is stays with what must be changed. */
async function send() {
  if (isSending) return;
  isSending = true;
  for (const finding of waiting().filter((other) => !other.faults && !other.isEdited)) {
    if (!(await sendOne(finding))) break;
  }
  isSending = false;
  show();
}

async function sendOne(finding) {
  const body = new URLSearchParams({
    ...finding.fields,
    client_id: finding.id,
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  });
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", redirect: "manual", headers: { "X-Skickar": "1" }, body });
  } catch {
    return false;
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    news.textContent = form.dataset.out;
    return false;
  }
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) {
    keep(waiting().filter((other) => other.id !== finding.id));
    news.textContent = `${form.dataset.sent} ${told.number}.`;
  } else if (told?.faults) {
    keep(waiting().map((other) => (other.id === finding.id ? { ...other, faults: told.faults } : other)));
  } else {
    return false;
  }
  return true;
}

function clear() {
  for (const name of ["text", "place", "point", "proposal"]) form.elements[name].value = "";
  form.elements.client_id.value = crypto.randomUUID();
  mark(null);
}

/** Show where the finding is on the map; null takes the mark away. */
function mark(at) {
  const drawing = document.querySelector("#karta svg");
  drawing?.querySelector(".mark")?.remove();
  if (!drawing || !at) return;
  const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  for (const [name, value] of Object.entries({ class: "mark", cx: at.x, cy: at.y, r: 16 })) ring.setAttribute(name, value);
  drawing.append(ring);
}

/** Write the tapped place, metres north and east. */
function tapped(event) {
  const map = document.getElementById("karta");
  const area = map.querySelector("svg").getBoundingClientRect();
  const { e, n, metres, width, height } = Object.fromEntries(
    Object.entries(map.dataset).map(([name, value]) => [name, Number(value)]),
  );
  const x = ((event.clientX - area.left) / area.width) * width;
  const y = ((event.clientY - area.top) / area.height) * height;
  const north = Math.round(n - (y - height / 2) * metres);
  form.elements.point.value = `${north} ${Math.round(e + (x - width / 2) * metres)}`;
  mark({ x, y });
}

function whereIAm() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.point.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
    },
    () => (news.textContent = form.dataset.noPlace),
    { enableHighAccuracy: true, timeout: 20_000 },
  );
}

if (form) {
  form.addEventListener("submit", (event) => {
    const fields = fieldsOf();
    // What is plainly missing is told by the page as it is without a script, while there is a network.
    if (!fields.text?.trim() && navigator.onLine) return;
    const finding = { id: form.elements.client_id.value || crypto.randomUUID(), fields };
    if (!keep([...waiting().filter((other) => other.id !== finding.id), finding])) return;
    event.preventDefault();
    clear();
    show();
    send();
  });
  document.getElementById("karta")?.addEventListener("click", tapped);
  const here = document.getElementById("har");
  if (here && navigator.geolocation) {
    here.hidden = false;
    here.addEventListener("click", whereIAm);
  }
  window.addEventListener("online", send);
  setInterval(send, RETRY_MS);
  keep(waiting().map(({ isEdited, ...finding }) => finding));
  show();
  send();
}
