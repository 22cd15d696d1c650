// What the composer offers while one writes: canned replies after "/", people after "@", emoji,
// templates, and the builder of buttons and lists.
"use strict";

(() => {
  const WAIT_MS = 120;
  const EMOJI = [
    "😀 😃 😄 😁 😅 😂 🤣 😊 😇 🙂 😉 😍 🥰 😘 😋 😜 🤗 🤔 🤨 😐 🙄 😏 😴 😌 😔 😢 😭 😤 😡 😱 😳 🥺 😬 🤝 🤒 🤕 🥳 😎",
    "👍 👎 👌 ✌️ 🤞 🤟 👈 👉 👆 👇 ☝️ ✋ 👋 🙌 👏 🙏 💪 ✍️ 🤳 👀 🙋 🤷 🤦",
    "❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💕 💖 💯 ✨ ⭐ 🌟 🔥 🎉 🎊 🎁 🎂 🏆 🥇 🚀",
    "☀️ 🌙 🌈 🌧️ ❄️ 🌸 🌹 🌻 🌱 🍀 🐶 🐱 🦋 ☕ 🍰 🍕 🍔 🍞 🍎 🍺 🍷",
    "✅ ❌ ⚠️ ❗ ❓ ➡️ ⬅️ ⏰ 📅 📌 📍 📎 📷 🎥 📞 📱 💻 📧 📦 🚚 🏠 🏢 🏪 🚗 ✈️ 💰 💳 🧾 📝 📊 🔒 🔑 🔔 🇧🇷",
  ];

  const form = () => document.getElementById("composer");
  const field = () => document.getElementById("composer-text");
  const picker = () => form()?.querySelector("[data-picker]");
  const closest = (event, selector) =>
    event.target instanceof Element ? event.target.closest(selector) : null;

  /* ---- After a slash or an at sign ----------------------------------------------------------- */

  let offered = [];
  let current = 0;
  let asked = null;
  let timer = 0;

  // What is being typed: a word that begins with "/" at a line's start, or with "@" in a note.
  function word() {
    const { value, selectionStart: at } = field();
    const before = value.slice(0, at);
    const slash = /(?:^|\n)\/([\w.-]{0,40})$/.exec(before);
    if (slash) return { kind: "canned", text: slash[1], from: at - slash[1].length - 1, to: at };
    const person = form().elements.mode.value === "note" && /(?:^|\s)@([^@\n]{0,40})$/.exec(before);
    return person ? { kind: "people", text: person[1], from: at - person[1].length - 1, to: at } : null;
  }

  async function offer() {
    const typed = word();
    asked = typed;
    if (!typed) return close();
    const found = typed.kind === "people" ? people(typed.text) : await canned(typed.text);
    if (asked !== typed) return;
    offered = found;
    current = 0;
    draw();
  }

  function people(text) {
    const wanted = text.toLocaleLowerCase();
    return JSON.parse(form().dataset.members)
      .filter((one) => one.name.toLocaleLowerCase().includes(wanted))
      .slice(0, 8)
      .map((one) => ({ title: one.name, detail: "", text: `@${one.name} ` }));
  }

  async function canned(text) {
    const query = new URLSearchParams({ q: text });
    const found = await pane.request(`${form().dataset.base}/canned?${query}`).catch(() => "[]");
    return JSON.parse(found).map((one) => ({ title: `/${one.shortcut}`, detail: one.text, text: one.text }));
  }

  function draw() {
    const box = picker();
    box.replaceChildren(...offered.map((one, place) => {
      const option = document.createElement("div");
      option.id = `picker-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(place === current));
      option.append(
        Object.assign(document.createElement("b"), { textContent: one.title }),
        Object.assign(document.createElement("span"), { textContent: one.detail }),
      );
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return option;
    }));
    box.hidden = !offered.length;
    if (offered.length) {
      field().setAttribute("aria-controls", (box.id ||= "composer-picker"));
      field().setAttribute("aria-activedescendant", `picker-${current}`);
      box.children[current].scrollIntoView({ block: "nearest" });
    } else field().removeAttribute("aria-activedescendant");
  }

  function close() {
    offered = [];
    asked = null;
    if (picker()) draw();
  }

  function take(place) {
    const { text } = offered[place];
    const { from, to } = asked;
    close();
    pane.insert(text, from, to);
    close();
  }

  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    clearTimeout(timer);
    timer = setTimeout(offer, word()?.kind === "canned" ? WAIT_MS : 0);
  });

  // Before the composer takes Enter for sending.
  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || !offered.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      current = (current + step + offered.length) % offered.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(current);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  }, true);

  document.addEventListener("focusout", (event) => { if (event.target === field()) close(); });

  /* ---- Emoji ------------------------------------------------------------------------------------ */

  document.addEventListener("click", (event) => {
    const opener = closest(event, "[data-emoji-open]");
    const menu = document.getElementById("emoji-menu");
    if (opener) {
      const grid = menu.querySelector(".emoji-grid");
      if (!grid.childElementCount) {
        for (const emoji of EMOJI.join(" ").split(" ")) {
          const button = Object.assign(document.createElement("button"), { type: "button", textContent: emoji });
          button.dataset.emoji = emoji;
          grid.append(button);
        }
      }
      opener.setAttribute("popovertarget", "emoji-menu");
    }
    const emoji = closest(event, "[data-emoji]");
    if (emoji) pane.insert(emoji.dataset.emoji);
  }, true);

  /* ---- Templates ---------------------------------------------------------------------------------- */

  document.addEventListener("click", async (event) => {
    const opener = closest(event, "[data-open-templates]");
    if (!opener) return;
    event.preventDefault();
    const dialog = document.getElementById("template-dialog");
    const body = document.getElementById("template-dialog-body");
    dialog.showModal();
    try {
      body.innerHTML = await pane.request(`${form().dataset.base}/templates`);
      htmx.process(body);
      body.querySelector("input[type=search]")?.focus();
    } catch (error) {
      dialog.close();
      pane.complain(error);
    }
  });

  /* ---- Buttons and lists ---------------------------------------------------------------------------- */

  document.addEventListener("click", (event) => {
    if (!closest(event, "[data-more-rows]")) return;
    const spare = document.querySelector("[data-spare-row][hidden]");
    if (spare) {
      spare.hidden = false;
      spare.querySelector("input").focus();
    }
    if (!document.querySelector("[data-spare-row][hidden]")) closest(event, "[data-more-rows]").hidden = true;
  });
})();
