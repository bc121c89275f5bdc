// Which rows are part of which: steps below their groups. Parents may come later than their children.
"use strict";

(() => {
  const DEEPEST = 8; // deeper rows are indented no further; also the end of circles

  class Tree {
    #events = new Map(); // by key
    #children = new Map(); // by the parent's key
    #collapsed = new Set(); // keys

    // True when rows that were there before changed their depth.
    place(row) {
      this.#events.set(row.key, row);
      if (row.parent) {
        const siblings = this.#children.get(row.parent);
        if (siblings) siblings.push(row);
        else this.#children.set(row.parent, [row]);
        this.#sinkBelow(row, this.#events.get(row.parent));
      }
      if (!this.#children.has(row.key)) return false;
      row.hasChildren = true;
      return this.#sinkChildren(row);
    }

    #sinkBelow(row, parent) {
      if (!parent) return;
      row.depth = Math.min(parent.depth + 1, DEEPEST);
      if (!parent.hasChildren) parent.version += 1;
      parent.hasChildren = true;
    }

    #sinkChildren(row) {
      const depth = Math.min(row.depth + 1, DEEPEST);
      let sunk = false;
      for (const child of this.#children.get(row.key) || []) {
        if (child.depth >= depth) continue;
        child.depth = depth;
        child.version += 1;
        sunk = true;
        this.#sinkChildren(child);
      }
      return sunk;
    }

    ancestors(row) {
      const found = [];
      let parent = this.#events.get(row.parent);
      while (parent && found.length < DEEPEST) {
        found.push(parent);
        parent = this.#events.get(parent.parent);
      }
      return found;
    }

    isCollapsed(row) {
      return this.#collapsed.has(row.key);
    }

    isHidden(row) {
      if (!row.parent || !this.#collapsed.size) return false;
      return this.ancestors(row).some((parent) => this.#collapsed.has(parent.key));
    }

    toggle(row) {
      row.version += 1;
      if (!this.#collapsed.delete(row.key)) this.#collapsed.add(row.key);
    }

    expandTo(row) {
      for (const parent of this.ancestors(row)) if (this.#collapsed.has(parent.key)) this.toggle(parent);
    }
  }

  window.Replay.Tree = Tree;
})();
