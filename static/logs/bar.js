// Around the lines: how many there are, following and pausing, and sentences about what went wrong.
"use strict";

(() => {
  const { element } = window.Replay;
  const Logs = window.Logs;
  const counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const button = (text, onclick, more = "") => element("button", { class: `button log-button ${more}`, type: "button", text, onclick });

  class Bar {
    #viewer;
    #root;

    constructor(root, viewer) {
      this.#root = root;
      this.#viewer = viewer;
      this.problem = element("p", { class: "notice notice-warning log-notice", role: "status", hidden: true });
      this.missing = element("p", { class: "notice log-notice", role: "status", hidden: true });
      this.empty = element("div", { class: "log-empty", hidden: true });
      this.frame = element("div", { class: "log-frame" }, this.empty);
      this.count = element("span", { class: "log-count" });
      this.oldest = button("Oldest", () => viewer.toOldest(), "button-quiet");
      this.newest = button("Newest", () => viewer.toNewest(), "button-quiet");
      this.following = button("", () => (viewer.isFollowing ? viewer.pause() : viewer.follow()), "log-following");
      this.bar = element("div", { class: "log-bar" }, this.count, this.oldest, viewer.isLive ? this.following : this.newest);
      root.append(this.problem, this.missing, this.frame, this.bar);
    }

    // null: there is none.
    sayProblem(error) {
      const text = error?.message ?? "";
      this.problem.hidden = !text;
      if (this.problem.textContent.startsWith(text) && text) return;
      const again = error?.isRefused ? button("Try again", () => this.#viewer.again()) : "";
      this.problem.replaceChildren(text, " ", again);
    }

    // Whether the line that the address names is not among those that are shown.
    sayMissing(isMissing) {
      this.missing.hidden = !isMissing;
      if (!isMissing) return;
      const { query } = this.#root.dataset;
      if (query) this.missing.replaceChildren("The filters leave out the line of this link, or it is no longer kept. ", element("a", { href: location.pathname + location.hash, text: "Look for it without filters" }));
      else this.missing.replaceChildren("The line of this link is no longer kept. These are the lines around its moment.");
    }

    show() {
      const { lines, pages, isLive, isFollowing, unseen } = this.#viewer;
      if (!pages) return;
      this.count.textContent = this.#countText(lines.all.length, pages);
      this.oldest.hidden = !lines.last;
      this.newest.hidden = !lines.last;
      const follow = pages.newer ? "To the newest lines" : unseen ? `Follow · ${counted(unseen, "new line", "new lines")}` : "Follow";
      this.following.textContent = isFollowing ? "Pause" : follow;
      this.following.classList.toggle("button-primary", !isFollowing && unseen > 0);
      this.bar.classList.toggle("log-bar-live", isLive && isFollowing);
      this.#showEmpty(lines, pages);
    }

    #countText(count, pages) {
      if (pages.isAskingFor("open")) return "Loading…";
      if (pages.isAskingFor("older")) return count ? `${counted(count, "line", "lines")}, older ones are being loaded…` : "Searching…";
      if (!count) return "";
      const isAll = !pages.older && !pages.newer;
      return isAll ? counted(count, "line", "lines") : `${counted(count, "line", "lines")} loaded`;
    }

    #showEmpty(lines, pages) {
      const isEmpty = !lines.last && !pages.older && !pages.newer && !pages.isRefused && !pages.isAskingFor("open");
      if (isEmpty === !this.empty.hidden) return;
      this.empty.hidden = !isEmpty;
      if (!isEmpty) return;
      const { query } = this.#root.dataset;
      const what = query ? "Nothing is kept that these filters leave." : "Nothing has been said yet.";
      const more = this.#viewer.isLive ? " New lines appear here by themselves." : "";
      const clear = query ? element("a", { class: "button", href: location.pathname, text: "Clear the filters" }) : "";
      this.empty.replaceChildren(element("h2", { text: "No lines" }), element("p", { text: what + more }), clear);
    }
  }

  Logs.Bar = Bar;
})();
