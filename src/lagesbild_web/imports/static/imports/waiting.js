// Follows work that is being done, and shows the page again when it is over.

const EVERY_MS = 1000;

const box = document.getElementById("waiting");
const words = document.getElementById("waiting-words");
const meaning = document.getElementById("waiting-meaning");
const bar = document.getElementById("waiting-bar");

async function look() {
  try {
    const answer = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (!told.isAtWork) {
      window.location.reload();
      return;
    }
    const count = told.total ? ` (${told.done.toLocaleString("sv-SE")} av ${told.total.toLocaleString("sv-SE")})` : "";
    if (words.textContent !== told.words + count) words.textContent = told.words + count;
    if (meaning.textContent !== told.meaning) meaning.textContent = told.meaning;
    if (told.total) bar.value = Math.min(100, (100 * told.done) / told.total);
  } catch {
    // The network is away for a while: ask again.
  }
  window.setTimeout(look, EVERY_MS);
}

look();
