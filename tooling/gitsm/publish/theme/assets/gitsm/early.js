// Before the first paint: the colours the reader chose last time.
(function () {
  try {
    var mode = localStorage.getItem("gitsm-mode");
    if (mode === "light" || mode === "dark") document.documentElement.dataset.mode = mode;
  } catch (error) { /* a browser without storage follows the system */ }
})();
