// What the pages gain with a script: suggestions while typing, filters that apply at once.
// Everything works without it: both are forms and links.
"use strict";

document.documentElement.classList.add("js");

// Suggestions: an editable combobox with a list, WAI-ARIA 1.2.
function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("div");
  let options = [], active = -1, typing = 0, asked = 0;

  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.list);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.parentElement.append(list, status);

  function show(found) {
    const chosen = options[active]?.page; // with the keys, while this answer was under way
    options = found;
    list.replaceChildren(...found.map((item, place) => {
      const option = document.createElement("li");
      const kind = document.createElement("span");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      kind.textContent = input.dataset[item.kind] || "";
      option.append(item.label, kind);
      // mousedown comes before the input's blur, which would close the list under the pointer
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => location.assign(item.page));
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = found.length ? `${input.dataset.found} ${found.length}` : "";
    move(found.findIndex((item) => item.page === chosen));
  }

  function move(place) {
    active = place;
    [...list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === place));
    });
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(typing);
    asked += 1; // an answer still under way comes too late
    show([]);
  }

  async function ask() {
    const number = ++asked;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address);
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (number === asked) show(found);
    } catch {
      if (number === asked) show([]); // no connection: the form still works
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(typing);
    move(-1); // who types on has not chosen
    if (input.value.trim().length < 2) return close();
    typing = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = options.length;
    if (event.key === "ArrowDown") move(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp") move(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) location.assign(options[active].page);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

// The address that a form leads to, without what is empty.
function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.getAttribute("action").split("?")[0]}?${new URLSearchParams(pairs)}`;
}

// The page at an address; whoever asks catches what is thrown where there is none.
async function pageAt(address) {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(reply.statusText);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

// Persons: list those whose names have what is typed; the field itself stays, for input methods.
function personSearch(form) {
  let typing = 0, asked = 0;

  async function list() {
    const number = ++asked;
    const address = addressOf(form);
    let page;
    try {
      page = await pageAt(address);
    } catch {
      return; // no connection: the button still works
    }
    const next = page.getElementById("person-list");
    if (number !== asked || !next) return;
    document.getElementById("person-list").replaceWith(next);
    document.getElementById("announce").textContent =
      [...next.querySelectorAll(".choice-label")].slice(0, 3).map((one) => one.textContent).join(", ")
      || next.textContent.trim();
    history.replaceState(null, "", address);
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "person-q" || event.isComposing) return;
    clearTimeout(typing);
    typing = setTimeout(list, 200);
  });
  form.addEventListener("filter", () => {
    clearTimeout(typing);
    asked += 1; // the answer that is coming has this list too, and a list of before would undo it
  });
}

// Filters: fetch the page the form would lead to and take over its answer, keeping the focus.
function filters(form) {
  let asked = 0;

  async function apply(control) {
    const number = ++asked;
    const address = addressOf(form);
    form.dispatchEvent(new Event("filter"));
    const answer = document.getElementById("answer");
    const open = [...answer.querySelectorAll("details")].map((item) => item.open);
    answer.setAttribute("aria-busy", "true");
    let page;
    try {
      page = await pageAt(address);
    } catch {
      return location.assign(address); // let the browser show what is wrong
    }
    if (number !== asked) return;
    const next = page.getElementById("answer");
    [...next.querySelectorAll("details")].forEach((item, place) => { item.open = open[place]; });
    answer.replaceWith(next);
    document.title = page.title;
    document.getElementById("announce").textContent =
      document.getElementById("results-title").textContent;
    history.pushState(null, "", address);
    document.getElementById(control)?.focus({ preventScroll: true });
  }

  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.form === form && control.matches("[type=checkbox], select")) apply(control.id);
  });
  addEventListener("popstate", () => location.reload());
}

// Copying: a button beside a text, offered where it can work.
function copying(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const status = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(text.innerText);
      status.textContent = button.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(text); // no leave to write, or no secure connection
      status.textContent = button.dataset.failed;
    }
  });
}

document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("[data-suggest]").forEach(combobox);
const searchForm = document.getElementById("search-form");
if (searchForm) filters(searchForm);
if (document.getElementById("person-q")) personSearch(searchForm);
