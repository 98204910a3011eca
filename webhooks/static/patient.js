/* What patients' pages do better with a script. All of them work without it. */
"use strict";

(() => {
  const summary = document.getElementById("mistakes");
  if (summary) summary.focus();

  // A form that moves money or signs is sent once, however often its button is pressed.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // A payment that is being checked: look again, ever less often, and load the page when there is news.
  const watched = document.querySelector("[data-watch]");
  if (watched) {
    for (const note of document.querySelectorAll("[data-with-script]")) note.hidden = false;
    let wait = 400;
    const look = async () => {
      try {
        const body = new URLSearchParams({ csrf_token: watched.dataset.token });
        const answer = await fetch(watched.dataset.watch, { method: "POST", body, headers: { Accept: "application/json" } });
        const { state } = await answer.json();
        if (state && state !== watched.dataset.state) return location.reload();
      } catch {
        /* the next look may reach us */
      }
      wait = Math.min(wait * 1.5, 15000);
      setTimeout(look, wait);
    };
    setTimeout(look, wait);
  }

  // A proved page closes when nobody is there; who is there may stay (WCAG 2.2.1).
  const idle = document.getElementById("idle");
  if (idle) {
    const { warn, end, stay, gone, token } = idle.dataset;
    let warning;
    let ending;
    const start = () => {
      clearTimeout(warning);
      clearTimeout(ending);
      warning = setTimeout(() => idle.showModal(), warn * 1000);
      ending = setTimeout(() => location.replace(gone), end * 1000);
    };
    const remain = async () => {
      idle.close();
      start();
      const body = new URLSearchParams({ csrf_token: token });
      const answer = await fetch(stay, { method: "POST", body }).catch(() => null);
      if (answer && !answer.ok) location.replace(gone);
    };
    idle.querySelector("button").addEventListener("click", remain);
    idle.addEventListener("cancel", (event) => {
      event.preventDefault();
      remain();
    });
    start();
  }
})();
