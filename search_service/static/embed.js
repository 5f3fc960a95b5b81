// Tells the page around the iframe how tall the list is; /widget.js there sets the frame's height.
"use strict";

const list = document.querySelector(".related, .problem");

function tell() {
  const height = list ? Math.ceil(list.getBoundingClientRect().height) : 0;
  // To any page: who may frame this one is decided by its policy, and a height is no secret.
  parent.postMessage({ type: "search-service:height", height }, "*");
}

if (parent !== window) {
  if (list) new ResizeObserver(tell).observe(list);
  else tell();
}
