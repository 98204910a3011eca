/* One line on a practice's site: <script src=".../chat/<practice>/embed.js" async></script>. It makes a button and a frame. */
"use strict";

(() => {
  const from = document.currentScript;
  const chat = new URL(from.src);
  const page = new URL(chat.pathname.replace(/\/embed\.js$/, ""), chat);
  const say = {{ words|tojson }};
  const lang = (from.dataset.lang || document.documentElement.lang || "en").slice(0, 2) === "es" ? "es" : "en";
  page.searchParams.set("lang", lang);

  const dress = (element, style) => {
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  };

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say[lang].open;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "sheepdog-chat");
  dress(button, {
    position: "fixed",
    right: "16px",
    bottom: "16px",
    "z-index": "2147483000",
    "min-height": "48px",
    padding: "8px 20px",
    border: "0",
    "border-radius": "24px",
    background: "#1f6f54",
    color: "#ffffff",
    font: "600 16px system-ui, sans-serif",
    "box-shadow": "0 2px 12px rgb(0 0 0 / 25%)",
    cursor: "pointer",
  });

  const frame = document.createElement("iframe");
  frame.id = "sheepdog-chat";
  frame.title = say[lang].open;
  frame.hidden = true;
  frame.referrerPolicy = "no-referrer";
  dress(frame, {
    position: "fixed",
    right: "16px",
    bottom: "76px",
    "z-index": "2147483000",
    width: "min(400px, calc(100vw - 32px))",
    height: "min(620px, calc(100vh - 92px))",
    border: "1px solid #d9d7d0",
    "border-radius": "12px",
    background: "#fbfaf7",
    "box-shadow": "0 8px 32px rgb(0 0 0 / 20%)",
  });

  const open = (shown) => {
    if (shown && !frame.src) frame.src = page.href;
    frame.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    button.textContent = shown ? say[lang].close : say[lang].open;
    if (shown) frame.focus();
    else button.focus();
  };
  button.addEventListener("click", () => open(frame.hidden));
  document.addEventListener("keydown", (event) => event.key === "Escape" && !frame.hidden && open(false));

  const add = () => document.body.append(frame, button);
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add);
})();
