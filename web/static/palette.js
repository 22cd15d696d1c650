// The command palette: one field, and a list the server fills as one types. Focus never leaves the
// field; the arrow keys move aria-activedescendant, Enter opens what it points at.
"use strict";

const palette = document.getElementById("palette");
const field = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
const choices = () => [...list.querySelectorAll('[role="option"]')];

function choose(option) {
  choices().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function open(option) {
  palette.close();
  // A command is a button the page has anyway; the palette only presses it.
  if (option.dataset.press) document.querySelector(option.dataset.press)?.click();
  else location.assign(option.dataset.href);
}

if (palette) {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-palette-open]") && !palette.open) {
      field.value = "";
      palette.showModal();
      field.focus();
      field.dispatchEvent(new Event("palette-open"));
    }
    const option = event.target.closest("#palette-list [role=option]");
    if (option) open(option);
  });

  field.addEventListener("keydown", (event) => {
    const all = choices();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length }[event.key];
    if (step !== undefined && all.length) {
      event.preventDefault();
      choose(all[step % all.length]);
    }
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (all[now]) open(all[now]);
    }
  });

  list.addEventListener("mousemove", (event) => {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") choose(option);
  });

  document.addEventListener("htmx:after:swap", () => {
    if (palette.open && !list.querySelector('[aria-selected="true"]')) choose(choices()[0]);
  });
}
