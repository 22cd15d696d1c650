// Everything the console does by script besides htmx. Listens on the document, so it also serves
// what htmx swaps in later. Each part works on data attributes documented at /design.
"use strict";

const root = document.documentElement;
const closest = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

/* ---- Toasts ---------------------------------------------------------------------------- */

const TOAST_ICONS = { success: "circle-check", info: "info", warning: "triangle-alert", danger: "circle-alert" };
const TOAST_SECONDS = { success: 5, info: 6, warning: 10, danger: 12 };

// `action`: {label, url}; pressing it posts there, as for undoing what was just done.
function toast(message, tone = "success", action = null) {
  const region = document.getElementById("toasts");
  // The same trouble told by ten requests is told once.
  if ([...region.querySelectorAll("p")].some((shown) => shown.textContent === message)) return;
  const box = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  const use = box.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${TOAST_ICONS[tone] ?? "info"}`));
  box.classList.add(`tone-${tone}`);
  box.querySelector("p").textContent = message;
  if (action) box.querySelector("p").after(action.href ? actionLink(action) : actionButton(action, box));
  // Shown again, the region comes to lie above a dialog opened since.
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
  region.append(box);
  let timer = setTimeout(() => box.remove(), TOAST_SECONDS[tone] * 1000);
  box.addEventListener("mouseenter", () => clearTimeout(timer));
  box.addEventListener("mouseleave", () => { timer = setTimeout(() => box.remove(), 2000); });
  box.querySelector("button:last-child").addEventListener("click", () => box.remove());
}

function actionButton({ label, url }, box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-action";
  button.textContent = label;
  button.addEventListener("click", () => {
    box.remove();
    htmx.ajax("POST", url, { target: "body", swap: "none" });
  });
  return button;
}

function actionLink({ label, href }) {
  const link = document.createElement("a");
  link.className = "toast-action";
  link.textContent = label;
  link.href = href;
  return link;
}

document.addEventListener("toast", ({ detail }) => toast(detail.message, detail.tone, detail.action));

document.addEventListener("DOMContentLoaded", () => {
  // On a phone a row of tabs is wider than the screen; the current one is to be seen.
  document.querySelectorAll('.tab-links [aria-current="page"]').forEach((tab) => {
    tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
  });
  const left = document.querySelector("[data-flash]");
  if (!left) return;
  const { flash: tone, action, actionUrl: url, actionHref: href } = left.dataset;
  toast(left.textContent, tone, action ? { label: action, url, href } : null);
  left.remove();
});

/* ---- Requests: the bar, busy buttons, what went wrong ----------------------------------- */

let underWay = 0;
const quiet = (event) => event.target instanceof Element && event.target.closest("[data-quiet]");
const count = (step) => {
  underWay = Math.max(0, underWay + step);
  root.classList.toggle("loading", underWay > 0);
};

document.addEventListener("htmx:before:request", (event) => { if (!quiet(event)) count(1); });
document.addEventListener("htmx:finally:request", (event) => { if (!quiet(event)) count(-1); });

document.addEventListener("htmx:response:error", (event) => {
  const { response, hx } = event.detail.ctx;
  // A form sent back with its errors speaks for itself, and so does an answer with a toast.
  if (response.status === 422 || hx?.trigger?.includes('"toast"')) return;
  const texts = document.getElementById("toasts");
  const text = texts.getAttribute(`data-${response.status}`)
    ?? texts.getAttribute(`data-${String(response.status)[0]}xx`);
  toast(text, "danger");
});

document.addEventListener("htmx:error", (event) => {
  if (quiet(event)) return;
  const { ctx, error } = event.detail;
  const slow = ctx?.request?.signal?.reason === "timeout";
  // Only trouble on the way: a mistake in a page is for the console, not for a person.
  if (slow || error instanceof TypeError) {
    const texts = document.getElementById("toasts");
    toast(slow ? texts.dataset.slow : texts.dataset.offline, "danger");
  }
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.submitter?.formMethod === "dialog") return;
  if (event.target.method === "dialog") return;
  event.submitter?.setAttribute("aria-busy", "true");
});

// What was wrong is being put right: the red goes, the words stay until it is sent again.
document.addEventListener("input", (event) => {
  if (event.target.getAttribute("aria-invalid") !== "true") return;
  event.target.removeAttribute("aria-invalid");
  event.target.closest("[data-invalid]")?.removeAttribute("data-invalid");
});

// The back button may bring a page back from memory with its button still busy.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll('[aria-busy="true"]').forEach((e) => e.removeAttribute("aria-busy"));
});

/* ---- The question before what cannot be undone ------------------------------------------ */
// data-confirm="text" on a form, button or link; optional data-confirm-title, data-confirm-action,
// data-confirm-dismiss.

const agreed = new WeakSet();

function ask(element) {
  const dialog = document.getElementById("confirm-dialog");
  const title = dialog.querySelector("h2");
  const yes = dialog.querySelector('[value="yes"]');
  const no = dialog.querySelector('[value="no"]');
  title.textContent = element.dataset.confirmTitle ?? title.dataset.default;
  dialog.querySelector("p").textContent = element.dataset.confirm;
  yes.textContent = element.dataset.confirmAction ?? yes.dataset.default;
  no.textContent = element.dataset.confirmDismiss ?? no.dataset.default;
  yes.dataset.variant = element.dataset.confirmTone === "plain" ? "primary" : "danger";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function hold(event, element, proceed) {
  if (agreed.delete(element)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!await ask(element)) return;
  // The live page may have taken the button away while the question stood there.
  if (!element.isConnected) return toast(document.getElementById("toasts").getAttribute("data-409"), "warning");
  agreed.add(element);
  proceed();
}

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.matches("[data-confirm]") ? event.submitter : event.target;
  if (!asked.matches("[data-confirm]")) return;
  hold(event, asked, () => event.target.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const element = closest(event, "[data-confirm]:not(form)");
  // A submit button is held when its form is submitted, with the form's own checks done.
  if (!element || (element.form && element.type === "submit")) return;
  hold(event, element, () => element.click());
}, true);

/* ---- What was opened -------------------------------------------------------------------- */

// The server does not know what a reader opened: a part drawn anew leaves it open. Only where an id
// says that it is the same one.
htmx.registerExtension("stays-open", {
  htmx_before_morph_attr: (element, { attrName, newValue }) =>
    !(attrName === "open" && newValue === null && element.matches("details[id]")),
});

/* ---- Dialogs and menus ------------------------------------------------------------------ */

document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
  if (closest(event, "[data-dialog-close]")) closest(event, "dialog").close();
  if (event.target instanceof HTMLDialogElement && "dismissable" in event.target.dataset) {
    event.target.close();
  }
});

function place(menu, opener) {
  const gap = 6;
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = innerHeight - at.bottom - gap;
  const top = below >= height || below >= at.top ? at.bottom + gap : Math.max(gap, at.top - gap - height);
  const left = at.left + width <= innerWidth - gap ? at.left : at.right - width;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.min(Math.max(gap, left), innerWidth - width - gap)}px`;
  menu.style.maxHeight = `${Math.max(160, innerHeight - top - gap)}px`;
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu")) return;
  const openers = document.querySelectorAll(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const opener = [...openers].find((one) => one.offsetParent !== null) ?? openers[0];
  openers.forEach((one) => one.setAttribute("aria-expanded", String(event.newState === "open")));
  if (event.newState === "open" && opener) {
    place(menu, opener);
    menu.querySelector("a, button, input")?.focus({ preventScroll: true });
  } else if (event.newState === "closed") {
    // A swap would copy the attribute, which the content policy refuses.
    // Asked for first: without that Chromium leaves it there, empty.
    if (menu.getAttribute("style") !== null) menu.removeAttribute("style");
  }
}, true);

document.addEventListener("keydown", (event) => {
  const menu = closest(event, ".menu");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = [...menu.querySelectorAll("a, button:not(:disabled)")].filter((item) => item.checkVisibility());
  const now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  event.preventDefault();
  items[next % items.length]?.focus();
});

document.addEventListener("click", (event) => {
  const menu = closest(event, ".menu");
  if (menu && closest(event, "a, button")) menu.hidePopover();
});

// data-menu-filter on a field within a menu: only the entries that have the typed words in them.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-menu-filter]")) return;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = fold(event.target.value);
  event.target.closest(".menu").querySelectorAll("a, button").forEach((entry) => {
    entry.hidden = !fold(entry.textContent).includes(wanted);
  });
});

/* ---- Theme and sidebar ------------------------------------------------------------------ */

document.addEventListener("theme", (event) => {
  root.dataset.theme = event.detail.value;
  document.querySelectorAll('button[name="theme"]').forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === event.detail.value));
  });
});

document.addEventListener("click", (event) => {
  const toggle = closest(event, "[data-sidebar-toggle]");
  if (!toggle) return;
  const state = root.dataset.sidebar === "collapsed" ? "open" : "collapsed";
  root.dataset.sidebar = state;
  toggle.setAttribute("aria-expanded", String(state === "open"));
  document.cookie = `sidebar=${state}; path=/; max-age=31536000; samesite=lax`;
});

/* ---- Fields ----------------------------------------------------------------------------- */

document.addEventListener("click", async (event) => {
  const reveal = closest(event, "[data-reveal]");
  if (reveal) {
    const field = document.getElementById(reveal.dataset.reveal);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    reveal.setAttribute("aria-pressed", String(!shown));
  }
  const copy = closest(event, "[data-copy]");
  if (copy) {
    const source = document.getElementById(copy.dataset.copy);
    // Without https a page may not write the clipboard; then the text is at least selected.
    if (!navigator.clipboard) return getSelection().selectAllChildren(source);
    await navigator.clipboard.writeText(source.textContent.trim());
    toast(copy.dataset.copied);
  }
});

for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    closest(event, "[data-drop]")?.toggleAttribute("data-over", over);
  });
}

document.addEventListener("change", (event) => {
  const drop = closest(event, "[data-drop]");
  const file = event.target.files?.[0];
  if (drop && file) drop.querySelector("[data-drop-name]").textContent = file.name;

  // data-pick-all="NAME" ticks every checkbox of that name; the bar shows how many are ticked.
  const all = closest(event, "[data-pick-all]");
  const name = all?.dataset.pickAll ?? event.target.name;
  const picks = document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(name ?? "")}"]`);
  if (all) picks.forEach((pick) => { pick.checked = all.checked; });
  const bar = document.querySelector(`[data-picked="${CSS.escape(name ?? "")}"]`);
  if (!bar) return;
  const picked = [...picks].filter((pick) => pick.checked).length;
  bar.hidden = picked === 0;
  bar.querySelectorAll("[data-picked-count]").forEach((place) => { place.textContent = picked; });
});
