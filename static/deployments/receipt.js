// The receipt of the repair that made a deployment, on the page of that deployment.
"use strict";

(async () => {
  const place = document.getElementById("repair-receipt");
  if (!place) return;
  try {
    const answer = await fetch(place.dataset.url, { headers: { accept: "text/html" }, redirect: "error" });
    if (answer.status !== 200) return; // no repair, or it is no longer known
    const receipt = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    place.replaceChildren(...[...receipt.children].map((part) => document.adoptNode(part)));
  } catch {
    place.textContent = "What is known of the repair could not be loaded. Load this page again.";
    place.className = "notice notice-warning";
  }
})();
