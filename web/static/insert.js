// data-insert="text" data-insert-into="id" puts the text where the cursor is in that field.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-insert]");
  if (!button) return;
  const field = document.getElementById(button.dataset.insertInto);
  const { selectionStart: from, selectionEnd: to } = field;
  field.focus();
  field.setRangeText(button.dataset.insert, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
