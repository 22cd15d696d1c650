// What an SMS costs while it is written: how many are charged, how much fits, and which character
// makes each hold 70 letters instead of 160. The same rules as schemas/sms_text.py.
"use strict";

(() => {
  const BASIC =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const EXTENSION = "\f^{}\\[~]|€";
  const basic = new Set(BASIC);
  const extension = new Set(EXTENSION);
  const isGsm = (char) => basic.has(char) || extension.has(char);
  const people = new Intl.Segmenter(undefined, { granularity: "grapheme" });

  function count(text) {
    const chars = [...text];
    const plain = chars.every(isGsm);
    const [alone, several] = plain ? [160, 153] : [70, 67];
    const width = (char) => (plain ? (extension.has(char) ? 2 : 1) : char.length);
    const units = chars.reduce((sum, char) => sum + width(char), 0);
    if (units <= alone) return { segments: 1, left: alone - units, costly: costly(text, plain) };
    let segments = 1;
    let used = 0;
    for (const char of chars) {
      // What takes two places is not torn apart.
      if (used + width(char) > several) [segments, used] = [segments + 1, 0];
      used += width(char);
    }
    return { segments, left: several - used, costly: costly(text, plain) };
  }

  function costly(text, plain) {
    if (plain) return [];
    const seen = [...people.segment(text)].map((one) => one.segment);
    const dear = seen.filter((one) => ![...one].every(isGsm)).map((one) => one.normalize("NFC"));
    return [...new Set(dear)].map((one) => (one.trim() ? one : `U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`));
  }

  function show() {
    const place = document.querySelector("[data-sms-count]");
    const field = place && document.getElementById(place.dataset.smsCount);
    if (!field) return;
    const words = place.dataset;
    // What a form sends ends its lines with two characters; the server sends one.
    const { segments, left, costly: dear } = count(field.value.trim().replaceAll("\r\n", "\n"));
    place.dataset.state = dear.length ? "dear" : "";
    place.hidden = !field.value.trim();
    const charged = (segments === 1 ? words.one : words.many).replace("{count}", segments);
    place.querySelector("[data-sms-room]").textContent = `${charged} · ${words.left.replace("{count}", left)}`;
    const reason = place.querySelector("[data-sms-why]");
    reason.hidden = !dear.length;
    if (!dear.length) return;
    const shown = dear.slice(0, 5).map((one) => `“${one}”`).join(" ") + (dear.length > 5 ? " …" : "");
    reason.textContent = words.why.replace("{characters}", shown);
  }

  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) show();
  });
  // Also what was sent, and another conversation.
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("submit", () => setTimeout(show));
  document.addEventListener("DOMContentLoaded", show);
  show();
})();
