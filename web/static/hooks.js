// A click on a value of the sample writes its path in the line of the mapping that was chosen last,
// else in the line it looks like it belongs to, else in the first that is empty.
let chosen = null;

document.addEventListener("focusin", (event) => {
  if (event.target instanceof Element && event.target.matches("[data-fillable]")) chosen = event.target;
});

document.addEventListener("click", (event) => {
  const place = event.target instanceof Element && event.target.closest("[data-fill]");
  if (!place) return;
  const lines = [...document.querySelectorAll("[data-fillable]")];
  const line =
    (chosen?.isConnected && chosen) ||
    lines.find((one) => place.dataset.fillInto && one.dataset.fillable === place.dataset.fillInto) ||
    lines.find((one) => !one.value);
  if (!line) return;
  line.value = place.dataset.fill;
  line.dispatchEvent(new Event("input", { bubbles: true }));
  line.scrollIntoView({ block: "nearest" });
});
