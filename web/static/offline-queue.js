// Replies written without a network, kept in this browser until they are sent: once, in their
// order, and only by the account that wrote them. Used by pages and by the service worker.
"use strict";

(() => {
  const NAME = "master-ia";
  const STORE = "replies";
  // What a later try may mend; everything else is told to the person.
  const LATER = new Set([401, 403, 408, 425, 429]);

  const promised = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  function opened() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    return promised(request);
  }

  async function within(mode, work) {
    const database = await opened();
    try {
      const transaction = database.transaction(STORE, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const result = await work(transaction.objectStore(STORE));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  // {key, account, url, conversation, fields: [[name, value]], text, at, state, reason}
  const put = (reply) => within("readwrite", (store) => promised(store.put(reply)));
  const remove = (key) => within("readwrite", (store) => promised(store.delete(key)));
  const clear = () => within("readwrite", (store) => promised(store.clear()));

  async function all(account) {
    const found = await within("readonly", (store) => promised(store.getAll()));
    return found.filter((one) => one.account === account).sort((one, other) => one.at - other.at);
  }

  // Who is signed in right now, and the token of their writes; fails without a network.
  async function session() {
    const answer = await fetch("/pwa/session", { cache: "no-store", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("away");
    return answer.json();
  }

  function reasonOf(answer) {
    try {
      return JSON.parse(answer.headers.get("HX-Trigger")).toast.message;
    } catch {
      return "";
    }
  }

  async function post(reply, token) {
    const body = new FormData();
    for (const [name, value] of reply.fields) if (name !== "csrf_token") body.append(name, value);
    return fetch(reply.url, {
      method: "POST",
      body,
      headers: { "X-CSRF-Token": token, "HX-Request": "true" },
    });
  }

  // Sends what waits. `told` hears of each: ("sent" | "failed", reply). The server knows a reply by
  // its client_key, so that one whose answer was lost is not sent again by asking again.
  async function flush(told) {
    return navigator.locks.request("replies", async () => {
      const { account, token } = await session();
      for (const reply of await all(account)) {
        if (reply.state === "failed") continue;
        const answer = await post(reply, token);
        if (answer.ok) {
          await remove(reply.key);
          told("sent", reply);
        } else if (LATER.has(answer.status) || answer.status >= 500) {
          throw new Error(`later: ${answer.status}`);
        } else {
          const failed = { ...reply, state: "failed", reason: reasonOf(answer) };
          await put(failed);
          told("failed", failed);
        }
      }
    });
  }

  self.replyQueue = { all, clear, flush, put, remove, session };
})();
