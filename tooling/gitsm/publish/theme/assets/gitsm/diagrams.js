// Diagrams that authors wrote as text: drawn where they stand, their text kept for whoever does not see them.
(function () {
  "use strict";
  var dark = function () { return getComputedStyle(document.documentElement).colorScheme === "dark"; };
  var found = Array.prototype.slice.call(document.querySelectorAll("pre > code.language-mermaid"));
  if (!found.length || !window.mermaid) return;
  function draw() {
    window.mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark() ? "dark" : "neutral", fontFamily: "Inter, sans-serif", flowchart: { htmlLabels: false } });
    found.forEach(function (code, number) {
      var pre = code.parentNode, box = pre.previousElementSibling;
      window.mermaid.render("diagram-" + number, code.textContent).then(function (made) {
        if (!box || !box.classList.contains("diagram")) {
          box = document.createElement("div"); box.className = "pic diagram"; box.tabIndex = 0;
          box.setAttribute("role", "img"); box.setAttribute("aria-label", "Diagram; its text follows");
          pre.before(box);
          var fold = document.createElement("details"), head = document.createElement("summary");
          fold.className = "fold"; head.textContent = "The diagram as text"; pre.before(fold); fold.append(head, pre);
        }
        box.innerHTML = made.svg;
      }, function () { /* what cannot be drawn stays as it is written */ });
    });
  }
  draw();
  document.addEventListener("gitsm-mode", draw);
})();
