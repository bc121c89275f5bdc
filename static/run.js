// The page of a run: steps lead into the recording, and a run that goes on keeps its page up to date.
"use strict";

const run = document.getElementById("run");

// --- Steps and the recording -----------------------------------------------------------------------

run.addEventListener("click", (event) => {
  const link = event.target.closest("[data-seek]");
  const video = document.getElementById("video");
  if (!link || !video || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  video.currentTime = Number(link.dataset.seek);
  video.scrollIntoView({ block: "nearest" });
});

function markStep(video) {
  let current = null;
  for (const link of run.querySelectorAll("[data-seek]")) {
    link.closest(".step").removeAttribute("aria-current");
    if (Number(link.dataset.seek) <= video.currentTime + 0.001) current = link;
  }
  if (current && video.currentTime > 0) current.closest(".step").setAttribute("aria-current", "step");
}

const video = document.getElementById("video");
if (video) {
  video.addEventListener("timeupdate", () => markStep(video));
  video.addEventListener("seeking", () => markStep(video));
}

// --- While the run goes on -------------------------------------------------------------------------

const USUAL_PAUSE = 2000;
const LONGEST_PAUSE = 30000;
let pause = USUAL_PAUSE;

async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(run.dataset.body + location.search, { headers: { accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(`The page answered ${answer.status}.`);
      if (answer.headers.get("X-Run-Ended") === "yes") return location.reload();
      show(await answer.text());
      pause = USUAL_PAUSE;
    } catch (error) {
      pause = Math.min(pause * 2, LONGEST_PAUSE); // the server is away: ask ever more rarely
    }
  }
  setTimeout(refresh, pause);
}

function show(body) {
  const places = [".log", ".steps"].map((name) => [name, placeOf(run.querySelector(name))]);
  const open = [...run.querySelectorAll("details")].map((fold) => fold.open);
  run.innerHTML = body;
  run.querySelectorAll("details").forEach((fold, number) => { fold.open = Boolean(open[number]); });
  for (const [name, place] of places) {
    const list = run.querySelector(name);
    if (list) list.scrollTop = place === null ? list.scrollHeight : place;
  }
}

// Null means: at the end, and to be kept there.
function placeOf(list) {
  if (!list || list.scrollTop + list.clientHeight >= list.scrollHeight - 4) return null;
  return list.scrollTop;
}

const log = run.querySelector(".log");
if (log && !new URLSearchParams(location.search).has("lines")) log.scrollTop = log.scrollHeight;
if (run.dataset.body) setTimeout(refresh, pause);
