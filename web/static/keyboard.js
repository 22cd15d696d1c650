// Keys that press what is on the page: data-shortcut="e" on a link, button or field, "g i" for one
// key after the other, "mod+k" for Ctrl or Command, "a, b" for either. data-shortcut-group and
// data-shortcut-label say what the sheet of keys (?) calls them.
"use strict";

const NEXT_KEY_MS = 1200;
const NAMED = { mod: "Ctrl", escape: "Esc", enter: "↵", arrowup: "↑", arrowdown: "↓", " ": "␣" };
const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
let typed = [];
let forget = 0;

function typing(target) {
  return target instanceof Element
    && target.closest("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");
}

function keyOf(event) {
  const named = event.key.length > 1;
  return [
    (event.ctrlKey || event.metaKey) && "mod",
    event.altKey && "alt",
    // "?" is typed with shift on most keyboards; only keys with a name tell it apart.
    event.shiftKey && named && "shift",
    event.key.toLowerCase(),
  ].filter(Boolean).join("+");
}

function ways(element) {
  return element.dataset.shortcut.split(", ").map((way) => way.split(" "));
}

const seen = (element) => element.checkVisibility({ visibilityProperty: true });

function pressed(keys) {
  const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  const fits = (way) => way.length >= keys.length && keys.every((key, at) => key === way[at]);
  const found = [...scope.querySelectorAll("[data-shortcut]")].flatMap((element) =>
    ways(element).filter(fits).map((way) => ({ element, whole: way.length === keys.length })));
  const whole = found.filter((one) => one.whole).map((one) => one.element);
  // A menu's own entries are hidden until it is open, and work all the same.
  return {
    begun: found.length > 0,
    element: whole.find(seen) ?? whole.find((element) => element.closest("[popover], nav, aside")),
  };
}

function press(element) {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const key = keyOf(event);
  if (typing(event.target) && !key.startsWith("mod+")) return;
  clearTimeout(forget);
  let { begun, element } = pressed([...typed, key]);
  if (!begun && typed.length) {
    typed = [];
    ({ begun, element } = pressed([key]));
  }
  typed = begun && !element ? [...typed, key] : [];
  forget = setTimeout(() => { typed = []; }, NEXT_KEY_MS);
  if (!begun) return;
  event.preventDefault();
  if (element) press(element);
});

/* ---- The sheet of keys ------------------------------------------------------------------ */

function nameOf(element) {
  return element.dataset.shortcutLabel ?? element.getAttribute("aria-label")
    ?? (element.title || element.textContent.trim());
}

function node(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

function keyCaps(way, then) {
  return way.flatMap((key, at) => {
    const caps = key.split(/\+(?=.)/).map((part) => {
      const cap = node("kbd", part === "mod" && onMac ? "⌘" : NAMED[part] ?? part.toUpperCase());
      cap.className = "kbd";
      return cap;
    });
    return at ? [node("small", then), ...caps] : caps;
  });
}

function groups(here) {
  const found = new Map();
  const listed = new Set();
  document.querySelectorAll("[data-shortcut]").forEach((element) => {
    const keys = element.dataset.shortcut;
    if (listed.has(keys) || element.closest("dialog")) return;
    if (!seen(element) && !element.closest("[popover], nav, aside")) return;
    listed.add(keys);
    const group = element.dataset.shortcutGroup ?? here;
    found.set(group, [...(found.get(group) ?? []), element]);
  });
  // What belongs to this page alone is what one looks for.
  return [...found].sort(([one], [other]) => (other === here) - (one === here));
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-shortcuts-open]")) return;
  const list = document.getElementById("shortcuts-list");
  const { here, then } = list.dataset;
  list.replaceChildren(...groups(here).map(([group, elements]) => {
    const rows = elements.map((element) =>
      node("div", node("dt", nameOf(element)), node("dd", ...keyCaps(ways(element)[0], then))));
    return node("section", node("h3", group), node("dl", ...rows));
  }));
  document.getElementById("shortcuts").showModal();
});
