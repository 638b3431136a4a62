/**
 * The script of every page, as text. It adds three things to a page that is complete without it: filters for verdicts,
 * numbers tables that open for printing, and figures that answer to pointer and keyboard. It uses no `eval`, writes text
 * only as text, and starts Vega when a figure is first touched.
 */
export const pageScript = `'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Filters: one pressed button at a time; rows of other verdicts hide.
  const filters = document.querySelector('[data-filters]');
  if (filters) {
    const status = document.querySelector('[data-filter-status]');
    const rows = all('.verdicts tbody tr');
    filters.hidden = false;
    filters.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      const wanted = button.dataset.verdict;
      for (const other of all('button', filters)) other.setAttribute('aria-pressed', String(other === button));
      for (const row of rows) row.hidden = wanted !== '' && row.dataset.verdict !== wanted;
      const shown = rows.filter((row) => !row.hidden).length;
      status.textContent = 'Showing ' + shown + ' of ' + rows.length + ' claims.';
    });
  }

  // A link to an analysis shows it open.
  const openTarget = () => {
    const target = location.hash.startsWith('#analysis-') && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = target && target.querySelector('details');
    if (box) box.open = true;
  };
  addEventListener('hashchange', openTarget);
  openTarget();

  // Printing: browsers that cannot open details by style sheet get them opened and closed again.
  const opened = new Set();
  addEventListener('beforeprint', () => {
    for (const box of all('details[data-print]:not([open])')) { box.open = true; opened.add(box); }
  });
  addEventListener('afterprint', () => {
    for (const box of opened) box.open = false;
    opened.clear();
  });

  // Downloads of a figure: its specification, and the drawing as it came.
  const drawings = new Map();
  const save = (name, type, text) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  for (const buttons of all('[data-downloads]')) buttons.hidden = false;
  addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-download], [data-download-svg]');
    if (!button) return;
    const { download, downloadSvg } = button.dataset;
    if (download) save(download + '.vl.json', 'application/json', document.getElementById(download + '-spec').textContent);
    else save(downloadSvg + '.svg', 'image/svg+xml', drawings.get(downloadSvg + '-wide'));
  });

  // Figures: the drawing is replaced by a live view of the same specification at first touch.
  const plots = all('[data-plot]');
  for (const plot of plots) drawings.set(plot.dataset.plot, plot.innerHTML);
  if (!document.getElementById('vega-runtime')) return;

  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  document.body.append(tip);

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };
  const showTip = (value, x, y) => {
    const list = document.createElement('dl');
    const { title, ...rest } = typeof value === 'object' ? value : { title: String(value) };
    for (const [name, text] of Object.entries(rest)) list.append(element('dt', name), element('dd', text));
    tip.replaceChildren(...(title ? [element('strong', title)] : []), list);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - width - 8)) + 'px';
    tip.style.top = (y + 18 + height > innerHeight ? Math.max(8, y - height - 12) : y + 18) + 'px';
  };
  const hideTip = () => { tip.hidden = true; };

  // The runtime is carried as text; its hash is in the page's policy, so that this and nothing else may run.
  const start = (id) => {
    const script = document.createElement('script');
    script.textContent = document.getElementById(id).textContent;
    document.head.append(script);
  };
  let runtime = null;
  const loadRuntime = () => {
    if (!runtime) {
      start('vega-runtime');
      start('vega-interpreter');
      runtime = { vega: globalThis.vega, interpret: globalThis.vegaInterpreter };
    }
    return runtime;
  };

  const live = new Map();
  const bringToLife = (plot) => {
    if (live.has(plot)) return live.get(plot);
    const work = (async () => {
      const { vega, interpret } = loadRuntime();
      const spec = JSON.parse(document.getElementById(plot.dataset.plot + '-vega').textContent);
      const drawing = plot.querySelector('svg');
      const label = all('title, desc', drawing).map((part) => part.textContent).join('. ');
      const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
        expr: interpret,
        renderer: 'svg',
        hover: true,
        logLevel: vega.Error,
        tooltip: (_handler, event, _item, value) => {
          if (value === null || value === undefined || value === '') hideTip();
          else showTip(value, event.clientX, event.clientY);
        },
      });
      const box = document.createElement('div');
      view.initialize(box);
      await view.runAsync();
      const svg = box.querySelector('svg');
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', label);
      svg.removeAttribute('width');
      svg.removeAttribute('height');
      drawing.replaceWith(box);
      plot.dataset.live = '';
      return view;
    })();
    live.set(plot, work);
    return work;
  };

  // Marks with a tooltip, in drawing order, for the arrow keys.
  const marksOf = (view) => {
    const found = [];
    const visit = (mark) => {
      for (const item of mark.items ?? []) {
        if (item.tooltip && item._svg) found.push(item);
        visit(item);
      }
    };
    visit(view.scenegraph().root);
    return found;
  };
  const places = new Map();
  const leave = (plot) => {
    for (const mark of all('[data-current]', plot)) mark.removeAttribute('data-current');
    hideTip();
  };
  const step = async (plot, by) => {
    const marks = marksOf(await bringToLife(plot));
    if (marks.length === 0) return;
    const place = Math.min(Math.max((places.get(plot) ?? -1) + by, 0), marks.length - 1);
    places.set(plot, place);
    leave(plot);
    const { tooltip, _svg } = marks[place];
    _svg.setAttribute('data-current', '');
    const { left, top, width, height } = _svg.getBoundingClientRect();
    showTip(tooltip, Math.max(left, 0) + Math.min(width, innerWidth) / 2, top + height / 2);
  };

  for (const plot of plots) {
    plot.tabIndex = 0;
    plot.setAttribute('role', 'group');
    plot.setAttribute('aria-label', 'Figure; arrow keys read its values one by one');
    for (const type of ['pointerenter', 'focus', 'click']) {
      plot.addEventListener(type, () => { bringToLife(plot); }, { once: true });
    }
    plot.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (by) { event.preventDefault(); step(plot, by); }
      else if (event.key === 'Escape') leave(plot);
    });
    plot.addEventListener('blur', () => leave(plot));
    plot.addEventListener('pointerleave', hideTip);
  }
})();
`;
