// Charts over simulated time: buckets, the axis, faults as bands.

// The counts over time as lines by scope and name, in buckets wide enough for the eye.
class Series {
  constructor(series, replications) {
    this.width_s = series.width_s;
    this.t_s = series.t_s;
    this.lines = series.lines;
    this.replications = replications;
  }
  find(scope, name = '') {
    return this.lines.find(line => line.scope === scope && line.name === name);
  }
  all(scope) {
    return this.lines.filter(line => line.scope === scope);
  }
  get end() {
    return this.t_s.length ? this.t_s[this.t_s.length - 1] + this.width_s : 0;
  }

  // Until when most of it happens: what comes later (receipts three days on) would press the rest into a corner.
  busy_end(faults) {
    const total = this.find('total');
    if (!total) return 0;
    const until = (column, share) => {
      let left = share * total[column].reduce((sum, n) => sum + n, 0);
      const last = left > 0 ? total[column].findIndex(n => (left -= n) <= 0) : -1;
      return last < 0 ? 0 : this.t_s[last] + this.width_s;
    };
    const of_faults = faults.map(fault => fault.at_s + (fault.lasts_s || 0));
    const end = 1.05 *
        Math.max(until('planned', 0.995), until('handed_over_parts', 0.995), until('finished', 0.97), ...of_faults);
    return end > 0.8 * this.end ? this.end : Math.ceil(end / this.width_s) * this.width_s;
  }

  // Width of the drawn buckets: some doublings of the series' own, at most 240 of them until `end`.
  shown_width(end) {
    let width = this.width_s;
    while (end / width > 240) width *= 2;
    return width;
  }

  // One value a drawn bucket from 0 to `end`.
  regrouped(line, column, end, combine = (a, b) => a + b, empty = 0) {
    const width = this.shown_width(end);
    const values = new Array(Math.max(1, Math.ceil(end / width))).fill(empty);
    this.t_s.forEach((t, i) => {
      const value = line && line[column] ? line[column][i] : null;
      const bucket = Math.floor(t / width);
      if (value === null || bucket >= values.length) return;
      values[bucket] = values[bucket] === null ? value : combine(values[bucket], value);
    });
    return values;
  }
}

// Values of buckets as points of a stepped line; `count` is the value itself, `y` what is drawn. The last is held to
// its end.
function steps(values, width, scale = 1) {
  const points =
      values.map((count, i) => ({x: i * width, y: count === null ? null : count * scale, count, from: i * width}));
  const last = points[points.length - 1];
  points.push({...last, x: values.length * width, count: null});
  return points;
}

// The same as bars, which stand on each other: their x is the middle.
function bars(values, width, scale) {
  return values.map((count, i) => ({x: (i + 0.5) * width, y: count * scale, count, from: i * width}));
}

function time_axis(range, stacked) {
  return seconds_from_zero('time after the start', {type: 'linear', min: 0, max: range.end, stacked, offset: false});
}

// Faults as bands behind the lines, their names above the plot. A name that has no room is its number in the table of
// faults.
function fault_bands(faults) {
  const names =
      faults.map((fault, i) => [faults.length > 1 ? `${i + 1} ` : '', `${fault.kind} ${shortened(fault.target, 20)}`]);
  const band = (chart, fault) => {
    const {x} = chart.scales, {left, right} = chart.chartArea;
    const clamp = pixel => Math.min(right, Math.max(left, pixel));
    const from = clamp(x.getPixelForValue(fault.at_s));
    return [
      from,
      fault.lasts_s === null ?
          right :
          Math.max(clamp(x.getPixelForValue(fault.at_s + fault.lasts_s)), Math.min(right, from + 1))
    ];
  };
  return {
    id: 'fault_bands',
    beforeDatasetsDraw(chart) {
      const {ctx, chartArea: {top, bottom}} = chart;
      ctx.save();
      for (const fault of faults) {
        if (fault.at_s > chart.scales.x.max) continue;
        const [from, to] = band(chart, fault);
        ctx.fillStyle = translucent(palette.band, 0.16);
        ctx.fillRect(from, top, to - from, bottom - top);
        ctx.fillStyle = translucent(palette.band, 0.7);
        ctx.fillRect(from, top - 3, Math.max(1, to - from - 2), 3);  // a gap between two that touch
      }
      ctx.restore();
    },
    afterDraw(chart) {
      const {ctx, chartArea: {left, right, top}} = chart;
      ctx.save();
      ctx.font = `11px ${Chart.defaults.font.family}`;
      ctx.fillStyle = palette.quiet;
      ctx.textBaseline = 'bottom';
      let free = left;
      faults.forEach((fault, i) => {
        if (fault.at_s > chart.scales.x.max) return;
        const [from] = band(chart, fault);
        const next = faults.slice(i + 1).filter(f => f.at_s > fault.at_s).map(f => band(chart, f)[0]).concat(right);
        for (const label of [names[i].join(''), names[i][0].trim()]) {
          const width = ctx.measureText(label).width;
          const x = Math.max(free, Math.min(from, right - width));
          const fits =
              x + width <= Math.max(Math.min(...next) - 4, i === faults.length - 1 ? right : 0) && (x <= from + 2);
          if (label === '' || !fits) continue;
          ctx.fillText(label, x, top - 5);
          free = x + width + 6;
          return;
        }
      });
      ctx.restore();
    },
  };
}

// A chart over time. datasets(range) gives the data of a range; the range can change (busy part, whole run).
const over_time = [];
function time_figure({datasets, y, faults, stacked = false, tooltip, ...figure}, range) {
  const config = {
    type: stacked ? 'bar' : 'line',
    data: {datasets: datasets(range)},
    options: {
      parsing: true,
      interaction: {mode: 'index', intersect: false},
      layout: {padding: {top: faults.length ? 16 : 4, right: 4}},
      scales: {x: time_axis(range, stacked), y: {...y, stacked}},
      plugins: {
        tooltip: {
          callbacks: {
            title: items =>
                items.length ? `${offset(items[0].raw.from)} \u2013 ${offset(items[0].raw.from + range.width)}` : '',
            label: item => `${item.dataset.label}: ${tooltip(item)}`,
          },
        },
      },
    },
    plugins: faults.length ? [fault_bands(faults)] : [],
  };
  const made = chart_figure({...figure, config});
  over_time.push({entry: charts[charts.length - 1], datasets, range});
  return made;
}

function show_range(range, series, end) {
  range.end = end;
  range.width = series.shown_width(end);
  for (const {entry, datasets} of over_time) {
    datasets(range).forEach((dataset, i) => {
      entry.chart.data.datasets[i].data = dataset.data;
    });
    entry.chart.options.scales.x.max = end;
    entry.chart.update('none');
  }
}
