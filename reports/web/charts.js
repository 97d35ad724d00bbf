// Chart.js set up for this page: colours of the style sheet, no animation, our number formats.

let palette = {};
function read_palette() {
  const style = getComputedStyle(document.documentElement);
  palette = {};
  for (const name
           of ['paper', 'raised', 'ink', 'quiet', 'line', 'grid', 'band', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7',
               'c8', 'c9', 'c10'])
    palette[name] = style.getPropertyValue('--' + name).trim();
}

function translucent(colour, alpha) {
  const [r, g, b] = [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

read_palette();
Object.assign(Chart.defaults, {animation: false, maintainAspectRatio: false, normalized: true});
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 12;
// Scriptable, so that a change of colours is an update and nothing more.
Chart.defaults.color = () => palette.quiet;
Chart.defaults.plugins.legend.display = false;  // ours is text
Object.assign(Chart.defaults.plugins.tooltip, {
  backgroundColor: () => palette.ink,
  titleColor: () => palette.paper,
  bodyColor: () => palette.paper,
  footerColor: () => palette.paper,
  cornerRadius: 3,
  padding: 8,
  boxPadding: 4,
  titleFont: {weight: 'normal'},
});

function axis(title, more = {}) {
  return {
    title: {display: Boolean(title), text: title, color: () => palette.quiet, font: {size: 11}},
    grid: {color: () => palette.grid, borderColor: () => palette.line, tickLength: 4, offset: false},
    ...more,
    ticks: {color: () => palette.quiet, maxRotation: 0, autoSkipPadding: 12, ...more.ticks},
  };
}

// A linear axis of amounts that starts at 0.
function amounts(title, format, more = {}) {
  return axis(
      title, {beginAtZero: true, ...more, ticks: {callback: value => format(value), maxTicksLimit: 6, ...more.ticks}});
}

// A linear axis of seconds from 0, with round marks.
function seconds_from_zero(title, more = {}) {
  return axis(title, {
    beginAtZero: true,
    ...more,
    ticks: {autoSkip: false, callback: mark},
    afterBuildTicks: scale => {
      scale.ticks = round_marks(scale.max, Math.max(2, Math.floor(scale.width / 75)));
    },
  });
}
const mark_steps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,  0.2,  0.5,   1,     2,     5,     10,        15,        30,
  60,    120,   300,   600,  900,  1800, 3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400, 5 * 86400, 10 * 86400
];
function round_marks(most, room) {
  const step = mark_steps.find(s => most / s <= room) || Math.ceil(most / room / 86400) * 86400;
  return Array.from({length: Math.floor(most / step) + 1}, (_, i) => ({value: i * step}));
}

// A logarithmic axis of seconds. 0 has no place on it: it is drawn at the floor, whose label says so.
const second_marks = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 6 * 3600, 86400, 3 * 86400, 10 * 86400, 30 * 86400];
function log_seconds(values, title) {
  const positive = values.filter(v => v > 0);
  const least = positive.length ? Math.min(...positive) : 1, most = positive.length ? Math.max(...positive) : 10;
  const below = second_marks.filter(v => v < least);
  const floor = below.length ? below[below.length - 1] : least / 2;
  const top = second_marks.find(v => v >= most) || most;
  const has_zero = values.some(v => v === 0);
  return {
    floor,
    axis: axis(title, {
      type: 'logarithmic',
      min: floor,
      max: top,
      afterBuildTicks: scale => {
        scale.ticks = second_marks.filter(v => v >= floor && v <= top).map(value => ({value}));
      },
      ticks: {callback: value => (value === floor && has_zero ? '0 \u2013 ' : '') + mark(value)},
    }),
  };
}
function on_log(value, floor) {
  return value === null ? null : Math.max(value, floor);
}

// dataset.colour names a colour of the palette.
function coloured(dataset) {
  const alpha = dataset.fill_alpha === undefined ? 1 : dataset.fill_alpha;
  return {
    borderWidth: 1.5,
    pointRadius: 0,
    pointHitRadius: 8,
    ...dataset,
    borderColor: () => palette[dataset.colour],
    backgroundColor: () => translucent(palette[dataset.colour], alpha),
    pointBackgroundColor: () => palette[dataset.colour],
  };
}

const charts = [];  // every chart of the page, for colours and print

// A figure: title, chart, what it shows in words, its table.
//   config       Chart.js configuration
//   description  the chart in a sentence, for those who do not see it
function chart_figure({id, title, note, config, description, make_table, legend = true, size = '', height}) {
  const canvas = el('canvas', {id, role: 'img', 'aria-label': (title ? title + ': ' : '') + description}, description);
  const plot = el('div', {class: 'plot ' + size}, canvas);
  if (height) plot.style.height = height;
  config.data.datasets = config.data.datasets.map(coloured);
  const one = {canvas, plot, config, chart: null};
  charts.push(one);
  return el(
      'figure', {}, title ? el('h3', {}, title) : null, note ? el('p', {class: 'note'}, note) : null,
      legend ? legend_of(one) : null, plot, make_table ? figures_table(make_table) : null);
}

// What each colour is; a click hides it or shows it again.
function legend_of(one) {
  return el('p', {class: 'legend'}, one.config.data.datasets.map((dataset, i) => {
    const button = el('button', {type: 'button', 'aria-pressed': 'true'}, swatch(dataset), name_element(dataset.label));
    button.addEventListener('click', () => {
      const shown = !one.chart.isDatasetVisible(i);
      one.chart.setDatasetVisibility(i, shown);
      one.chart.update('none');
      button.setAttribute('aria-pressed', String(shown));
    });
    return button;
  }));
}

function swatch({colour, borderDash, mark_text}) {
  const sign =
      el('span', {class: borderDash ? 'swatch dashed' : 'swatch', 'aria-hidden': 'true'},
         borderDash ? '' : mark_text || '\u25a0');
  sign.style.color = `var(--${colour})`;
  return sign;
}

// Charts need their place in the page to know their size.
function draw_charts() {
  for (const one of charts) one.chart = one.chart || new Chart(one.canvas, one.config);
}

function recolour() {
  read_palette();
  for (const one of charts)
    if (one.chart) one.chart.update('none');
}

// Paper: light colours, and the width of a page. 680 px are 18 cm.
function before_print() {
  document.documentElement.classList.add('printing');
  recolour();
  for (const {chart, plot} of charts) {
    if (chart) chart.resize(plot.classList.contains('small') ? 320 : 680, plot.clientHeight);
  }
}

function after_print() {
  document.documentElement.classList.remove('printing');
  recolour();
  for (const {chart} of charts)
    if (chart) chart.resize();
}
