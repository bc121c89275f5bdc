// A menu (<details class="menu">) closes as menus do: by Escape, by a click elsewhere, when one of its entries is chosen.
"use strict";

(() => {
  const openMenus = () => document.querySelectorAll("details.menu[open]");

  function close(menu) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }

  document.addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target) || target.closest(".menu-items a")) close(menu);
  });
  // Before the page's own keys, for which Escape means something else.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !openMenus().length) return;
      openMenus().forEach(close);
      event.preventDefault();
    },
    true,
  );
})();
