"use strict";
(() => {
  const wall = document.getElementById("wall");
  const live = document.body.dataset.live === "yes";
  const MOST = 60;
  const MANY = 16;
  const CALM = 1500;

  const at = (element) => Number(element.dataset.at);

  function showTimes(root) {
    for (const time of root.querySelectorAll("time[data-at]")) {
      const moment = new Date(at(time) * 1000);
      time.dateTime = moment.toISOString();
      time.title = moment.toLocaleString(document.documentElement.lang);
      time.textContent = moment.toLocaleTimeString(document.documentElement.lang, {
        hour: "2-digit", minute: "2-digit",
      });
    }
  }

  function scrollDown(card) {
    const chat = card.querySelector(".chat");
    chat.scrollTop = chat.scrollHeight;
  }

  function settle(root) {
    showTimes(root);
    const cards = root.matches?.(".phone") ? [root] : root.querySelectorAll(".phone");
    for (const card of cards) scrollDown(card);
  }

  function find(name) {
    return wall.querySelector(`[data-phone="${CSS.escape(name)}"]`);
  }

  function playing(card) {
    return [...card.querySelectorAll("audio, video")].some((one) => !one.paused && !one.ended);
  }

  // What a person is using stays as it is: an open menu, a half-written answer.
  function refresh(old, fresh) {
    if (old.outerHTML === fresh.outerHTML) return;
    old.dataset.at = fresh.dataset.at;
    old.className = fresh.className;
    const open = old.querySelector(".phone-head .menu[open]");
    if (old.querySelector(".doings[open]") || playing(old)) return;
    if (!open) old.querySelector(".phone-head").replaceWith(fresh.querySelector(".phone-head"));
    const chat = old.querySelector(".chat");
    const freshChat = fresh.querySelector(".chat");
    const low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 60;
    const before = chat.scrollTop;
    if (chat.innerHTML === freshChat.innerHTML) return;
    chat.replaceWith(freshChat);
    showTimes(old);
    freshChat.scrollTop = low ? freshChat.scrollHeight : before;
  }

  function place(fresh) {
    const card = fresh;
    const first = [...wall.children].find((other) => at(other) < at(card));
    wall.insertBefore(card, first ?? null);
    settle(card);
  }

  function take(html, { add }) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const busy = wall.contains(document.activeElement) || wall.querySelector(".menu[open]");
    for (const fresh of [...page.querySelectorAll(".phone")].reverse()) {
      showTimes(fresh);
      const old = find(fresh.dataset.phone);
      if (old) {
        const moved = at(old) < at(fresh) && old !== wall.firstElementChild;
        refresh(old, fresh);
        // Cards do not jump away under a hand that is using one.
        if (add && moved && !busy) wall.prepend(old), scrollDown(old);
      } else if (add) {
        place(fresh);
      }
    }
    while (wall.children.length > MOST) wall.lastElementChild.remove();
    const empty = document.getElementById("empty");
    if (empty) empty.hidden = wall.children.length > 0;
  }

  async function fetchCards(names) {
    const query = new URLSearchParams();
    if (names) query.set("ids", names.join(","));
    if (document.querySelector(".is-long")) query.set("long", "1");
    const answer = await fetch(`/sandbox/cards?${query}`);
    if (answer.ok) take(await answer.text(), { add: live });
  }

  // A campaign changes hundreds of phones a second: then all cards come at once, calmly.
  let waiting = new Set();
  let whole = false;
  let timer = null;
  function changed(names) {
    if (names === null) whole = true;
    for (const name of names ?? []) if (live || find(name)) waiting.add(name);
    if (timer || (!whole && waiting.size === 0)) return;
    const many = whole || waiting.size > MANY;
    timer = setTimeout(async () => {
      const asked = whole || waiting.size > MANY ? null : [...waiting];
      waiting = new Set();
      whole = false;
      try {
        await fetchCards(live ? asked : asked ?? [...wall.children].map((c) => c.dataset.phone));
      } finally {
        timer = null;
        if (waiting.size) changed([]);
      }
    }, many ? CALM : 0);
  }

  function follow() {
    const events = new EventSource("/sandbox/events");
    const offline = document.querySelector(".offline");
    let lost = false;
    events.onopen = () => {
      offline.hidden = true;
      if (lost) changed(null);
      lost = false;
    };
    events.onerror = () => {
      lost = true;
      offline.hidden = false;
    };
    events.onmessage = (event) => {
      const { changed: names, totals } = JSON.parse(event.data);
      for (const [name, value] of Object.entries(totals)) {
        const shown = document.querySelector(`[data-total="${name}"]`);
        if (shown) shown.textContent = value.toLocaleString(document.documentElement.lang);
      }
      changed(names);
    };
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.act")) return;
    event.preventDefault();
    const filled = new FormData(form);
    const body = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled);
    if (form.matches(".write, .own")) form.reset();
    form.closest(".menu")?.removeAttribute("open");
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { "X-Requested-With": "fetch" },
    });
    if (!answer.ok) return;
    take(await answer.text(), { add: false });
    const card = find(form.action.split("/").at(-2));
    if (card) scrollDown(card);
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open).showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target.matches("dialog")) event.target.close();
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    for (const menu of document.querySelectorAll(".menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(".menu[open]")) menu.removeAttribute("open");
  });

  function switchTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("sandbox-theme", root.dataset.theme);
  }

  document.querySelector("form[data-settings]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = {};
    for (const [name, value] of new FormData(event.target)) {
      values[name] = name === "webhook_url" ? value || null : Number(value);
    }
    const answer = await fetch("/sandbox/api/settings", {
      method: "PUT", body: JSON.stringify(values), headers: { "Content-Type": "application/json" },
    });
    const told = answer.ok ? document.body.dataset.saved : (await answer.json()).error;
    event.target.querySelector("[role=status]").textContent = told;
    if (answer.ok) setTimeout(() => event.target.closest("dialog").close(), 500);
  });

  document.querySelector(".search input")?.addEventListener("input", (event) => {
    clearTimeout(event.target.timer);
    event.target.timer = setTimeout(() => event.target.form.requestSubmit(), 400);
  });
  const search = document.querySelector(".search input");
  if (search?.value) {
    search.focus();
    search.setSelectionRange(search.value.length, search.value.length);
  }

  settle(wall);
  follow();
})();
