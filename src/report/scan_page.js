"use strict";
(function () {
    var items = Array.prototype.slice.call(document.querySelectorAll(".errkb-item"));
    var bar = document.querySelector(".errkb-search");
    var input = bar.querySelector("input"), button = bar.querySelector("button");
    var shown = bar.querySelector("output");
    var texts = items.map(function (item) { return item.textContent.toLowerCase(); });

    /* Every word must be there, in any order. */
    function search() {
        var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
        items.forEach(function (item, i) {
            var fits = words.every(function (word) { return texts[i].indexOf(word) >= 0; });
            item.hidden = !fits;
            count += fits;
        });
        shown.textContent = words.length ? count + " of " + items.length : "";
    }

    function setOpen(open) {
        items.forEach(function (item) { item.open = open; });
        button.textContent = open ? "Close all" : "Open all";
    }

    function show(id) {
        var item = id && document.getElementById(id);
        if (item && item.tagName === "DETAILS") {
            item.hidden = false;
            item.open = true;
        }
    }

    /* Links to other documents of a knowledge base lead nowhere from here, unless the entry is on
       this page. */
    function mendLinks() {
        var anchors = {};
        document.querySelectorAll("article[data-entry]").forEach(function (article) {
            anchors[article.getAttribute("data-entry")] = article.closest("details").id;
        });
        document.querySelectorAll("article a[href]").forEach(function (link) {
            var entry = link.getAttribute("data-entry");
            if (entry && Object.prototype.hasOwnProperty.call(anchors, entry)) {
                link.setAttribute("href", "#" + anchors[entry]);
            } else if (!/^(https?|mailto):/i.test(link.getAttribute("href"))) {
                link.title = entry || link.getAttribute("href");
                link.removeAttribute("href");
            }
        });
    }

    mendLinks();
    bar.hidden = items.length === 0;
    input.addEventListener("input", search);
    button.addEventListener("click", function () { setOpen(button.textContent === "Open all"); });
    window.addEventListener("hashchange", function () { show(location.hash.slice(1)); });
    window.addEventListener("beforeprint", function () { setOpen(true); });
    show(location.hash.slice(1));
    search();
})();
