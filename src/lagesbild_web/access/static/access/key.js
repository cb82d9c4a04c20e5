// Ask the browser for a passkey: to make one, or to show one. The form holds what the server asked for.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const opened = (options) => {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return { publicKey: key };
};

const told = (credential) => {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer[part] = text(response[part]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

for (const form of document.querySelectorAll("form[data-key]")) {
  const button = form.querySelector("button[type=submit]");
  const fault = form.querySelector("[data-fault]");
  if (!window.PublicKeyCredential) {
    fault.textContent = form.dataset.cannot;
    button.disabled = true;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault(); // form.submit() below does not come here again
    const answer = form.querySelector("[name=credential]");
    fault.textContent = "";
    try {
      const options = opened(JSON.parse(form.dataset.options));
      const ask = form.dataset.key === "make" ? "create" : "get";
      answer.value = JSON.stringify(told(await navigator.credentials[ask](options)));
      form.submit();
    } catch {
      fault.textContent = form.dataset.failed;
    }
  });
}
document.body.dataset.ready = "true";
