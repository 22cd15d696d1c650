// Live updates: one stream for all tabs of this browser. The tab that holds the lock reads it and
// tells the others; each fires what it hears as DOM events on #stream. <html data-live> says how
// it stands: connecting, live, polling (the server asks us to look ourselves), reconnecting,
// paused, elsewhere (this tab shows another company than the browser does), over (signed out).
"use strict";

(() => {
  const stream = document.getElementById("stream");
  if (!stream?.dataset.address) return;
  const { address, company } = stream.dataset;
  const root = document.documentElement;

  const MEMORY = "live";
  const REMEMBERED_MS = 60_000, MOST_REMEMBERED = 100;
  const LONGEST_PAUSE_MS = 30_000, SILENCE_MS = 40_000, SPREAD_MS = 700;
  const HIDDEN_MS = 5 * 60_000, ANSWER_MS = 1_000;

  const tabs = new BroadcastChannel("live");
  const onPhone = matchMedia("(pointer: coarse)").matches;
  let leaving = new AbortController();
  let awake = new AbortController();
  let paused = false, anybody = false, hiddenTimer = 0;

  /* ---- What was heard, told to every tab ------------------------------------------------ */

  const fire = (name) => stream.dispatchEvent(new CustomEvent(name, { bubbles: true }));

  function hear({ state, of, names = [] }) {
    const elsewhere = of !== undefined && of !== company;
    root.dataset.live = elsewhere ? "elsewhere" : state;
    if (!elsewhere) names.forEach(fire);
  }

  function tell(message) {
    hear(message);
    tabs.postMessage(message);
  }

  // Kept where the next page finds it: the place to go on from, and what was told lately, as that
  // page may have been made by the server before it was told.
  function remembered() {
    try {
      const memory = JSON.parse(localStorage.getItem(MEMORY));
      return memory?.company === company ? memory : { company, place: "", told: [] };
    } catch {
      return { company, place: "", told: [] };
    }
  }

  function remember(place, names) {
    const memory = remembered(), now = Date.now();
    memory.place = place || memory.place;
    if (names.length) memory.told.push([now, names]);
    memory.told = memory.told.filter(([at]) => now - at < REMEMBERED_MS);
    if (memory.told.length > MOST_REMEMBERED) memory.told = [[now, ["live"]]];
    try {
      localStorage.setItem(MEMORY, JSON.stringify(memory));
    } catch { /* Full, or forbidden: pages look at everything when they begin. */ }
  }

  function fireWhatThisPageMissed() {
    const begun = performance.timeOrigin;
    const missed = remembered().told.filter(([at]) => at >= begun).flatMap(([, names]) => names);
    new Set(missed).forEach(fire);
  }

  /* ---- The tab that leads ------------------------------------------------------------------ */

  const sleep = (ms, signal) => new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });

  async function lead(left) {
    let tries = 0;
    while (!left.aborted) {
      awake = new AbortController();
      const either = AbortSignal.any([left, awake.signal]);
      if (paused) {
        tell({ state: "paused" });
        await sleep(2 ** 31 - 1, either);
        continue;
      }
      const { heard, pause = 1000, over } = await listen(either);
      if (over || left.aborted) return;
      if (paused) continue;
      tell({ state: "reconnecting" });
      tries = heard ? 0 : tries + 1;
      const longest = Math.max(pause, Math.min(LONGEST_PAUSE_MS, pause * 2 ** tries));
      await sleep(longest * (0.5 + Math.random() / 2), either);
    }
  }

  // One connection, until it ends.
  async function listen(signal) {
    const silence = new AbortController();
    const outcome = { heard: false };
    try {
      const headers = { Accept: "text/event-stream" };
      const { place } = remembered();
      if (place) headers["Last-Event-ID"] = place;
      const response = await fetch(address, {
        headers, cache: "no-store", redirect: "manual", signal: AbortSignal.any([signal, silence.signal]),
      });
      if (response.type === "opaqueredirect" || response.status === 401) return end(outcome);
      if (!response.ok) return refused(outcome, response);
      await read(response.body, outcome, silence);
    } catch (error) {
      // Cut, or not reachable: it is tried again. Anything else is a mistake of ours.
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    }
    return outcome;
  }

  async function read(body, outcome, silence) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const scene = { of: undefined, first: true };
    let text = "";
    for (;;) {
      const timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done || outcome.over) return;
      const parts = (text + value).split("\n\n");
      text = parts.pop();
      parts.forEach((part) => take(part, scene, outcome));
    }
  }

  function take(part, scene, outcome) {
    const field = (name) => part.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
    outcome.heard = true;
    outcome.pause = Number(field("retry") ?? outcome.pause ?? 1000);
    let names = JSON.parse(field("data") ?? "[]");
    const hello = names.find((name) => name.startsWith("hello-"));
    if (hello) scene.of = hello.slice("hello-".length);
    names = names.filter((name) => name !== hello);
    if (names.includes("signed-out")) return end(outcome);
    const state = names.includes("look") ? "polling" : "live";
    names = [...new Set(names.map((name) => (name === "look" ? "live" : name)))];
    if (scene.of === company) remember(field("id"), names);
    const message = { state, of: scene.of, names };
    // All browsers are told to look at the same moment; they need not come at the same moment.
    if (names.includes("live") && !scene.first) setTimeout(tell, Math.random() * SPREAD_MS, message);
    else tell(message);
    scene.first = scene.first && !names.length;
  }

  function end(outcome) {
    outcome.over = true;
    tell({ state: "over", names: ["signed-out"] });
    return outcome;
  }

  function refused(outcome, response) {
    outcome.pause = 1000 * Number(response.headers.get("Retry-After") ?? 1);
    // Until there is room again, pages look by themselves.
    if (response.status === 503) tell({ state: "reconnecting", names: ["live"] });
    return outcome;
  }

  /* ---- Which tab that is, and when it rests ------------------------------------------------- */

  function run() {
    leaving = new AbortController();
    const { signal } = leaving;
    // Without locks (plain http from another machine) every tab has a stream of its own.
    if (!navigator.locks) return lead(signal);
    return navigator.locks.request(MEMORY, { signal }, () => lead(signal)).catch((error) => {
      if (error.name !== "AbortError") throw error;
    });
  }

  function wake() {
    anybody = true;
    if (!paused) return;
    paused = false;
    awake.abort();
  }

  // A phone in a pocket needs no stream, unless another tab is looked at.
  async function rest() {
    anybody = false;
    tabs.postMessage({ asked: true });
    await sleep(ANSWER_MS, leaving.signal);
    if (anybody || !document.hidden) return;
    paused = true;
    awake.abort();
  }

  tabs.addEventListener("message", ({ data }) => {
    if (data.asked) { if (!document.hidden) tabs.postMessage({ here: true }); }
    else if (data.here) wake();
    else hear(data);
  });

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) {
      if (onPhone) hiddenTimer = setTimeout(rest, HIDDEN_MS);
      return;
    }
    tabs.postMessage({ here: true });
    wake();
  });

  addEventListener("online", () => awake.abort());

  // Kept in memory for the back button, a page must hold neither lock nor stream.
  addEventListener("pagehide", () => leaving.abort());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    fire("live");
    run();
  });

  root.dataset.live = "connecting";
  // After htmx, which listens to the same event, has found who waits for what.
  document.addEventListener("DOMContentLoaded", () => setTimeout(() => {
    fireWhatThisPageMissed();
    run();
  }));
})();
