// What the tests look at in the page.
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longTasks.push(Math.round(entry.duration));
}).observe({ type: "longtask", buffered: true });

// The shade of grey in the middle of the picture that is shown: 0 black … 255 white; -1 without a picture.
window.shade = () => {
  const video = document.querySelector(".screen-video:not(.screen-coming)");
  if (!video || video.readyState < 2) return -1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[0];
};

window.showsShade = (expected) => Math.abs(window.shade() - expected) <= 6;
