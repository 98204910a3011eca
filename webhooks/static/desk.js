/* The desk by keyboard, and what patients write while it is open. Every page works without this file. */
(() => {
  "use strict";

  const EVERY_MS = 3000;
  const page = document.querySelector("[data-talk]");
  const log = document.getElementById("log");
  const keys = document.getElementById("keys");
  let stamp = null;

  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const atEnd = () => log && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const toEnd = () => log && (log.scrollTop = log.scrollHeight);
  const busyIn = (node) => node && node.contains(document.activeElement) && document.activeElement !== node;

  /* Changes only what is different: what somebody reads, types in or listens to stays where it is. */
  function put(name, html) {
    const old = part(name);
    if (!old) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const token = document.querySelector('input[name="csrf_token"]');
    fresh.content.querySelectorAll('input[name="csrf_token"]').forEach((input) => input.setAttribute("value", token.value));
    const had = [...old.children];
    [...fresh.content.children].forEach((node, at) => {
      const there = had[at];
      if (!there) old.append(node);
      else if (!there.isEqualNode(node)) replace(there, node);
    });
    had.slice(fresh.content.children.length).forEach((node) => node.remove());
  }

  function replace(there, node) {
    const focused = busyIn(there) ? document.activeElement : null;
    if (focused && focused.matches("input, select, textarea")) return;
    const link = focused?.getAttribute("href");
    there.replaceWith(node);
    if (link) node.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
  }

  async function look() {
    const address = page ? page.dataset.talk : document.querySelector("[data-news]")?.dataset.news;
    if (!address || document.hidden) return;
    const answer = await fetch(address, { headers: { Accept: "application/json", ...(stamp && { "If-None-Match": stamp }) } });
    if (answer.status === 401) return leave();
    if (answer.status !== 200) return;
    stamp = answer.headers.get("ETag");
    const news = await answer.json();
    const follow = atEnd();
    for (const [name, html] of Object.entries(news.parts)) put(name, html);
    if (news.title) document.title = news.title;
    if (follow) toEnd();
  }

  /* Signed out for want of use: what is on the screen may not stay there. */
  function leave() {
    clearInterval(timer);
    document.querySelectorAll(".bar, main").forEach((node) => node.remove());
    location.assign(`/desk/sign-in?idle=1&next=${encodeURIComponent(location.pathname)}`);
  }

  /* A warning before that, which can be answered without touching anything else. */
  const idle = document.getElementById("idle");
  let touched = Date.now();
  function warn() {
    const left = idle.dataset.idle * 60000 - (Date.now() - touched);
    if (left > idle.dataset.warn * 1000 || left < 0) return;
    document.querySelector("[data-left]").textContent = left > 90000 ? "2 minutes" : "1 minute";
    if (!idle.open && idle.showModal) idle.showModal();
  }
  idle?.addEventListener("close", async () => {
    const body = new FormData();
    body.set("csrf_token", document.querySelector('input[name="csrf_token"]').value);
    const answer = await fetch(idle.dataset.stay, { method: "POST", body });
    if (answer.status === 401) leave();
    else touched = Date.now();
  });

  const timer = setInterval(() => {
    look().catch(() => undefined);
    if (idle) warn();
  }, EVERY_MS);
  document.addEventListener("visibilitychange", () => look().catch(() => undefined));

  /* The reply: segments counted by the server, which knows the alphabet of texts; one press, one text. */
  const form = document.querySelector("[data-reply]");
  if (form) {
    const text = form.querySelector("textarea");
    const count = form.querySelector("[data-count]");
    const draft = `draft ${location.pathname}`;
    let waiting;
    const tell = async () => {
      if (!text.value.trim()) return (count.textContent = "");
      const body = new FormData(form);
      const answer = await fetch(form.dataset.segments, { method: "POST", body });
      if (!answer.ok) return;
      touched = Date.now();
      count.textContent = (await answer.json()).words;
    };
    text.addEventListener("input", () => {
      sessionStorage.setItem(draft, text.value);
      clearTimeout(waiting);
      waiting = setTimeout(() => tell().catch(() => undefined), 250);
    });
    /* A draft is kept until it is seen in the talk: signing in again must not lose it. */
    const plain = (words) => words.replace(/[^\p{L}\p{N}]/gu, "");
    const kept = sessionStorage.getItem(draft) || "";
    const sent = [...document.querySelectorAll(".staff .bubble, .note")].some((one) => plain(one.textContent).endsWith(plain(kept)));
    if (kept && sent) sessionStorage.removeItem(draft);
    else if (!text.value) text.value = kept;
    tell().catch(() => undefined);
    form.addEventListener("submit", () => {
      setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
      if (event.key === "Escape") text.blur();
    });
  }
  window.addEventListener("pageshow", () => form?.querySelectorAll("button").forEach((button) => (button.disabled = false)));

  /* Keys */
  const rows = () => [...document.querySelectorAll("[data-row]")];
  function step(by) {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(document.activeElement);
    const open = all.findIndex((row) => row.hasAttribute("aria-current"));
    const next = now >= 0 ? now + by : open >= 0 ? open + by : by > 0 ? 0 : all.length - 1;
    all[Math.max(0, Math.min(all.length - 1, next))].focus();
  }
  const DO = {
    j: () => step(1),
    k: () => step(-1),
    r: () => document.getElementById("reply")?.focus(),
    t: () => document.querySelector('[data-key="t"]')?.click(),
    e: () => document.querySelector('[data-key="e"]')?.focus(),
    "/": () => document.getElementById("find")?.focus(),
    "?": () => keys?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !DO[event.key]) return;
    event.preventDefault();
    DO[event.key]();
  });
  const button = document.querySelector("[data-keys]");
  if (button && keys?.showModal) {
    button.hidden = false;
    button.addEventListener("click", () => keys.showModal());
  }

  if (log && log.scrollHeight > log.clientHeight) toEnd();
  else log?.lastElementChild?.scrollIntoView({ block: "center" });
})();
