// The page without a network: what can be read nevertheless, and back as soon as there is one.
"use strict";

document.addEventListener("DOMContentLoaded", async () => {
  document.querySelector("[data-retry]").addEventListener("click", () => location.reload());
  // `online` says that there is a network; whether the server is reached over it, only asking tells.
  addEventListener("online", async () => {
    const answer = await fetch("/pwa/session", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  });
  const account = await (await (await caches.open("state")).match("/.account"))?.text();
  if (!account || account === "none") return;
  const cache = await caches.open(`private-${account}`);
  const list = document.querySelector("#kept ul");
  for (const request of (await cache.keys()).reverse()) {
    const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const link = document.createElement("a");
    link.href = new URL(request.url).pathname;
    link.textContent = page.title.split(" · ")[0];
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  document.getElementById("kept").hidden = !list.children.length;
});
