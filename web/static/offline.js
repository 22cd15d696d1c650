// Work without a network: pages kept to be read, replies kept to be sent, and what is said of it.
// The composer fires `reply:unsent` with {base, fields, given, captions, ghost, offline} when a
// reply did not reach the server. Here it is kept under its client_key, shown as waiting, and sent
// once when the network is back; offline:queued, offline:sent and offline:failed tell of it.
// Before the page is loaded anew for a new version, `app:leaving` lets a script save what it
// holds: event.detail.wait(promise).
"use strict";

(() => {
  const page = document.documentElement;
  const account = document.querySelector('meta[name="account"]')?.content ?? "none";
  const signedIn = account !== "none";
  const worker = navigator.serviceWorker;
  const conversationOf = (path) => /^\/inbox\/([0-9a-f-]{32,36})$/.exec(path)?.[1].replaceAll("-", "");
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const announce = (message, tone) => tell("toast", { message, tone });
  const fire = (name) => document.getElementById("stream")?.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  const words = () => document.getElementById("offline-words")?.dataset ?? {};

  /* ---- The service worker, and a new version of it -------------------------------------- */

  let leaving = false;

  async function register() {
    if (!worker) return;
    const hadOne = Boolean(worker.controller);
    const registration = await worker.register("/service-worker.js", { scope: "/", updateViaCache: "none" });
    const watch = (fresh) => fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && worker.controller) offerReload(registration);
    });
    if (registration.waiting && worker.controller) offerReload(registration);
    registration.addEventListener("updatefound", () => watch(registration.installing));
    worker.addEventListener("controllerchange", () => {
      if (leaving) location.reload();
      // The first visit was not seen by a worker that did not exist yet.
      else if (!hadOne) keepPage(true);
    });
    ask({ type: "who-is-here", account });
    setInterval(() => registration.update().catch(() => {}), 3600_000);
  }

  function ask(message) {
    if (!worker?.controller) return Promise.resolve();
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      setTimeout(resolve, 5000);
      worker.controller.postMessage(message, [port2]);
    });
  }

  function offerReload(registration) {
    const bar = document.getElementById("update-bar");
    if (!bar) return;
    bar.hidden = false;
    bar.querySelector("[data-update]").onclick = async () => {
      const promises = [];
      tell("app:leaving", { wait: (promise) => promises.push(promise) });
      rememberTexts();
      await Promise.race([Promise.allSettled(promises), new Promise((done) => setTimeout(done, 3000))]);
      leaving = true;
      registration.waiting?.postMessage({ type: "skip-waiting" });
    };
    bar.querySelector("[data-update-later]").onclick = () => { bar.hidden = true; };
  }

  // What is typed on this page, for the same page after the reload; in this tab only.
  const TEXTS = `texts:${account}:`;

  function rememberTexts() {
    const found = [...document.querySelectorAll("textarea[name], input[type=text][name]")]
      .filter((field) => field.value && field.value !== field.defaultValue)
      .map((field) => [field.form?.getAttribute("action") ?? "", field.name, field.value]);
    sessionStorage.setItem(TEXTS + location.pathname, JSON.stringify(found));
  }

  function restoreTexts() {
    const found = JSON.parse(sessionStorage.getItem(TEXTS + location.pathname) ?? "[]");
    sessionStorage.removeItem(TEXTS + location.pathname);
    for (const [action, name, value] of found) {
      const field = [...document.getElementsByName(name)]
        .find((one) => (one.form?.getAttribute("action") ?? "") === action && !one.value);
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /* ---- Private data leaves with whoever it belongs to ------------------------------------ */

  async function forgetEverything() {
    sessionStorage.clear();
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("private-")).map((name) => caches.delete(name)));
    await ask({ type: "wipe" });
  }

  document.addEventListener("submit", async (event) => {
    const action = event.target.getAttribute("action");
    if (!signedIn || !["/sign-out", "/session/company"].includes(action)) return;
    if (event.target.dataset.forgotten) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    const waiting = action === "/sign-out" ? await waitingReplies() : [];
    if (waiting.length && !confirm(words().signOut.replace("{count}", waiting.length))) return;
    if (action === "/sign-out") await self.replyQueue.clear().catch(() => {});
    await forgetEverything().catch(() => {});
    event.target.dataset.forgotten = "yes";
    event.target.requestSubmit(submitter);
  }, true);

  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx?.response?.status === 401) forgetEverything();
  });
  // What live.js writes when the stream says that nobody is signed in any more.
  new MutationObserver(() => {
    if (page.dataset.live === "over") forgetEverything();
  }).observe(page, { attributeFilter: ["data-live"] });

  /* ---- The mark: offline, and as of when ------------------------------------------------- */

  let seenAt = page.dataset.asOf ? new Date(page.dataset.asOf) : new Date();

  function moment(at) {
    const today = at.toDateString() === new Date().toDateString();
    const style = today ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" };
    return new Intl.DateTimeFormat(page.lang, style).format(at);
  }

  function showOffline() {
    const bar = document.getElementById("offline-bar");
    if (!bar) return;
    bar.querySelector("[data-text]").textContent = words().asOf.replace("{time}", moment(seenAt));
    bar.hidden = false;
    page.classList.add("offline");
  }

  function showOnline() {
    seenAt = new Date();
    if (!page.classList.contains("offline")) return;
    page.classList.remove("offline");
    delete page.dataset.asOf;
    document.getElementById("offline-bar").hidden = true;
    fire("live");
  }

  // `online` only says that there is a network, not that the server is reached over it.
  async function look() {
    try {
      await self.replyQueue.session();
    } catch {
      return showOffline();
    }
    showOnline();
    return send();
  }

  addEventListener("offline", showOffline);
  addEventListener("online", look);
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx?.response?.status) seenAt = new Date();
  });

  /* ---- Pages to be read without a network ------------------------------------------------ */

  const keptLast = new Map();

  function keepPage(force = false) {
    const path = location.pathname;
    const isList = path === "/inbox" && !location.search;
    if (!signedIn || page.dataset.asOf || (!isList && !conversationOf(path))) return;
    if (!force && Date.now() - (keptLast.get(path) ?? 0) < 30_000) return;
    keptLast.set(path, Date.now());
    ask({ type: "keep", address: location.origin + path });
  }

  let changed = false;
  document.addEventListener("htmx:after:swap", () => {
    changed = true;
    if (!keptLast.has(location.pathname)) setTimeout(keepPage, 500);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changed || !navigator.onLine) return;
    changed = false;
    keepPage();
  });

  /* ---- Replies that wait ------------------------------------------------------------------ */

  const waitingReplies = async () => (self.indexedDB ? self.replyQueue.all(account).catch(() => []) : []);

  document.addEventListener("reply:unsent", (event) => {
    if (event.detail.offline && signedIn) queueReply(event.detail);
  });

  async function queueReply({ base, fields, given, captions, ghost }) {
    // What was uploaded already is named by its id, what was not goes along as a file.
    const files = given.map((one, place) => [one.id ? "media_id" : "files", one.id || one.file, captions[place]]);
    const kept = [...fields.entries()].filter(([name]) => !["media_id", "caption", "files"].includes(name));
    // The server counts captions over the uploaded ones first.
    files.sort(([one], [other]) => Number(one === "files") - Number(other === "files"));
    for (const [name, value, caption] of files) kept.push([name, value], ["caption", caption]);
    const key = fields.get("client_key");
    const conversation = conversationOf(base);
    const names = given.map((one) => one.file?.name);
    const text = [...names, fields.get("body")].filter(Boolean).join("\n");
    const reply = { key, account, url: `${base}/messages`, conversation, fields: kept, text, at: Date.now(), state: "waiting" };
    try {
      await self.replyQueue.put(reply);
    } catch {
      // Then it stays where the composer has left it, with its own “Try again”.
      return;
    }
    ghost?.remove();
    tell("offline:queued", { key, conversation });
    await drawReplies();
    look();
    const registration = await worker?.ready.catch(() => null);
    // Sent even when this page is closed by then, where the browser can.
    await registration?.sync?.register("replies").catch(() => {});
  }

  let sending = null;

  function send() {
    sending ??= self.replyQueue.flush(told).catch(() => {}).finally(() => { sending = null; });
    return sending;
  }

  function told(outcome, reply) {
    tell(`offline:${outcome}`, { key: reply.key, conversation: reply.conversation, reason: reply.reason });
    if (outcome === "failed") announce(words().failed, "danger");
    else announce(words().sent, "success");
    drawReplies();
    if (reply.conversation) fire(`conversation-${reply.conversation}`);
  }

  worker?.addEventListener("message", ({ data }) => {
    if (data.type === "reply-sent" || data.type === "reply-failed") told(data.type.slice(6), data);
    if (data.type === "open") location.assign(data.address);
  });

  function placeAfter(entries) {
    const list = document.createElement("ol");
    list.className = "waiting-replies";
    // A timeline that grows from below has its end first.
    const fromBelow = getComputedStyle(entries.parentElement).flexDirection === "column-reverse";
    if (fromBelow) entries.before(list);
    else entries.after(list);
    return list;
  }

  // Below what was said in their conversation: what waits, and what could not be sent.
  async function drawReplies() {
    const entries = document.getElementById("entries");
    const template = document.getElementById("waiting-reply");
    if (!entries || !template) return;
    const place = entries.parentElement.querySelector(".waiting-replies") ?? placeAfter(entries);
    const conversation = conversationOf(location.pathname);
    const replies = (await waitingReplies()).filter((one) => one.conversation === conversation);
    place.replaceChildren(...replies.map((reply) => drawn(template, reply)));
    place.hidden = !replies.length;
    if (replies.length) place.scrollIntoView({ block: "nearest" });
  }

  function drawn(template, reply) {
    const box = template.content.firstElementChild.cloneNode(true);
    const failed = reply.state === "failed";
    box.dataset.state = reply.state;
    box.dataset.key = reply.key;
    box.querySelector("[data-body]").textContent = reply.text;
    box.querySelector("[data-mark-waiting]").hidden = failed;
    box.querySelector("[data-mark-failed]").hidden = !failed;
    box.querySelector("[data-reason]").textContent = reply.reason ?? "";
    box.querySelector("[data-again]").hidden = !failed;
    box.querySelector("[data-again]").onclick = async () => {
      await self.replyQueue.put({ ...reply, state: "waiting", reason: "" });
      await drawReplies();
      await look();
    };
    box.querySelector("[data-discard]").onclick = async () => {
      await self.replyQueue.remove(reply.key);
      await drawReplies();
    };
    return box;
  }

  /* ---- Beginning -------------------------------------------------------------------------- */

  document.addEventListener("DOMContentLoaded", async () => {
    if (page.dataset.asOf || !navigator.onLine) showOffline();
    restoreTexts();
    register().catch(() => {});
    if (!signedIn) {
      if (self.caches) forgetEverything().catch(() => {});
      return;
    }
    document.addEventListener("htmx:after:swap", drawReplies);
    await drawReplies();
    if ((await waitingReplies()).length || page.dataset.asOf) look();
  });
})();
