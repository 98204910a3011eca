/* The web chat. Its token lives in this tab alone: no cookie, so it also works in another site's frame (decision 40). */
"use strict";

(() => {
  const talk = document.getElementById("talk");
  const log = document.getElementById("log");
  const form = document.getElementById("composer");
  const field = document.getElementById("text");
  const writing = document.getElementById("writing");
  const status = document.getElementById("status");
  const idle = document.getElementById("idle");
  const sms = document.getElementById("sms");
  const say = talk.dataset;
  const SLOT = `sheepdog${say.api}`;
  const SOON = 1000;
  const LATE = 20000;

  document.body.classList.add("scripted");

  let memory = form.elements.token.value;
  let version = "";
  let wait = SOON;
  let timer;
  let lost = false;

  // A frame of another site may be denied any storage; then the tab's memory has to do.
  const stored = () => {
    try {
      return sessionStorage.getItem(SLOT) || memory;
    } catch {
      return memory;
    }
  };
  const store = (token) => {
    memory = token;
    try {
      if (token) sessionStorage.setItem(SLOT, token);
      else sessionStorage.removeItem(SLOT);
    } catch {
      /* memory holds it */
    }
  };

  const call = (path, options = {}) =>
    fetch(say.api + path, {
      ...options,
      credentials: "omit",
      headers: { Accept: "application/json", ...(stored() ? { Authorization: `Bearer ${stored()}` } : {}), ...options.headers },
    });

  const post = (path, body) =>
    call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

  const bubble = (who, pieces, { key, id, lang } = {}) => {
    const line = document.createElement("div");
    const speaker = document.createElement("span");
    const words = document.createElement("p");
    line.className = who;
    if (key) line.dataset.key = key;
    if (id) line.dataset.id = id;
    if (lang) line.lang = lang;
    speaker.className = "only-read";
    speaker.textContent = who === "me" ? say.you : say.us;
    for (const piece of pieces) {
      if (piece.link) {
        const link = document.createElement("a");
        link.href = piece.text;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = piece.text;
        words.append(link);
      } else {
        words.append(piece.text);
      }
    }
    line.append(speaker, words);
    return line;
  };

  // What the office has stands; what was typed and is not there yet stays below it.
  const show = (entries) => {
    const follow = atEnd();
    const known = new Set(entries.map((entry) => entry.key));
    for (const line of log.querySelectorAll("[data-key]")) if (!known.has(line.dataset.key)) line.remove();
    for (const entry of entries) {
      for (const mine of log.querySelectorAll("[data-mine]")) if (mine.dataset.mine === entry.id) mine.remove();
      const old = log.querySelector(`[data-key="${entry.key}"]`);
      if (old) continue;
      log.insertBefore(bubble(entry.who, entry.pieces, entry), log.querySelector("[data-mine]"));
    }
    if (follow) log.scrollTop = log.scrollHeight;
  };

  const tell = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  const ended = () => {
    store("");
    version = "";
    show([]);
    writing.hidden = true;
    tell(say.ended);
  };

  const look = async () => {
    clearTimeout(timer);
    if (!stored()) return;
    try {
      const answer = await call(`/updates?seen=${encodeURIComponent(version)}`);
      if (answer.status === 410) return ended();
      if (!answer.ok) throw new Error("busy");
      const news = await answer.json();
      if (lost) tell(say.back);
      lost = false;
      if (news.entries) {
        show(news.entries);
        version = news.version;
        wait = SOON;
      }
      if (news.sms && sms) sms.href = news.sms;
      writing.hidden = !news.writing;
      wait = news.writing ? SOON : Math.min(wait * 1.3, document.hidden ? LATE : LATE / 4);
    } catch {
      lost = true;
      tell(say.away);
      wait = Math.min(wait * 2, LATE);
    }
    timer = setTimeout(look, wait);
  };

  const send = async (text, id, line) => {
    line.className = "me waiting";
    line.querySelector("button")?.remove();
    try {
      const answer = await post("/messages", { text, id, lang: say.lang, t: say.topicToken });
      if (answer.status === 410) {
        store("");
        return await send(text, id, line);
      }
      if (!answer.ok) throw new Error(answer.status === 429 ? say.fast : say.failed);
      const stands = await answer.json();
      store(stands.token);
      line.dataset.mine = stands.id;
      line.className = "me";
      if (log.querySelector(`[data-id="${stands.id}"]`)) line.remove();
      tell("");
      wait = SOON;
      look();
    } catch (error) {
      line.className = "me unsent";
      const again = document.createElement("button");
      again.className = "link";
      again.type = "button";
      again.textContent = say.retry;
      again.addEventListener("click", () => send(text, id, line));
      line.append(again);
      tell(error.message === say.fast ? say.fast : say.failed);
    }
  };

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return field.focus();
    const id = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const line = bubble("me", [{ text }]);
    line.dataset.mine = id;
    log.append(line);
    log.scrollTop = log.scrollHeight;
    field.value = "";
    grow();
    field.focus();
    active();
    send(text, id, line);
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  field.addEventListener("input", grow);

  // Nobody there for a while: what was said is hidden, unless they ask to stay (fact sheet H8).
  let warning;
  const active = () => {
    clearTimeout(warning);
    warning = setTimeout(() => stored() && idle.showModal(), Number(say.warn) * 1000);
  };
  const remain = () => {
    idle.close();
    active();
    post("/stay", {}).then(look, () => {});
  };
  idle.querySelector("button").addEventListener("click", remain);
  idle.addEventListener("cancel", (event) => {
    event.preventDefault();
    remain();
  });

  document.addEventListener("visibilitychange", () => document.hidden || look());
  store(stored());
  log.scrollTop = log.scrollHeight;
  active();
  look();
})();
