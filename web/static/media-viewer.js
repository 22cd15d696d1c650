// Photos in a viewer, and voice messages played in place.
"use strict";

(() => {
  const SPEEDS = [1, 1.5, 2];
  const closest = (event, selector) =>
    event.target instanceof Element ? event.target.closest(selector) : null;
  const viewer = () => document.getElementById("media-viewer");
  const photos = () => [...document.querySelectorAll("#entries [data-view=image]")];

  let shown = null;

  function show(photo) {
    shown = photo;
    const box = viewer();
    const image = box.querySelector("img");
    image.src = photo.href;
    image.alt = photo.querySelector("img").alt;
    box.querySelector("[data-viewer-caption]").textContent = photo.dataset.caption;
    box.querySelector("[data-viewer-download]").href = photo.dataset.download || photo.href;
    box.classList.remove("zoomed");
    const place = photos().indexOf(photo);
    box.querySelector('[data-viewer-step="-1"]').disabled = place <= 0;
    box.querySelector('[data-viewer-step="1"]').disabled = place >= photos().length - 1;
    if (!box.open) box.showModal();
  }

  function step(by) {
    const next = photos()[photos().indexOf(shown) + by];
    if (next) show(next);
  }

  document.addEventListener("click", (event) => {
    const photo = closest(event, "[data-view=image]");
    if (photo && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(photo);
    }
    const by = closest(event, "[data-viewer-step]");
    if (by) step(Number(by.dataset.viewerStep));
    if (closest(event, "[data-viewer-zoom]") || closest(event, "[data-viewer-stage] img")) {
      viewer().classList.toggle("zoomed");
    } else if (closest(event, "[data-viewer-stage]")) viewer().close();
  });

  document.addEventListener("keydown", (event) => {
    if (!viewer()?.open) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) step(by);
    if (event.key === "+" || event.key === "-") viewer().classList.toggle("zoomed", event.key === "+");
  });

  /* ---- Voice ----------------------------------------------------------------------------------- */

  const clock = (seconds) =>
    `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  // Native controls stay where there is no script; here they give way to our own.
  function dress() {
    for (const voice of document.querySelectorAll("[data-voice]:not(.dressed)")) {
      voice.classList.add("dressed");
      voice.querySelector("audio").controls = false;
      voice.querySelector(".voice-controls").hidden = false;
    }
  }

  const audioOf = (element) => element.closest("[data-voice]").querySelector("audio");

  document.addEventListener("click", (event) => {
    const play = closest(event, "[data-voice-play]");
    if (play) {
      const audio = audioOf(play);
      document.querySelectorAll("[data-voice] audio").forEach((other) => { if (other !== audio) other.pause(); });
      if (audio.paused) audio.play().catch(() => 0);
      else audio.pause();
    }
    const speed = closest(event, "[data-voice-speed]");
    if (speed) {
      const audio = audioOf(speed);
      audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
      speed.textContent = `${audio.playbackRate}×`;
    }
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-voice-seek]")) return;
    const audio = audioOf(event.target);
    if (Number.isFinite(audio.duration)) audio.currentTime = (event.target.value / 1000) * audio.duration;
    else audio.load();
  });

  // Media events do not bubble: caught on their way down.
  for (const name of ["play", "pause", "ended", "timeupdate"]) {
    document.addEventListener(name, (event) => {
      const voice = event.target.closest?.("[data-voice]");
      if (!voice) return;
      const audio = event.target;
      const play = voice.querySelector("[data-voice-play]");
      voice.classList.toggle("playing", !audio.paused);
      play.setAttribute("aria-label", audio.paused ? play.dataset.play : play.dataset.pause);
      voice.querySelector("[data-voice-time]").textContent = clock(audio.currentTime);
      if (Number.isFinite(audio.duration) && audio.duration) {
        voice.querySelector("[data-voice-seek]").value = Math.round((audio.currentTime / audio.duration) * 1000);
      }
    }, true);
  }

  for (const name of ["conversation:opened", "timeline:changed", "DOMContentLoaded"]) {
    document.addEventListener(name, dress);
  }
})();
