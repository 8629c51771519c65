document.documentElement.classList.add("scripted");
document.addEventListener("DOMContentLoaded", function () {
  var root = document.documentElement, theme = document.getElementById("theme");
  var dark = function () {
    return (root.dataset.theme || (matchMedia("(prefers-color-scheme:dark)").matches ? "dark" : "light")) === "dark";
  };
  var name = function () { theme.textContent = dark() ? theme.dataset.light : theme.dataset.dark; };
  theme.onclick = function () { root.dataset.theme = dark() ? "light" : "dark"; name(); };
  name();
  var form = document.getElementById("filter");
  if (!form) return;
  var table = document.querySelector("table.list"), more = document.getElementById("more");
  var find = form.querySelector("input"), clear = form.querySelector("button");
  var status = form.querySelector("[role=status]"), all = more && more.textContent, open = false;
  var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row) {
    var cell = row.cells[1];
    var words = cell.querySelector("summary").textContent;
    for (var next = cell.querySelector("details").nextSibling; next; next = next.nextSibling) words += " " + next.textContent;
    return { row: row, words: words.toLowerCase() };
  });
  var show = function () {
    var text = find.value.trim(), shown = 0;
    rows.forEach(function (each) {
      each.row.hidden = text !== "" && each.words.indexOf(text.toLowerCase()) < 0;
      shown += each.row.hidden ? 0 : 1;
    });
    table.classList.toggle("short", !open && text === "");
    clear.hidden = text === "";
    if (more) more.hidden = text !== "";
    var said = shown ? form.dataset.status : form.dataset.none, fill = { shown: shown, all: rows.length, text: text };
    status.textContent = text && said.replace(/\{(\w+)\}/g, function (_, key) { return fill[key]; });
    var hash = text ? "#find=" + encodeURIComponent(text) : "";
    if ((text || location.hash.indexOf("#find=") === 0) && location.hash !== hash) {
      try { history.replaceState(null, "", hash || location.pathname); } catch (refused) { location.hash = hash; }
    }
  };
  var read = function () {
    if (location.hash.indexOf("#find=") !== 0) return;
    try { find.value = decodeURIComponent(location.hash.slice(6)); } catch (broken) { return; }
    show();
  };
  if (more) more.onclick = function () {
    open = !open;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? more.dataset.fewer : all;
    show();
  };
  find.oninput = show;
  form.onsubmit = function (event) { event.preventDefault(); };
  form.onreset = function () { setTimeout(function () { show(); find.focus(); }); };
  addEventListener("hashchange", read);
  read();
});
document.addEventListener("DOMContentLoaded", function () {
  var map = document.querySelector("svg.areas"), read = document.getElementById("read");
  if (!map) return;
  var areas = Array.prototype.slice.call(map.querySelectorAll(".a")), rest = read.textContent;
  var rim = [map.querySelector(".cur"), map.querySelector(".cur2")];
  var show = function (area) {
    rim.forEach(function (line) { line.setAttribute("d", area ? area.getAttribute("d") : ""); });
    read.textContent = area ? area.getAttribute("aria-label") : rest;
  };
  var go = function (at) {
    var to = areas[Math.max(0, Math.min(areas.length - 1, at))];
    areas.forEach(function (area) { area.tabIndex = -1; area.setAttribute("aria-selected", "false"); });
    to.tabIndex = 0;
    to.setAttribute("aria-selected", "true");
    to.focus();
  };
  areas.forEach(function (area, at) {
    area.onfocus = area.onmouseenter = function () { show(area); };
    area.onblur = function () { show(null); };
    area.onmouseleave = function () {
      show(areas.indexOf(document.activeElement) < 0 ? null : document.activeElement);
    };
    area.onclick = function () { location.href = area.dataset.page; };
    area.onkeydown = function (event) {
      var to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: areas.length - 1 }[event.key];
      if (to !== undefined) { event.preventDefault(); go(to); }
      else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); area.onclick(); }
      else if (event.key === "Escape") { show(null); area.blur(); }
    };
  });
});
