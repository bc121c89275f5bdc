// What both releases' authors gave a key of their own: an id that is there once, or a link to a file to which no other
// link leads. Only what can be used: shown, and not disabled.
() => {
  const USED = 'a[href], button, select, textarea, input:not([type=hidden]), [role=button]';
  const CONTROLS = [...document.querySelectorAll(USED)];
  const shown = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible';
  const file = one => one.tagName === 'A' && !/^(#|javascript:|mailto:)/.test(one.getAttribute('href') || '#')
    ? one.getAttribute('href').split(/[#?]/)[0].split('/').pop() : '';
  const times = all => all.reduce((counted, one) => counted.set(one, (counted.get(one) || 0) + 1), new Map());
  const ids = times([...document.querySelectorAll('[id]')].map(one => one.id));
  const files = times(CONTROLS.map(file));
  const css = one =>
    ids.get(one.id) === 1 ? `#${CSS.escape(one.id)}` : `a[href="${one.getAttribute('href')}"]`;
  const told = one => ({
    key: ids.get(one.id) === 1 ? `id ${one.id}` : `link to ${file(one)}`,
    css: css(one),
    tag: one.tagName.toLowerCase(),
    type: one.tagName === 'INPUT' ? one.type : '',
    text: one.innerText.replace(/\s+/g, ' ').trim(),
    label: one.labels && one.labels.length ? one.labels[0].innerText.replace(/\s+/g, ' ').trim() : '',
    attributes: Object.fromEntries([...one.attributes].map(each => [each.name, each.value])),
    around: around(one),
    options: one.tagName === 'SELECT' ? [...one.options].map(each => each.label.trim()) : [],
  });
  const around = one => {
    for (let above = one.parentElement; above && above !== document.body; above = above.parentElement) {
      if (above.id) return `#${CSS.escape(above.id)}`;
      const named = [...above.classList].find(each => !/^(active|current|open|show|in|selected)\b/.test(each));
      if (named) return `.${CSS.escape(named)}`;
    }
    return '';
  };
  return CONTROLS.filter(one => shown(one) && !one.disabled && !one.readOnly)
    .filter(one => ids.get(one.id) === 1 || (file(one) && files.get(file(one)) === 1)).map(told);
}
