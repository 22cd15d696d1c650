// The inbox's list: walking it by keys, what is ticked, which line is open. What the server sends
// anew knows neither, so both are put back after each swap.
"use strict";

// A block of its own: scripts of a page share their names.
{
  const list = () => document.getElementById("inbox-list");
  const links = () => [...document.querySelectorAll("#inbox-list :is(.line-link, .found-link)")]
    .filter((link) => link.checkVisibility());
  const ticked = new Set();

  // What was chosen is on its way: the menu need not stay for it.
  document.addEventListener("submit", (event) => event.target.closest(".act-menu:popover-open")?.hidePopover());

  function openKey() {
    return document.getElementById("inbox-open")?.dataset.conversation;
  }

  function mark() {
    const key = openKey();
    document.querySelectorAll("#inbox-list .line-link").forEach((link) => {
      const open = link.closest("[data-line]").dataset.line === key;
      if (open) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  /* ---- What is ticked --------------------------------------------------------------------- */

  const boxes = () => [...document.querySelectorAll('#inbox-list input[name="conversation"]')];

  function count() {
    const bar = document.getElementById("inbox-bulk");
    if (!bar) return;
    bar.hidden = ticked.size === 0;
    bar.querySelectorAll("[data-picked-count]").forEach((place) => { place.textContent = ticked.size; });
    const all = bar.querySelector("[data-pick-all]");
    const shown = boxes();
    all.checked = shown.length > 0 && shown.every((box) => box.checked);
    all.indeterminate = !all.checked && ticked.size > 0;
  }

  function restore() {
    const shown = boxes();
    const there = new Set(shown.map((box) => box.value));
    // A line that is gone from the list cannot be seen, so nothing is done to it.
    ticked.forEach((value) => { if (!there.has(value)) ticked.delete(value); });
    shown.forEach((box) => { box.checked = ticked.has(box.value); });
    count();
  }

  function clear() {
    ticked.clear();
    restore();
  }

  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.target.name !== "conversation" && event.target.dataset.pickAll !== "conversation") return;
    boxes().forEach((box) => { if (box.checked) ticked.add(box.value); else ticked.delete(box.value); });
    count();
  });

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-pick-none]")) clear();
  });

  document.addEventListener("inbox-unpick", clear);

  /* ---- Swaps ------------------------------------------------------------------------------ */

  // A look that was asked for before more lines came would take those away again.
  const stretches = () => document.querySelectorAll("#inbox-live [name=shown]").length;
  const asked = new WeakMap();

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === "inbox-live") asked.set(ctx, stretches());
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (!asked.has(ctx) || asked.get(ctx) === stretches()) return;
    event.preventDefault();
    setTimeout(() => document.body.dispatchEvent(new CustomEvent("inbox-changed")));
  });

  document.addEventListener("htmx:after:swap", () => {
    if (!list()) return;
    mark();
    restore();
  });

  // Back from a conversation: the list is still there below it, as it was left.
  document.addEventListener("click", (event) => {
    const back = event.target instanceof Element && event.target.closest(".pane-back");
    if (!back || !list() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    htmx.ajax("GET", "/inbox/nothing", { target: "#inbox-open", swap: "outerHTML" });
    history.pushState({}, "", list().dataset.address);
  });

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && "inboxSearch" in field.dataset && !field.value) {
      document.getElementById("inbox-found").replaceChildren();
    }
  });

  /* ---- Keys -------------------------------------------------------------------------------- */

  function walk(step) {
    const all = links();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement.closest?.(".line, .found li")?.querySelector("a"));
    const open = all.findIndex((link) => link.hasAttribute("aria-current"));
    const now = focused >= 0 ? focused : open;
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const line = document.activeElement.closest?.("[data-line]")
      ?? document.querySelector("#inbox-list .line-link[aria-current]")?.closest("[data-line]");
    line?.querySelector(".line-pick")?.click();
  }

  document.addEventListener("click", (event) => {
    const key = event.target instanceof Element && event.target.closest("[data-inbox-key]")?.dataset.inboxKey;
    if (key === "down") walk(1);
    if (key === "up") walk(-1);
    if (key === "tick") tick();
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const searching = field instanceof HTMLInputElement && "inboxSearch" in field.dataset;
    if (searching && event.key === "Escape") {
      field.value = "";
      document.getElementById("inbox-found").replaceChildren();
      field.blur();
    }
    if (field.id === "composer-text" && event.key === "Escape") {
      // From writing back to the keys of the list; what else the key closes comes first.
      setTimeout(() => {
        const line = document.querySelector("#inbox-list .line-link[aria-current]");
        if (!event.defaultPrevented) (line ?? field).focus();
        if (!event.defaultPrevented && !line) field.blur();
      });
    }
    if (searching && event.key === "ArrowDown") {
      event.preventDefault();
      links()[0]?.focus();
    }
  });
}
