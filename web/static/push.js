// The bell's count, this device's pushes, and the hint that the console is an app.
"use strict";

(() => {
  const account = document.querySelector('meta[name="account"]')?.content ?? "none";
  const signedIn = account !== "none";
  const worker = navigator.serviceWorker;
  const words = () => document.getElementById("offline-words").dataset;
  const announce = (message, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { message, tone } }));

  /* ---- The bell ---------------------------------------------------------------------------- */

  async function count() {
    const answer = await fetch("/notifications/count", { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { unread } = await answer.json();
    const shown = unread > 99 ? "99+" : String(unread);
    for (const bell of document.querySelectorAll("[data-bell]")) {
      const { bellWords, bellUnread } = bell.dataset;
      bell.setAttribute("aria-label", unread ? `${bellWords}: ${shown} ${bellUnread}` : bellWords);
      const badge = bell.querySelector(".bell-count");
      badge.textContent = shown;
      badge.hidden = !unread;
    }
    if (unread) navigator.setAppBadge?.(unread).catch(() => {});
    else navigator.clearAppBadge?.().catch(() => {});
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.id === "bell-panel" && event.newState === "open") htmx.trigger(event.target, "bell-open");
  }, true);

  /* ---- Pushes to this device ---------------------------------------------------------------- */

  const WANTED = `push:${account}`;
  const canPush = Boolean(worker && self.PushManager && self.Notification);
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  const isApp = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

  async function write(address, fields) {
    const { token } = await self.replyQueue.session();
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRF-Token": token, "HX-Request": "true" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  async function subscribe(key) {
    const registration = await worker.ready;
    let subscription = await registration.pushManager.getSubscription();
    if (subscription && !isMadeWith(subscription, key)) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    await write("/notifications/devices", { endpoint, p256dh: keys.p256dh, auth: keys.auth });
    localStorage.setItem(WANTED, "yes");
  }

  // Another secret of the installation has another key, with which old subscriptions are of no use.
  function isMadeWith(subscription, key) {
    const made = subscription.options.applicationServerKey;
    if (!made) return true;
    const text = btoa(String.fromCharCode(...new Uint8Array(made)));
    return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key;
  }

  async function turnOff() {
    const registration = await worker.ready;
    const subscription = await registration.pushManager.getSubscription();
    localStorage.removeItem(WANTED);
    if (!subscription) return;
    await write("/notifications/devices/forget", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }

  // Signed in again where it was on before: nobody is asked, as it was allowed already.
  async function renew() {
    if (!canPush || localStorage.getItem(WANTED) !== "yes" || Notification.permission !== "granted") return;
    if (sessionStorage.getItem("push-renewed")) return;
    const { key } = await self.replyQueue.session();
    await subscribe(key);
    sessionStorage.setItem("push-renewed", "yes");
  }

  async function stateOf() {
    if (!canPush) return isApple && !isApp ? "install" : "unsupported";
    if (Notification.permission === "denied") return "denied";
    const registration = await worker.getRegistration();
    const subscription = await registration?.pushManager.getSubscription();
    return subscription && localStorage.getItem(WANTED) === "yes" ? "on" : "off";
  }

  async function drawDevice() {
    const device = document.getElementById("device");
    if (!device) return;
    device.dataset.state = await stateOf().catch(() => "unsupported");
    device.querySelectorAll("[data-when]").forEach((part) => {
      part.hidden = part.dataset.when !== device.dataset.state;
    });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-device]");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    try {
      if (button.dataset.device === "off") await turnOff();
      else if ((await Notification.requestPermission()) !== "granted") announce(words().refused, "info");
      else await subscribe(document.getElementById("device").dataset.key);
    } catch {
      announce(words().trouble, "danger");
    }
    button.removeAttribute("aria-busy");
    await drawDevice();
  });

  /* ---- The app: a hint on phones, once -------------------------------------------------------- */

  const DISMISSED = "install-hint";
  const onPhone = matchMedia("(max-width: 47.99rem) and (pointer: coarse)").matches;
  let prompt = null;

  function offerApp(byHand) {
    const bar = document.getElementById("install-bar");
    if (!bar || !signedIn || isApp || !onPhone || localStorage.getItem(DISMISSED)) return;
    bar.querySelector("[data-install-prompt]").hidden = byHand;
    bar.querySelector("[data-install-by-hand]").hidden = !byHand;
    bar.querySelector("[data-install]").hidden = byHand;
    bar.hidden = false;
  }

  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    offerApp(false);
  });

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-install], [data-install-never]")) return;
    document.getElementById("install-bar").hidden = true;
    localStorage.setItem(DISMISSED, "yes");
    if (event.target.closest("[data-install]")) await prompt?.prompt();
  });

  /* ---- Beginning ------------------------------------------------------------------------------- */

  document.addEventListener("DOMContentLoaded", () => {
    if (!signedIn) return;
    count();
    const stream = document.getElementById("stream") ?? document;
    for (const name of ["notifications", "live"]) stream.addEventListener(name, count);
    drawDevice();
    renew().catch(() => {});
    if (isApple && !isApp) offerApp(true);
  });
})();
