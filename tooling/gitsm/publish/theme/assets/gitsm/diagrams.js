// Diagrams that authors wrote as text: drawn where they stand, their text kept for whoever does not see them.
(function () {
  "use strict";
  var dark = function () { return getComputedStyle(document.documentElement).colorScheme === "dark"; };
  var found = Array.prototype.slice.call(document.querySelectorAll("pre > code.language-mermaid"));
  if (!found.length || !window.mermaid) return;
  // Whoever wrote the text may choose what is drawn, and neither how nor what is fetched for it.
  function plain(text) {
    return text.replace(/%%\{[\s\S]*?\}%%/g, "").replace(/^\s*---[\s\S]*?\n---[ \t]*\n/, "");
  }
  // Labels are measured as HTML before they are cleaned: one that is HTML, or becomes it, is not drawn.
  function active(text) {
    var bare = text.replace(/<<\s*[\w -]+\s*>>/g, "").replace(/<br\s*\/?>/gi, "");
    return /<[a-z!\/?]/i.test(bare) || /[&#]\s*#?\s*(?:lt|0*60|x0*3c)\b/i.test(bare) ||
      /@\s*\{[^}]*\b(?:img|icon)\b/i.test(bare) || /url\s*\(|@import|javascript/i.test(bare);
  }
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }
  function draw() {
    window.mermaid.initialize({
      startOnLoad: false, securityLevel: "strict", theme: "base", darkMode: dark(), fontFamily: "Inter, sans-serif", htmlLabels: false, flowchart: { htmlLabels: false },
      themeVariables: {
        fontSize: "15px", background: colour("raised"), primaryColor: colour("tint"), primaryTextColor: colour("ink"), primaryBorderColor: colour("accent"),
        lineColor: colour("trace"), secondaryColor: colour("sunk"), tertiaryColor: colour("sunk"), textColor: colour("ink"), edgeLabelBackground: colour("raised")
      }
    });
    found.forEach(function (code, number) {
      var pre = code.parentNode, box = pre.previousElementSibling, text = plain(code.textContent);
      if (active(text)) return;
      window.mermaid.render("diagram-" + number, text).then(function (made) {
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
