// The timeline of an open conversation: what is new is put in its place, what is read stays where
// it is. Everything listens on the document, so a conversation swapped in later works as well.
"use strict";

const pane = (window.pane = {});

(() => {
  const TAIL = 60;
  const TOGETHER = 5 * 60 * 1e6;
  const NEAR_END = 48;
  const LONG_PRESS = 450;

  const box = () => document.getElementById("timeline");
  const list = () => document.getElementById("entries");
  const all = () => [...document.querySelectorAll("#entries > [data-entry]")];
  const closest = (event, selector) =>
    event.target instanceof Element ? event.target.closest(selector) : null;

  /* ---- Requests ------------------------------------------------------------------------- */

  function told(response) {
    try {
      return JSON.parse(response.headers.get("HX-Trigger") ?? "{}");
    } catch {
      return {};
    }
  }

  // What the server answered, or an error in its own words.
  pane.request = async (url, options = {}) => {
    const headers = { "HX-Request": "true", ...options.headers };
    if (options.method === "POST") headers["X-CSRF-Token"] = box().dataset.csrf;
    const response = await fetch(url, { ...options, headers });
    const { toast } = told(response);
    if (response.headers.has("HX-Redirect")) {
      location.assign(response.headers.get("HX-Redirect"));
      return "";
    }
    const text = await response.text();
    if (!response.ok) {
      throw Object.assign(new Error(toast?.message ?? ""), { status: response.status, text });
    }
    if (toast) pane.say(toast.message, toast.tone);
    return text;
  };

  pane.post = (url, fields, options = {}) => {
    const files = [...fields.values()].some((value) => value instanceof File);
    const body = files ? fields : new URLSearchParams(fields);
    return pane.request(url, { method: "POST", body, ...options });
  };

  pane.say = (message, tone = "success") =>
    document.dispatchEvent(new CustomEvent("toast", { detail: { message, tone } }));

  pane.complain = (error) => {
    const texts = document.getElementById("toasts").dataset;
    pane.say(error.message && error.status ? error.message : error.status ? texts["5xx"] : texts.offline, "danger");
  };

  pane.key = () =>
    crypto.randomUUID?.() ??
    [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  /* ---- Places --------------------------------------------------------------------------- */

  const moment = (place) => Number(place.split("_")[0]);

  function comesAfter(one, other) {
    const [a, b] = [moment(one), moment(other)];
    return a === b ? one.split("_")[1] > other.split("_")[1] : a > b;
  }

  const atEnd = () => box().scrollTop > -NEAR_END;

  pane.toEnd = () => { box().scrollTop = 0; unseen(0); };

  // Whatever is changed above or below, the line somebody reads does not move; at the end the end
  // stays in sight.
  function anchored(change) {
    const view = box();
    const stay = !atEnd();
    const top = view.getBoundingClientRect().top;
    const held = stay && all().find((one) => one.getBoundingClientRect().bottom > top);
    const before = held && held.getBoundingClientRect().top;
    change();
    if (held?.isConnected) view.scrollTop += held.getBoundingClientRect().top - before;
    else if (!stay) view.scrollTop = 0;
  }

  function put(made) {
    const key = made.dataset.clientKey;
    const ghost = key && list().querySelector(`[data-ghost="${CSS.escape(key)}"]`);
    const known = document.getElementById(made.id);
    if (known) {
      const moved = known.dataset.place !== made.dataset.place;
      ghost?.remove();
      patch(known, made);
      if (!moved) return false;
      known.remove();
      made = known;
    }
    const before = all().findLast((one) => comesAfter(made.dataset.place, one.dataset.place));
    if (ghost?.isConnected) ghost.remove();
    if (before) before.after(made);
    else (list().querySelector(".more-line[data-more=before]") ?? placeAtTop()).after(made);
    return !known;
  }

  function placeAtTop() {
    const mark = document.createComment("");
    list().prepend(mark);
    return mark;
  }

  // Only the parts that differ are replaced, so that nothing flickers, plays anew or loses focus.
  function patch(known, made) {
    for (const part of made.querySelectorAll("[data-part]")) {
      const own = known.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!own) continue;
      const same = part.dataset.v ? part.dataset.v === own.dataset.v : bare(part) === bare(own);
      const open = own.querySelector(":popover-open");
      if (!same && !open) own.replaceWith(part);
    }
    for (const { name, value } of made.attributes) {
      if (name.startsWith("data-")) known.setAttribute(name, value);
    }
  }

  // A form's token is another one each time it is written.
  const bare = (element) => element.innerHTML.replace(/name="csrf_token" value="[^"]*"/g, "").replaceAll(' data-htmx-powered="true"', "");

  function arrange() {
    let before = null;
    for (const one of all()) {
      let line = null;
      let fresh = false;
      for (let above = one.previousElementSibling; above && !above.matches("[data-entry]"); above = above.previousElementSibling) {
        if (above.matches(".day-line")) line = above;
        if (above.matches(".new-line")) fresh = true;
      }
      const opens = before?.dataset.day !== one.dataset.day;
      if (!opens) line?.remove();
      else if (!line) one.before(dayLine(one));
      const together = before && before.dataset.who === one.dataset.who
        && moment(one.dataset.place) - moment(before.dataset.place) < TOGETHER;
      one.classList.toggle("leads", opens || fresh || !together);
      before = one;
    }
  }

  function dayLine(entry) {
    const line = document.createElement("li");
    line.className = "day-line";
    line.append(Object.assign(document.createElement("span"), { textContent: entry.dataset.dayLabel }));
    return line;
  }

  /* ---- What changed --------------------------------------------------------------------- */

  // Puts entries and parts of the pane where they belong; the new ones of the customer are returned.
  pane.apply = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    const fresh = [];
    for (const slot of made.content.querySelectorAll("template[data-slot]")) fill(slot);
    anchored(() => {
      for (const entry of made.content.querySelectorAll("[data-entry]")) {
        if (put(entry)) fresh.push(entry);
      }
      if (fresh.length) list().querySelector("[data-empty]")?.remove();
      arrange();
    });
    document.dispatchEvent(new CustomEvent("timeline:changed"));
    return fresh;
  };

  const shown = new Map();

  function fill(slot) {
    const { slot: name } = slot.dataset;
    if (name === "behind") return location.reload();
    if (name === "window") {
      document.dispatchEvent(new CustomEvent("window:changed", { detail: slot.dataset.ends }));
      return;
    }
    const target = document.querySelector(`[data-slot-target="${name}"]`);
    if (!target || target.querySelector(":popover-open, dialog[open]") || target.contains(document.activeElement)) return;
    const now = bare(slot.content.firstElementChild);
    if ((shown.get(target) ?? bare(target.firstElementChild)) === now) return;
    shown.set(target, now);
    const open = target.querySelector("details")?.open;
    target.replaceChildren(slot.content);
    if (open && target.querySelector("details")) target.querySelector("details").open = true;
    htmx.process(target);
  }

  let under = null;
  let again = false;

  pane.refresh = async () => {
    if (!box()) return;
    if (under) { again = true; return under; }
    under = look().catch(() => 0);
    await under;
    under = null;
    if (again) { again = false; await pane.refresh(); }
  };

  async function look() {
    const view = box();
    const tail = all().slice(-TAIL);
    const query = new URLSearchParams({ known: tail.map((one) => one.dataset.v).join(".") });
    if (tail.length) query.set("after", `${moment(tail[0].dataset.place) - 1}_${"f".repeat(32)}`);
    if (view.dataset.newest === "false") query.set("until", tail.at(-1).dataset.place);
    const html = await pane.request(`${view.dataset.base}/changes?${query}`);
    if (box() !== view) return;
    const end = atEnd();
    const fresh = pane.apply(html);
    const said = fresh.filter((one) => one.classList.contains("entry-in"));
    if (!said.length && !fresh.some((one) => one.classList.contains("entry-note"))) return;
    if (!end && said.length) unseen(count + said.length);
    pane.unread = true;
    seen();
  }

  let count = 0;

  function unseen(number) {
    count = number;
    const label = document.querySelector("#to-newest [data-count]");
    if (!label) return;
    label.textContent = count;
    label.hidden = !count;
    showWay();
  }

  function showWay() {
    const view = box();
    document.getElementById("to-newest").hidden = atEnd() && view.dataset.newest === "true";
  }

  // Only who has the tab in front of them has seen it.
  async function seen() {
    const view = box();
    if (!view || !("acts" in view.dataset) || document.visibilityState !== "visible" || !pane.unread) return;
    pane.unread = false;
    await pane.request(`${view.dataset.base}/seen`, { method: "POST" }).catch(() => { pane.unread = true; });
  }

  document.addEventListener("visibilitychange", () => { if (box()) { seen(); } });
  addEventListener("focus", () => seen());

  let followed = "";

  function follow() {
    document.removeEventListener(followed, pane.refresh);
    followed = `conversation-${box().dataset.id}`;
    document.addEventListener(followed, pane.refresh);
  }

  document.addEventListener("live", () => pane.refresh());

  /* ---- Scrolling ------------------------------------------------------------------------ */

  const watcher = new IntersectionObserver(
    (lines) => lines.filter((line) => line.isIntersecting).forEach((line) => load(line.target)),
    { rootMargin: "900px 0px" },
  );

  async function load(line) {
    if (line.dataset.busy) return;
    line.dataset.busy = "1";
    const view = box();
    try {
      const html = await pane.request(line.querySelector("a").dataset.fetch);
      if (!line.isConnected) return;
      const made = document.createElement("template");
      made.innerHTML = html;
      const known = new Set(all().map((one) => one.id));
      for (const entry of made.content.querySelectorAll("[data-entry]")) {
        if (known.has(entry.id)) entry.remove();
      }
      anchored(() => {
        line.replaceWith(made.content);
        if (!list().querySelector(".more-line[data-more=after]")) view.dataset.newest = "true";
        arrange();
      });
      watch();
    } catch {
      delete line.dataset.busy;
    }
  }

  function watch() {
    watcher.disconnect();
    document.querySelectorAll("#entries > .more-line").forEach((line) => watcher.observe(line));
  }

  function highlight(entry) {
    entry.scrollIntoView({ block: "center" });
    entry.classList.remove("hit");
    // Read, so that the same one can be highlighted twice.
    void entry.offsetWidth;
    entry.classList.add("hit");
  }

  document.addEventListener("click", (event) => {
    const jump = closest(event, "[data-jump]");
    const found = jump && document.getElementById(jump.dataset.jump);
    if (found) {
      event.preventDefault();
      highlight(found);
    }
    const more = closest(event, ".more-line a");
    if (more) {
      event.preventDefault();
      load(more.parentElement);
    }
    if (closest(event, "#to-newest")) {
      if (box().dataset.newest === "true") pane.toEnd();
      else location.assign(box().dataset.base);
    }
  });

  /* ---- A bubble's own menu --------------------------------------------------------------- */

  let chosen = null;

  function choose(button) {
    document.querySelectorAll('[popovertarget="bubble-menu"]').forEach((one) => one.removeAttribute("popovertarget"));
    button.setAttribute("popovertarget", "bubble-menu");
    chosen = button;
    const answerable = "answerable" in button.dataset;
    const menu = document.getElementById("bubble-menu");
    const writes = Boolean(document.getElementById("composer"));
    menu.querySelector(".quick-emoji").hidden = !answerable || !writes;
    menu.querySelector("[data-bubble-reply]").hidden = !answerable || !writes;
    menu.querySelector("[data-bubble-copy]").hidden = !button.dataset.text;
  }

  // Before the browser itself opens the menu of the button.
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-bubble-menu]");
    if (button) choose(button);
  }, true);

  let press = 0;

  document.addEventListener("touchstart", (event) => {
    const button = closest(event, "[data-bubble]")?.querySelector("[data-bubble-menu]");
    if (!button || closest(event, "a, button, input, audio, video")) return;
    press = setTimeout(() => { choose(button); document.getElementById("bubble-menu").showPopover(); }, LONG_PRESS);
  }, { passive: true });
  for (const name of ["touchend", "touchmove", "touchcancel"]) {
    document.addEventListener(name, () => clearTimeout(press), { passive: true });
  }

  document.addEventListener("click", async (event) => {
    const entry = chosen?.closest("[data-entry]");
    if (!entry) return;
    const react = closest(event, "[data-react]");
    if (react) {
      const fields = new FormData();
      fields.set("message_id", uuid(entry));
      fields.set("emoji", react.dataset.react);
      fields.set("client_key", pane.key());
      pane.post(`${box().dataset.base}/reactions`, fields).then(pane.apply, pane.complain);
    }
    if (closest(event, "[data-bubble-reply]")) {
      document.dispatchEvent(new CustomEvent("composer:answer", {
        detail: { id: uuid(entry), who: chosen.dataset.author, text: chosen.dataset.text },
      }));
    }
    const copy = closest(event, "[data-bubble-copy]");
    if (copy && navigator.clipboard) {
      await navigator.clipboard.writeText(chosen.dataset.text);
      pane.say(copy.dataset.copied);
    }
  });

  const uuid = (entry) =>
    entry.id.slice(1).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

  /* ---- Small forms: send again, scheduled messages, dialogs -------------------------------- */

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-pane-form]")) return;
    event.preventDefault();
    const button = event.submitter;
    const fields = new FormData(form, button);
    const trouble = form.querySelector("[data-trouble]");
    if (trouble) trouble.hidden = true;
    if (fields.has("client_key") && !fields.get("client_key")) {
      form.elements.client_key.value = pane.key();
      fields.set("client_key", form.elements.client_key.value);
    }
    try {
      const html = await pane.post(form.getAttribute("action"), fields);
      if ("closes" in form.dataset) {
        form.closest("dialog")?.close();
        form.reset();
      }
      if (form.elements.client_key) form.elements.client_key.value = "";
      document.activeElement?.blur();
      pane.apply(html);
      pane.toEnd();
    } catch (error) {
      const inside = form.closest("#template-dialog-body");
      if (inside && error.status === 422 && error.text) {
        inside.innerHTML = error.text;
        htmx.process(inside);
      } else if (trouble && error.status === 422) {
        trouble.textContent = error.message;
        trouble.hidden = false;
      } else pane.complain(error);
    } finally {
      button?.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("click", async (event) => {
    const again = closest(event, "[data-media-again]");
    if (!again) return;
    again.setAttribute("aria-busy", "true");
    await pane.request(`/media/${again.dataset.mediaAgain}/again`, { method: "POST" }).catch(pane.complain);
    again.removeAttribute("aria-busy");
    pane.refresh();
  });

  /* ---- The panel beside it ----------------------------------------------------------------- */

  document.addEventListener("click", (event) => {
    if (closest(event, "[data-panel-toggle]")) {
      document.getElementById("inbox-open").toggleAttribute("data-panel");
    }
  });

  /* ---- A conversation was opened ------------------------------------------------------------ */

  let opened = null;

  function open() {
    const view = box();
    if (!view || view === opened) return;
    opened = view;
    count = 0;
    // Where nothing is unread the bell may still tell of a note.
    pane.unread = true;
    follow();
    watch();
    view.addEventListener("scroll", () => {
      if (atEnd()) unseen(0);
      else showWay();
    }, { passive: true });
    const hit = view.dataset.at && document.getElementById(`e${view.dataset.at}`);
    const fresh = document.getElementById("new-messages");
    if (hit) highlight(hit);
    else if (fresh && fresh.offsetTop < list().offsetHeight - view.clientHeight) {
      fresh.scrollIntoView({ block: "start" });
    }
    showWay();
    seen();
    document.dispatchEvent(new CustomEvent("conversation:opened"));
  }

  pane.open = open;
  document.addEventListener("htmx:after:swap", open);
  document.addEventListener("DOMContentLoaded", open);
})();
