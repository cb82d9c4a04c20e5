// The list of what the phone holds of a walk, each with its state in words and what can be done with it.

import { button, el } from "../reporting/dom.js";

const SHORT = 80;

/** Return the state of a finding in words. `words` are the page's own, in the reader's language. */
export function stateText(finding, words) {
  if (finding.state === "sent") return `${words.sent} ${finding.number}`;
  if (finding.state === "faulty") return `${words.faulty}: ${Object.values(finding.faults).join(" ")}`;
  if (finding.state === "queued") return words[`waits-${finding.waitsFor}`] ?? words.sending;
  return words[finding.state];
}

/** Show the findings in `list`, the latest first; the box is hidden while there are none. */
export function showWaiting(box, findings, words, { edit, toss, untoss }) {
  box.hidden = findings.length === 0;
  box.querySelector("ul").replaceChildren(...findings.toReversed().map((finding) => line(finding)));

  function line(finding) {
    const text = finding.fields.text.trim() || words.untitled;
    const short = text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
    return el(
      "li",
      { "data-state": finding.state },
      el("div", {}, el("strong", {}, short), " ", el("span", { class: "state" }, stateText(finding, words))),
      el("div", { class: "buttons" }, ...choices(finding, short)),
    );
  }

  function choices(finding, short) {
    const unseen = (about) => el("span", { class: "is-unseen" }, ` ${about}`);
    const one = (label, act) => {
      const made = button(label, () => act(finding), { link: true });
      made.append(unseen(short));
      return made;
    };
    if (finding.state === "sent") return [];
    if (finding.state === "thrown") return [one(words.undo, untoss)];
    return [one(words.edit, edit), one(words.toss, toss)];
  }
}
