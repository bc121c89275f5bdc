// The filters: a choice is followed at once, and empty fields stay out of the address.
"use strict";

(() => {
  const form = document.getElementById("log-filters");

  form.addEventListener("formdata", ({ formData }) => {
    const given = [...formData].filter(([, value]) => value);
    for (const name of new Set(formData.keys())) formData.delete(name);
    for (const [name, value] of given) formData.append(name, value);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[type=checkbox], select")) form.requestSubmit();
  });
})();
