// The page that makes embedding code: the code follows the choices, and is copied by a button.
"use strict";

const embedForm = document.getElementById("embed-form");
const embedStatus = document.getElementById("embed-status");
let choosing = 0;
let choice = 0;

function offerCopying() {
  const button = document.getElementById("copy");
  if (button) button.hidden = false;
}

async function follow() {
  const number = ++choice;
  const address = addressOf(embedForm);
  let page;
  try {
    page = await pageAt(address);
  } catch {
    return location.assign(address); // let the browser show what is wrong
  }
  if (number !== choice) return;
  document.getElementById("made").replaceWith(page.getElementById("made"));
  offerCopying();
  history.replaceState(null, "", address);
  const said = document.querySelector("#made > .notice, #made > p");
  embedStatus.textContent = said ? said.innerText : embedStatus.dataset.changed;
}

async function copy(button) {
  const text = document.getElementById("snippet");
  try {
    await navigator.clipboard.writeText(text.value);
    embedStatus.textContent = button.textContent = button.dataset.done;
  } catch {
    text.select(); // no leave to write, or no secure connection
    embedStatus.textContent = button.dataset.failed;
  }
}

embedForm.addEventListener("input", () => {
  embedStatus.textContent = "";
  clearTimeout(choosing);
  choosing = setTimeout(() => { if (embedForm.reportValidity()) follow(); }, 250);
});
document.addEventListener("click", ({ target }) => {
  if (target.id === "copy") copy(target);
});
offerCopying();
