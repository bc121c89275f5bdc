// Puts the page of the log together. Without lines to show, as when a filter is refused, there is no viewer.
"use strict";

(() => {
  const Logs = window.Logs;
  const root = document.getElementById("log");
  if (!root) return;
  Logs.viewer = new Logs.Viewer(root);
  Logs.keys = new Logs.LogKeys(Logs.viewer);
})();
