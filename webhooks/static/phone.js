/* Somebody's phone: what was texted, what to try, and what goes on inside. */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const token = $('meta[name="csrf-token"]').content;
  const thread = $("#thread");
  const body = $("#body");
  const beside = $("#beside");
  const EVERY_MS = 900;
  const PATIENT_MS = 9000;
  const TICKS = { queued: "Sending", accepted: "Sending", sending: "Sending", sent: "Sent", delivered: "Delivered", received: "Delivered" };

  let player = null;
  let last = 0;
  let texts = new Map();
  let waitsSince = 0;
  let drawn = "";
  let tries = "";
  let inside = "";
  let today = "";
  let yesterday = "";

  function make(name, text, cls) {
    const node = document.createElement(name);
    if (text != null) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  }

  function toast(words) {
    const box = $("[data-toast]");
    box.textContent = words;
    box.hidden = false;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => (box.hidden = true), 5000);
  }

  async function ask(path, told) {
    const answer = await fetch(`/phone/${path}`, told && {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(told),
    });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.error || "That did not work. Please try again.");
    return found;
  }

  /* Choosing whose phone it is */

  function choose(button) {
    if (!button || button.disabled) return;
    document.querySelectorAll("[data-player]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    player = button.dataset;
    history.replaceState(null, "", `#${player.player}`);
    last = 0;
    texts = new Map();
    drawn = tries = inside = "";
    waitsSince = 0;
    thread.replaceChildren();
    close("cast");
    close("beside");
    letter();
    look();
  }

  function letter() {
    const box = $("[data-letter]");
    const known = [["born", player.born], ["ZIP", player.zip], ["code", player.code]].filter(([, value]) => value);
    box.replaceChildren(`${player.name.split(" ")[0]}’s letter: `);
    for (const [name, value] of known) {
      const fact = make("button", value, "fact");
      fact.type = "button";
      fact.title = "Put it into the text";
      fact.addEventListener("click", () => {
        body.value = `${body.value} ${value}`.trim();
        body.focus();
      });
      box.append(name, fact);
    }
    box.hidden = !known.length;
  }

  /* The texts */

  function bubble(text) {
    const node = make("p", null, "bubble");
    if (text.media) node.append(make("span", "🖼", "picture"));
    for (const bit of text.body.split(/(https?:\/\/\S+)/)) {
      if (!/^https?:\/\//.test(bit)) {
        node.append(bit);
        continue;
      }
      const address = bit.replace(/[.,;:!?)]+$/, "");
      const link = make("a", address);
      link.href = local(address);
      link.target = "_blank";
      link.rel = "noopener";
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || matchMedia("(max-width: 700px)").matches) return;
        event.preventDefault();
        open(link.href);
      });
      node.append(link, bit.slice(address.length));
    }
    return node;
  }

  /* Our own pages, at the address by which this page was reached. */
  function local(address) {
    const home = beside.dataset.public;
    return address === home || address.startsWith(`${home}/`) ? address.slice(home.length) || "/" : address;
  }

  function open(address) {
    beside.hidden = false;
    $("[data-frame]").src = address;
    $("[data-tab]").href = address;
  }

  function draw() {
    const all = [...texts.values()].sort((a, b) => a.order - b.order);
    const state = JSON.stringify([today, all.map((text) => [text.sid, text.status, text.time])]);
    if (state === drawn) return;
    const had = new Set([...thread.querySelectorAll("[data-sid]")].map((node) => node.dataset.sid));
    const nodes = [];
    let day = null;
    let before = null;
    all.forEach((text, at) => {
      const next = all[at + 1];
      if (text.date !== day || Math.abs(text.at - before.at) > 1800) nodes.push(make("p", `${named(text)} ${text.time}`, "when"));
      const turn = before && (before.mine !== text.mine || before.carrier !== text.carrier);
      const ends = !next || next.mine !== text.mine || next.date !== text.date;
      const fresh = drawn && !had.has(text.sid);
      const node = make("div", null, ["text", text.mine && "mine", turn && "turn", ends && "last", fresh && "new"].filter(Boolean).join(" "));
      node.dataset.sid = text.sid;
      node.append(make("span", text.mine ? "You: " : "Practice: ", "only-read"), bubble(text));
      const under = tick(text, ends);
      if (under) node.append(make("p", under, "tick"));
      nodes.push(node);
      day = text.date;
      before = text;
    });
    if (!all.length) nodes.push(hello());
    thread.replaceChildren(...nodes);
    drawn = state;
  }

  function named(text) {
    return { [today]: "Today", [yesterday]: "Yesterday" }[text.date] || text.day;
  }

  function tick(text, ends) {
    if (text.carrier) return "From the carrier, not from us";
    if (text.mine) return ends ? TICKS[text.status] || text.status : "";
    return text.segments > 1 ? `${text.segments} segments` : "";
  }

  function hello() {
    const name = player.name.split(" ")[0];
    const words = player.player === "stranger"
      ? "Nobody on the practice’s list has this number. See what a stranger can find out."
      : `This is ${name}’s phone. Text the practice as ${name} would: pick something below, or try to confuse it. Everything is invented.`;
    return make("p", words, "when");
  }

  /* What to try */

  function offer(found) {
    const words = (found[player.lang] || found.en)
      .map((one) => one.replace(/\{(\w+)\}/g, (_, name) => player[name] || ""))
      .map((one) => one.trim());
    const other = player.lang === "es" ? found.en[0] : found.es[0];
    const all = [...new Set([...words, other])].filter((one) => one && !one.includes("{"));
    if (tries === all.join("|")) return;
    tries = all.join("|");
    const box = $("[data-tries]");
    box.replaceChildren(...all.map((one) => {
      const button = make("button", one, "try");
      button.type = "button";
      button.addEventListener("click", () => send(one));
      return button;
    }));
    box.scrollLeft = 0;
  }

  /* Inside */

  function heard(told) {
    const box = $("[data-heard]");
    box.replaceChildren(make("h3", "What it understood"));
    if (!told) return box.append(make("p", "Nothing yet: no text has come in.", "quiet"));
    box.append(make("p", told.kept || "(nothing but a picture)", "kept"));
    if (told.found.length) box.append(make("p", `Taken out before it was stored: ${told.found.join(", ")}`, "quiet"));
    if (!told.intent) return box.append(make("p", "Being read …", "quiet"));
    box.append(make("p", `${told.intent}, ${told.by}`));
    for (const [words, sure] of told.ranking) {
      const row = make("div", null, "guess");
      const meter = make("meter");
      meter.min = 0;
      meter.max = 100;
      meter.value = sure;
      meter.setAttribute("aria-label", words);
      row.append(make("span", words), make("span", `${sure}%`, "sure"), meter);
      box.append(row);
    }
  }

  function judged(told) {
    const open = new Set([...document.querySelectorAll("[data-judged] details[open]")].map((one) => one.dataset.id));
    const rows = told.map((text) => {
      const row = make("li");
      const more = make("details");
      const head = make("summary");
      const kind = { delivered: "good", sent: "good", held: "wait", dropped: "bad", refused: "bad", failed: "bad", undelivered: "bad" }[text.kind] || "info";
      head.append(make("span", text.body, "said"), make("span", text.state, `tag ${kind}`));
      more.append(head);
      const words = text.verdict === "send" ? `${text.class}: may go. Asked:` : text.verdict ? `${text.class}: may not go.` : `${text.class}: not judged yet.`;
      const list = make("ul");
      for (const [rule, why] of text.reasons) list.append(make("li", why ? `${rule}: ${why}` : rule));
      more.append(make("p", words, "quiet"), list);
      more.dataset.id = text.id;
      more.open = open.has(String(text.id));
      row.append(more);
      return row;
    });
    $("[data-judged]").replaceChildren(...(rows.length ? rows : [make("li", "Nothing has been sent to this number.", "quiet")]));
  }

  function think(mind, clock) {
    const state = JSON.stringify([mind, clock]);
    if (state === inside) return;
    inside = state;
    heard(mind.heard);
    $("[data-state]").replaceChildren(...mind.state.map(([name, value]) => {
      const row = make("div");
      row.append(make("dt", name), make("dd", value));
      return row;
    }));
    judged(mind.texts);
    $("[data-planned]").textContent = mind.planned.join(", then ") || "None is planned for this number.";
    const reminders = $("[data-reminders]");
    reminders.textContent = mind.outreach === "on" ? "Pause reminders" : "Start reminders";
    reminders.dataset.reminders = mind.outreach === "on" ? "paused" : "on";
    mind.owes.forEach(([first, owes]) => {
      const card = [...document.querySelectorAll(`[data-number="${CSS.escape(player.number)}"]`)].find((one) => one.dataset.name.startsWith(`${first} `));
      if (card) $(".p-owes", card).textContent = owes;
    });
    $("[data-time]").textContent = clock.time;
    $("[data-day]").textContent = clock.day;
    const next = $('[data-clock="next"]');
    next.disabled = !clock.next;
    next.textContent = clock.next ? `To ${clock.next}` : "Nothing due";
  }

  /* Looking, sending, turning the clock */

  async function look() {
    if (!player || document.hidden) return;
    const asked = player;
    try {
      const found = await ask(`talk?${new URLSearchParams({ number: player.number, after: last })}`);
      if (asked !== player) return;
      last = found.last;
      for (const text of found.texts) {
        const known = texts.get(text.sid);
        if (!text.mine && !known) waitsSince = 0;
        texts.set(text.sid, { ...text, order: known ? known.order : texts.size });
      }
      ({ today, yesterday } = found.clock);
      const follow = !drawn || thread.scrollHeight - thread.scrollTop - thread.clientHeight < 120;
      draw();
      offer(found.tries);
      think(found.mind, found.clock);
      if (found.mind.texts.some((text) => text.kind === "dropped") && waitsSince && Date.now() - waitsSince > 4000) waitsSince = 0;
      $("[data-typing]").hidden = !waitsSince || Date.now() - waitsSince > PATIENT_MS;
      if (follow) thread.scrollTop = thread.scrollHeight;
    } catch (error) {
      toast(error.message);
    }
  }

  async function send(words, media) {
    if (!player || (!words.trim() && !media)) return;
    waitsSince = Date.now();
    try {
      await ask("send", { number: player.number, body: words, media: Boolean(media) });
      if (body.value === words) body.value = "";
      await look();
    } catch (error) {
      waitsSince = 0;
      toast(error.message);
    }
  }

  function close(name) {
    const node = document.getElementById(name);
    const was = node.classList.contains("open");
    node.classList.remove("open");
    if (name === "beside") {
      node.hidden = true;
      $("[data-frame]").removeAttribute("src");
    } else if (was) {
      $(`[data-open="${name}"]`)?.focus({ preventScroll: true });
    }
  }

  $("[data-compose]").addEventListener("submit", (event) => {
    event.preventDefault();
    send(body.value);
  });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(body.value);
  });
  $("[data-photo]").addEventListener("click", () => send(body.value, true));
  $(".players").addEventListener("click", (event) => choose(event.target.closest("[data-player]")));
  document.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", () => close(one.dataset.close)));
  document.querySelectorAll("[data-open]").forEach((one) =>
    one.addEventListener("click", () => {
      const node = document.getElementById(one.dataset.open);
      node.classList.add("open");
      $("[data-close]", node).focus();
    }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ["cast", "mind", "beside"].forEach((name) => close(name));
  });
  document.querySelectorAll("[data-clock]").forEach((one) =>
    one.addEventListener("click", async () => {
      try {
        await ask("clock", { by: one.dataset.clock });
        setTimeout(look, 400);
      } catch (error) {
        toast(error.message);
      }
    }));
  $("[data-reminders]").addEventListener("click", async (event) => {
    try {
      await ask("reminders", { outreach: event.target.dataset.reminders });
      setTimeout(look, 400);
    } catch (error) {
      toast(error.message);
    }
  });
  $("#filter").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    document.querySelectorAll(".players li").forEach((one) => (one.hidden = !one.textContent.toLowerCase().includes(wanted)));
  });

  const start = location.hash.slice(1);
  choose($(`[data-player="${CSS.escape(start)}"]:not([disabled])`) || $("[data-player]:not([disabled])"));
  setInterval(look, EVERY_MS);
})();
