// Related news on another site's page. The service sends this function with its two arguments
// behind it: the style sheet of the list, and its words in each language.
((style, words) => {
  "use strict";

  const own = document.currentScript;
  if (!own || !("replaceSync" in CSSStyleSheet.prototype)) return;
  const address = own.src.split(/[?#]/)[0];
  const base = new URL(".", address);
  const name = Symbol.for(`related news of ${base}`);
  if (window[name]) return window[name](); // one program does for all tags of a page

  const MOST = 20000; // characters of a text that are sent: strongest terms stand in fewer
  const NEAR = "600px"; // how far below the window a list that waits begins to load
  const TALLEST = 20000; // pixels: more is no list
  const PARTS = ["url", "limit", "theme", "layout", "lang", "placement", "text"]; // what a tag says
  const sheet = new CSSStyleSheet();
  const lists = new Map(); // each script tag -> its list
  sheet.replaceSync(style);

  const make = (kind, given, ...children) => {
    const made = Object.assign(document.createElement(kind), given);
    made.append(...children);
    return made;
  };

  function day(moment, lang) {
    const form = lang === "vi" ? { day: "2-digit", month: "2-digit" } : { day: "numeric", month: "short" };
    const clock = { year: "numeric", timeZone: "Asia/Ho_Chi_Minh" };
    return new Date(moment).toLocaleDateString(lang === "en" ? "en-GB" : lang, { ...form, ...clock });
  }

  function link(item, text) {
    const href = /^https?:/i.test(item.url) ? item.url : item.page;
    return make("a", { href, lang: "vi" }, text || item.title);
  }

  function entry(item, lang) {
    const meta = make("p", { className: "meta" }, make("b", {}, item.reason_label));
    const from = item.source || item.section;
    if (item.published) meta.append(make("time", { dateTime: item.published }, day(item.published, lang)));
    if (from) meta.append(make("span", { lang: "vi" }, from));
    const made = make("li", {}, meta, make("p", { className: "name" }, link(item)));
    const copies = (item.also || []).flatMap((copy) => [", ", link(copy, copy.source)]).slice(1);
    if (copies.length) made.append(make("p", { className: "also" }, `${words[lang].also}: `, ...copies));
    return made;
  }

  // As the page around says, as it looks, or else as the reader's system is set.
  function scheme(tag) {
    const { theme } = tag.dataset;
    if (theme === "light" || theme === "dark") return theme;
    const declared = getComputedStyle(tag.parentElement).colorScheme;
    if (declared && declared !== "normal") return "inherit";
    for (let around = tag.parentElement; around; around = around.parentElement) {
      const colour = getComputedStyle(around).backgroundColor;
      const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
      if (/^rgb/.test(colour) && a > 0.5) return 0.3 * r + 0.6 * g + 0.1 * b < 128 ? "dark" : "light";
    }
    return "light dark";
  }

  // Two landmarks of one page must not have one name.
  function label(list, text) {
    const taken = [...lists.values()].map((other) => other !== list && other.label);
    let made = text;
    for (let number = 2; taken.includes(made); number += 1) made = `${text} (${number})`;
    list.label = made;
    return made;
  }

  function show(tag, list, found, lang) {
    if (!found.length) return hide(list);
    const { layout, placement } = tag.dataset;
    const text = words[lang][placement] || words[lang].any;
    const head = make("h2", { className: "head" }, text);
    const entries = make("ul", {}, ...found.map((item) => entry(item, lang)));
    const form = layout === "cards" || layout === "titles" ? layout : "list";
    const aside = make("aside", { className: `related ${form}`, lang }, head, entries);
    aside.setAttribute("aria-label", label(list, text));
    aside.style.colorScheme = scheme(tag);
    list.root.replaceChildren(aside);
    if (!list.box.isConnected) place(tag, list);
  }

  function hide(list) {
    list.label = null;
    list.box.remove();
  }

  function place(tag, list) {
    list.parent = tag.parentNode;
    tag.after(list.box);
  }

  async function ask(tag, list, lang, signal) {
    const { limit, placement, text } = tag.dataset;
    const url = new URL(tag.dataset.url || list.address, document.baseURI).href;
    const chosen = Object.entries({ limit, placement, lang }).filter(([, value]) => value);
    const target = (more) => `${base}api/related?${new URLSearchParams([...more, ...chosen])}`;
    const options = { credentials: "omit", signal };
    let answer = await fetch(target([["url", url]]), options);
    if (answer.status === 404 && text) {
      const parts = [...document.querySelectorAll(text)].map((part) => part.innerText.trim());
      const title = (document.querySelector('meta[property="og:title"]')?.content || document.querySelector("h1")?.innerText || document.title).trim();
      const body = Array.from(parts.join("\n")).slice(0, MOST).join("");
      if (body) answer = await fetch(target([]), { ...options, method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ url, title, body }) });
    }
    return answer.ok ? (await answer.json()).related : [];
  }

  async function load(tag, list) {
    const wanted = JSON.stringify(PARTS.map((part) => tag.dataset[part]));
    if (list.wanted === wanted) return; // set again to what it was
    list.wanted = wanted;
    list.stop?.abort();
    list.stop = new AbortController();
    const { signal } = list.stop;
    const lang = Object.hasOwn(words, tag.dataset.lang) ? tag.dataset.lang : "vi";
    try {
      const found = await ask(tag, list, lang, signal);
      if (!signal.aborted && tag.isConnected) show(tag, list, found, lang);
    } catch {
      // No connection, or no answer of ours: the page is as it was without a list.
      if (!signal.aborted) hide(list);
    }
  }

  // With data-lazy a list waits until the reader comes near; its box, still empty, tells.
  function wait(tag, list) {
    place(tag, list);
    list.watch = new IntersectionObserver((entries) => {
      if (!entries.some((seen) => seen.isIntersecting)) return;
      list.watch.disconnect();
      list.watch = null;
      load(tag, list);
    }, { rootMargin: NEAR });
    list.watch.observe(list.box);
  }

  function meet(tag) {
    const box = document.createElement("div");
    const root = box.attachShadow({ mode: "open" });
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    // Taken once: pages that go on below the article change their address while one scrolls.
    const list = { box, root, address: (canonical || location.href).split("#")[0] };
    root.adoptedStyleSheets = [sheet];
    lists.set(tag, list);
    if ("lazy" in tag.dataset) wait(tag, list);
    else load(tag, list);
  }

  function leave(tag, list) {
    list.stop?.abort();
    list.watch?.disconnect();
    list.box.remove();
    lists.delete(tag);
  }

  // In <head> a tag shows nothing: there it only sets the height of frames and finds tags to come.
  function scan() {
    for (const tag of document.scripts) {
      if (!lists.has(tag) && tag.src.split(/[?#]/)[0] === address && !tag.closest("head")) meet(tag);
    }
    for (const [tag, list] of lists) {
      if (!tag.isConnected) leave(tag, list);
      // Moved by itself. A box that the page took away stays away: no quarrel with its program.
      else if (list.box.isConnected && list.parent !== tag.parentNode) place(tag, list);
    }
  }
  window[name] = scan;

  new MutationObserver((records) => {
    scan();
    for (const { type, target } of records) {
      const list = type === "attributes" && lists.get(target);
      if (list && !list.watch) load(target, list);
    }
  }).observe(document, {
    attributeFilter: PARTS.map((part) => `data-${part}`),
    childList: true,
    subtree: true,
  });

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== base.origin || data?.type !== "search-service:height") return;
    const { height } = data;
    if (!(height >= 0 && height < TALLEST)) return;
    for (const frame of document.getElementsByTagName("iframe")) {
      if (frame.contentWindow === source) frame.style.height = `${height}px`;
    }
  });

  scan();
})
