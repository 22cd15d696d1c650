// Serves the shell at once, pages from the network, and without one the conversations last seen.
// Its route puts `self.SHELL = {version, assets}` in front. Private pages are kept by account (a
// person in a company): each answer of the console names it, and any other's pages are forgotten.
"use strict";

importScripts(self.SHELL.queue);

const SHELL_CACHE = `shell-${self.SHELL.version}`;
const PRIVATE = "private-";
const STATE = "state";
const ACCOUNT = "/.account";
const OFFLINE = "/offline";
const NOBODY = "none";
const MOST_CONVERSATIONS = 20;
// As long as an idle session lasts.
const LONGEST_MS = 7 * 24 * 3600 * 1000;
const KEPT_AT = "X-Kept-At";
const LIST = "/inbox";
const CONVERSATION = /^\/inbox\/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll(self.SHELL.assets.map((address) => new Request(address, { cache: "no-cache" })));
  await keepOfflinePage();
}

async function keepOfflinePage() {
  const cache = await caches.open(SHELL_CACHE);
  const answer = await fetch(OFFLINE, { cache: "no-store" });
  if (answer.ok) await cache.put(OFFLINE, answer);
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* ---- Whose pages are kept --------------------------------------------------------------- */

let counter = 0;
let latest = 0;
let working = Promise.resolve();

// One after the other; an answer asked for before another that was dealt with changes nothing.
function notice(order, request, answer) {
  working = working.catch(() => {}).then(async () => {
    const account = answer.headers.get("X-Account");
    if (!account || order < latest) return;
    latest = order;
    await only(account);
    if (account !== NOBODY && request.method === "GET" && isKept(new URL(request.url))) {
      await keep(account, request.url, answer);
    }
  });
  return working;
}

async function current() {
  const kept = await (await caches.open(STATE)).match(ACCOUNT);
  return kept ? kept.text() : NOBODY;
}

async function only(account) {
  if ((await current()) !== account) {
    await (await caches.open(STATE)).put(ACCOUNT, new Response(account));
    for (const shown of await self.registration.getNotifications()) shown.close();
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(PRIVATE) && name !== PRIVATE + account) await caches.delete(name);
  }
}

function isKept(address) {
  return CONVERSATION.test(address.pathname) || (address.pathname === LIST && !address.search);
}

const placeOf = (address) => new URL(new URL(address).pathname, self.location.origin).href;

async function keep(account, address, answer) {
  if (answer.status !== 200 || answer.redirected) return;
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  // Read whole before the page kept until now is given up: the network may end in between.
  const body = await answer.blob();
  const cache = await caches.open(PRIVATE + account);
  const place = placeOf(address);
  // Deleted first, so that the order of keys is the order in which they were last seen.
  await cache.delete(place);
  await cache.put(place, new Response(body, { headers }));
  const conversations = (await cache.keys()).filter((one) => CONVERSATION.test(new URL(one.url).pathname));
  for (const one of conversations.slice(0, -MOST_CONVERSATIONS)) await cache.delete(one);
}

async function kept(address) {
  const cache = await caches.open(PRIVATE + (await current()));
  const answer = await cache.match(placeOf(address));
  if (!answer) return null;
  const at = answer.headers.get(KEPT_AT);
  if (Date.now() - Date.parse(at) > LONGEST_MS) {
    await cache.delete(placeOf(address));
    return null;
  }
  const page = (await answer.text()).replace("<html ", `<html data-as-of="${at}" `);
  return new Response(page, { headers: answer.headers });
}

async function wipe() {
  await only(NOBODY);
}

/* ---- Requests --------------------------------------------------------------------------- */

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(visit(event));
  } else if (event.request.method === "GET" && address.pathname.startsWith("/static/")) {
    event.respondWith(fromShell(event.request));
  }
});

async function fromShell(request) {
  const cache = await caches.open(SHELL_CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

async function visit(event) {
  const order = ++counter;
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    const page = event.request.method === "GET" ? await kept(event.request.url) : null;
    return page ?? offlinePage();
  }
  event.waitUntil(notice(order, event.request, answer.clone()));
  return answer;
}

async function offlinePage() {
  const page = await (await caches.open(SHELL_CACHE)).match(OFFLINE);
  return page ?? Response.error();
}

/* ---- What pages ask --------------------------------------------------------------------- */

const ASKED = {
  "skip-waiting": () => self.skipWaiting(),
  // A page that was opened without a visit, or that changed since.
  keep: async ({ address }) => {
    const order = ++counter;
    const request = new Request(address);
    await notice(order, request, await fetch(request));
  },
  wipe,
  "offline-page": keepOfflinePage,
  "who-is-here": async ({ account }) => {
    if ((await current()) !== account) await only(account);
  },
};

self.addEventListener("message", (event) => {
  const { type, ...rest } = event.data ?? {};
  const work = ASKED[type]?.(rest);
  if (!work) return;
  event.waitUntil(work.then(() => event.ports[0]?.postMessage("done"), () => event.ports[0]?.postMessage("failed")));
});

/* ---- Replies that wait ------------------------------------------------------------------ */

self.addEventListener("sync", (event) => {
  if (event.tag === "replies") event.waitUntil(sendReplies());
});

async function sendReplies() {
  const pages = await self.clients.matchAll({ type: "window" });
  await self.replyQueue.flush((outcome, reply) => {
    for (const page of pages) page.postMessage({ type: `reply-${outcome}`, key: reply.key, reason: reply.reason });
  });
}

/* ---- Pushes ----------------------------------------------------------------------------- */

self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(told.title ?? "Master IA", {
    body: told.body,
    tag: told.tag,
    renotify: Boolean(told.tag),
    icon: self.SHELL.icon,
    badge: self.SHELL.badge,
    data: { url: told.url },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url ?? "/inbox"));
});

async function show(address) {
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => one.focused) ?? pages[0];
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  // A page with something half written in it is not taken away: it opens the place itself.
  page.postMessage({ type: "open", address });
  return page;
}

// The browser has changed its address: the server is told, if somebody is signed in.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil((async () => {
    const { account, token, key } = await self.replyQueue.session();
    if (account === NOBODY) return;
    const subscription = event.newSubscription
      ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    const body = new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
    await fetch("/notifications/devices", { method: "POST", body, headers: { "X-CSRF-Token": token } });
  })());
});
