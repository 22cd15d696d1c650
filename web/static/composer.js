// Writing in a conversation. What is sent shows at once with a clock and is replaced by what the
// server wrote down; what the server did not take stays, and says so. Works without this file too.
"use strict";

(() => {
  const DRAFT_MS = 700;
  const TYPING_MS = 3_000;
  const VIEWING_MS = 20_000;
  const SOON_MS = 60 * 60_000;
  // Where a long hint would be cut off.
  const narrow = matchMedia("(max-width: 40rem)");

  const form = () => document.getElementById("composer");
  const field = () => document.getElementById("composer-text");
  const closest = (event, selector) =>
    event.target instanceof Element ? event.target.closest(selector) : null;
  const mode = () => form().elements.mode.value;

  /* ---- Reply or note, and the 24 hours -------------------------------------------------------- */

  function dress() {
    const own = form();
    if (!own) return;
    own.dataset.mode = mode();
    const hints = field().dataset;
    const [reply, note] = narrow.matches ? [hints.replyShort, hints.noteShort] : [hints.replyHint, hints.noteHint];
    field().placeholder = mode() === "note" ? note : reply;
    document.querySelectorAll("[data-reply-only]").forEach((one) => { one.hidden = mode() === "note"; });
    tick();
  }

  function tick() {
    const own = form();
    // By SMS anything may be written at any time.
    if (own?.dataset.channel === "sms") return;
    const ends = Date.parse((own ?? document.querySelector("[data-window-chip]"))?.dataset.windowEnds ?? "");
    const left = Number.isNaN(ends) ? 0 : ends - Date.now();
    const state = left <= 0 ? "closed" : left < SOON_MS ? "soon" : "open";
    if (own) own.dataset.window = state === "closed" ? "closed" : "open";
    withinWindow(ends);
    const chip = document.querySelector("[data-window-chip]");
    if (!chip || !own) return;
    chip.dataset.state = state;
    const text = state === "closed" ? chip.dataset.closed : chip.dataset.open.replace("{time}", countdown(left));
    const words = chip.querySelector("[data-window-text]");
    if (words.textContent !== text) words.textContent = text;
  }

  // WhatsApp would refuse then what it takes now.
  function withinWindow(ends) {
    const late = document.querySelector("[data-schedule-late]");
    if (!late) return;
    const buttons = [...document.querySelectorAll("#schedule-menu [data-moment]")];
    buttons.forEach((button) => { button.disabled = Date.parse(button.dataset.moment) >= ends; });
    late.hidden = !buttons.some((button) => button.disabled);
  }

  function countdown(left) {
    const minutes = Math.floor(left / 60_000);
    if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    return minutes ? `${minutes} min` : `${Math.ceil(left / 1000)} s`;
  }

  setInterval(tick, 1000);

  document.addEventListener("window:changed", (event) => {
    if (!form()) return;
    form().dataset.windowEnds = event.detail;
    tick();
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "mode" && event.target.form === form()) {
      dress();
      field().focus();
      keepDraft();
    }
  });

  /* ---- The text ------------------------------------------------------------------------------ */

  function fit() {
    const text = field();
    if (!text || CSS.supports("field-sizing", "content")) return;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  }

  pane.insert = (text, from = field().selectionStart, to = field().selectionEnd) => {
    field().focus();
    field().setRangeText(text, from, to, "end");
    field().dispatchEvent(new Event("input", { bubbles: true }));
  };

  function wrap(mark) {
    const { selectionStart: from, selectionEnd: to, value } = field();
    field().setRangeText(mark + value.slice(from, to) + mark, from, to, "end");
    field().setSelectionRange(from + 1, to + 1);
    field().dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || event.isComposing || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    const styled = form().dataset.channel !== "sms";
    const mark = styled && command && !event.shiftKey && { b: "*", i: "_" }[event.key.toLowerCase()];
    if (mark) {
      event.preventDefault();
      wrap(mark);
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      // On a phone's keyboard Enter is for a new line; the button sends.
      if (matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      form().requestSubmit();
    } else if (event.key === "Escape" && form().elements.reply_to.value) {
      answer(null);
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    fit();
    keepDraft();
    typing();
  });

  /* ---- Answering one message ------------------------------------------------------------------ */

  function answer(message) {
    const strip = form().querySelector("[data-composer-quote]");
    form().elements.reply_to.value = message?.id ?? "";
    strip.hidden = !message;
    if (message) {
      strip.querySelector("b").textContent = message.who;
      strip.querySelector("div > span").textContent = message.text;
      field().focus();
    }
    keepDraft();
  }

  document.addEventListener("composer:answer", (event) => {
    form().elements.mode.value = "reply";
    dress();
    answer(event.detail);
  });

  document.addEventListener("click", (event) => {
    if (closest(event, "[data-quote-drop]")) answer(null);
  });

  // A draft may answer a message that is on the page.
  function requote() {
    const id = form().elements.reply_to.value;
    const button = id && document.querySelector(`#e${id.replaceAll("-", "")} [data-bubble-menu]`);
    if (button) answer({ id, who: button.dataset.author, text: button.dataset.text });
  }

  /* ---- Drafts --------------------------------------------------------------------------------- */

  let draftTimer = 0;
  let draftDue = null;
  let draftUnder = Promise.resolve();

  function keepDraft() {
    const { base } = form().dataset;
    const fields = new FormData();
    fields.set("body", field().value);
    fields.set("mode", mode());
    if (form().elements.reply_to.value) fields.set("reply_to", form().elements.reply_to.value);
    draftDue = () => pane.post(`${base}/draft`, fields, { keepalive: true });
    clearTimeout(draftTimer);
    draftTimer = setTimeout(flushDraft, DRAFT_MS);
  }

  function flushDraft() {
    clearTimeout(draftTimer);
    const due = draftDue;
    draftDue = null;
    if (due) draftUnder = draftUnder.then(due).catch(() => 0);
    return draftUnder;
  }

  function forgetDraft() {
    clearTimeout(draftTimer);
    draftDue = null;
    // One that is on its way arrives before what is sent, which takes it away.
    return draftUnder;
  }

  addEventListener("pagehide", flushDraft);
  document.addEventListener("visibilitychange", () => { if (document.hidden) flushDraft(); });

  /* ---- Who is here ------------------------------------------------------------------------------ */

  let typedAt = 0;

  function present(doing) {
    const view = document.getElementById("timeline");
    if (!view || !("acts" in view.dataset)) return;
    const { base } = view.dataset;
    const fields = new FormData();
    fields.set("doing", doing);
    pane.post(`${base}/present`, fields, { keepalive: doing === "gone" }).catch(() => 0);
  }

  function typing() {
    if (Date.now() - typedAt < TYPING_MS || mode() === "note") return;
    typedAt = Date.now();
    present("typing");
  }

  setInterval(() => { if (!document.hidden && Date.now() - typedAt > VIEWING_MS / 2) present("viewing"); }, VIEWING_MS);
  addEventListener("pagehide", () => present("gone"));

  /* ---- Files --------------------------------------------------------------------------------------- */

  let files = [];

  function attach(chosen) {
    for (const file of chosen) {
      const row = document.getElementById("file-template").content.firstElementChild.cloneNode(true);
      row.querySelector("b").textContent = file.name;
      if (file.type.startsWith("image/")) {
        const image = Object.assign(new Image(), { src: URL.createObjectURL(file), alt: "" });
        row.querySelector(".composer-file-shape").replaceChildren(image);
      }
      const one = { row, file, id: "", stop: new AbortController() };
      one.done = upload(one);
      one.done.catch((error) => {
        row.classList.add("failed");
        row.querySelector("small").textContent = error.message || document.getElementById("toasts").dataset.offline;
      });
      row.querySelector("[data-file-drop]").addEventListener("click", () => {
        one.stop.abort();
        files = files.filter((other) => other !== one);
        tray();
      });
      files.push(one);
    }
    tray();
  }

  function tray() {
    const list = form().querySelector("[data-composer-files]");
    list.replaceChildren(...files.map((one) => one.row));
    list.hidden = !files.length;
  }

  // fetch tells nothing of how far an upload is.
  function upload(one) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.set("file", one.file, one.file.name);
      request.open("POST", form().dataset.upload);
      request.setRequestHeader("X-CSRF-Token", document.getElementById("timeline").dataset.csrf);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("Accept", "application/json");
      const bar = one.row.querySelector("progress");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => {
        if (request.status >= 400) return reject(new Error(words(request)));
        const kept = JSON.parse(request.responseText);
        one.id = kept.id;
        bar.hidden = true;
        one.row.classList.add("ready");
        one.row.querySelector("input").hidden = !["image", "video", "document"].includes(kept.kind);
        resolve();
      });
      request.addEventListener("error", () => reject(new Error("")));
      one.stop.signal.addEventListener("abort", () => request.abort());
      request.send(body);
    });
  }

  function words(request) {
    try {
      return JSON.parse(request.responseText).error ?? "";
    } catch {
      return "";
    }
  }

  document.addEventListener("click", (event) => {
    if (closest(event, "[data-attach]")) document.getElementById("composer-attach").click();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "composer-attach") return;
    attach([...event.target.files]);
    event.target.value = "";
  });

  document.addEventListener("paste", (event) => {
    const given = [...(event.clipboardData?.files ?? [])];
    if (event.target !== field() || !given.length) return;
    event.preventDefault();
    attach(given);
  });

  let over = 0;
  const carries = (event) => event.dataTransfer?.types.includes("Files") && form() && form().dataset.channel !== "sms" && closest(event, ".pane");

  for (const [name, step] of [["dragenter", 1], ["dragleave", -1]]) {
    document.addEventListener(name, (event) => {
      if (!carries(event)) return;
      over = Math.max(0, over + step);
      form().toggleAttribute("data-over", over > 0);
    });
  }
  document.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over = 0;
    form().removeAttribute("data-over");
    attach([...event.dataTransfer.files]);
  });

  /* ---- Sending ---------------------------------------------------------------------------------------- */

  let queue = Promise.resolve();

  document.addEventListener("submit", (event) => {
    if (event.target !== form() || event.defaultPrevented) return;
    event.preventDefault();
    event.submitter?.removeAttribute("aria-busy");
    send(event.submitter?.name === "scheduled_at" ? event.submitter.value : "");
  });

  function send(scheduledAt) {
    const text = field().value.trim();
    const isNote = mode() === "note";
    const given = isNote ? [] : files;
    if (!text && !given.length) return field().focus();
    if (given.some((one) => one.row.classList.contains("failed"))) return;
    const fields = new FormData(form());
    fields.delete("csrf_token");
    fields.delete("files");
    fields.set("client_key", pane.key());
    if (isNote) mentioned(text).forEach((id) => fields.append("mention", id));
    if (scheduledAt) fields.set("scheduled_at", scheduledAt);
    const letter = { base: form().dataset.base, fields, given, captions: given.map((one) => one.row.querySelector("input").value) };
    if (!scheduledAt) letter.ghost = ghost(letter, text, isNote);
    clear(given);
    const before = forgetDraft();
    queue = queue.then(() => before).then(() => deliver(letter));
  }

  function clear(given) {
    field().value = "";
    answer(null);
    if (given.length) { files = []; tray(); }
    fit();
    field().focus();
  }

  function mentioned(text) {
    const members = JSON.parse(form().dataset.members);
    return members.filter((one) => text.includes(`@${one.name}`)).map((one) => one.id);
  }

  function ghost({ fields, given }, text, isNote) {
    const entry = document.getElementById("ghost-template").content.firstElementChild.cloneNode(true);
    entry.dataset.ghost = fields.get("client_key");
    if (isNote) entry.classList.replace("entry-out", "entry-note");
    const names = given.map((one) => one.file.name);
    entry.querySelector(".bubble-text").textContent = [...names, text].filter(Boolean).join("\n");
    document.getElementById("entries").append(entry);
    document.querySelector("#entries > .new-line")?.remove();
    pane.toEnd();
    return entry;
  }

  async function deliver(letter) {
    try {
      await Promise.all(letter.given.map((one) => one.done));
      letter.fields.delete("media_id");
      letter.fields.delete("caption");
      letter.given.forEach((one, place) => {
        letter.fields.append("media_id", one.id);
        letter.fields.append("caption", letter.captions[place]);
      });
      const html = await pane.post(`${letter.base}/messages`, letter.fields);
      document.dispatchEvent(new CustomEvent("reply:sent", { detail: letter }));
      // Another conversation may have been opened meanwhile.
      if (document.getElementById("timeline")?.dataset.base !== letter.base) return;
      pane.apply(html);
      letter.ghost?.remove();
    } catch (error) {
      fail(letter, error);
    }
  }

  // The same client key goes with every try, so that what arrived after all is not sent twice.
  function fail(letter, error) {
    const { ghost: entry } = letter;
    if (!entry) return pane.complain(error);
    const why = entry.querySelector("[data-ghost-why]");
    why.textContent = error.status && error.message ? error.message : why.dataset.offline;
    entry.classList.add("failed");
    entry.querySelector(".bubble-trouble").hidden = false;
    entry.querySelector("[data-ghost-again]").onclick = () => {
      entry.classList.remove("failed");
      entry.querySelector(".bubble-trouble").hidden = true;
      queue = queue.then(() => deliver(letter));
    };
    entry.querySelector("[data-ghost-drop]").onclick = () => {
      entry.remove();
      document.dispatchEvent(new CustomEvent("reply:dropped", { detail: letter }));
    };
    // Whoever keeps what was written without a network takes it from here.
    document.dispatchEvent(new CustomEvent("reply:unsent", { detail: { ...letter, offline: !error.status } }));
  }

  document.addEventListener("click", (event) => {
    if (!closest(event, "[data-schedule-own]")) return;
    const moment = document.getElementById("schedule-moment");
    if (!moment.value) return moment.focus();
    document.getElementById("schedule-menu").hidePopover();
    send(moment.value);
    moment.value = "";
  });

  /* ---- A conversation was opened -------------------------------------------------------------------------- */

  // The keyboard of a phone covers the page from below: what is left is the pane's height.
  function room() {
    const { visualViewport: view } = window;
    document.documentElement.style.setProperty("--room", `${view.height}px`);
  }

  if (window.visualViewport) {
    visualViewport.addEventListener("resize", room);
    room();
  }

  function open() {
    files = [];
    typedAt = 0;
    present("viewing");
    if (!form()) return;
    dress();
    fit();
    requote();
    if (matchMedia("(pointer: fine)").matches) field().focus({ preventScroll: true });
  }

  document.addEventListener("conversation:opened", open);
})();
