// What was sent over time, against the limits, and how long it took.

function rate_unit(most_per_second) {
  return [[1, 'second'], [60, 'minute'], [3600, 'hour']].find(([size]) => most_per_second * size >= 1) ||
      [86400, 'day'];
}

// columns: {head, values [bucket], format}; rows of nothing are left out.
function steps_table(range, columns) {
  const rows = columns[0].values.map((_, i) => i).filter(i => columns.some(c => c.values[i]));
  return table(
      [
        {head: 'from', cell: i => offset(i * range.width), kind: 'number'},
        {head: 'to', cell: i => offset((i + 1) * range.width), kind: 'number'},
        ...columns.map(c => ({
                         head: c.head,
                         cell: i => c.values[i] === null ? '' : (c.format || grouped)(c.values[i]),
                         kind: 'number'
                       })),
      ],
      rows);
}

function throughput_figure(report, series, range) {
  const total = series.find('total'), n = series.replications;
  const shown = [
    {head: 'planned messages', column: 'planned', colour: 'c8', borderDash: [4, 3]},
    {head: 'parts handed over', column: 'handed_over_parts', colour: 'c1', fill: 'origin', fill_alpha: 0.18},
    {head: 'messages delivered', column: 'delivered', colour: 'c3'},
  ];
  const most = Math.max(...shown.flatMap(s => series.regrouped(total, s.column, range.end))) / range.width / n;
  const [size, unit] = rate_unit(most);
  const peak = plain(Number((most * size).toPrecision(3)));
  return time_figure({
    id: 'throughput', title: 'Sending', faults: report.faults,
    note: n > 1 ? `Mean of ${grouped(n)} replications.` : null,
    description: `planned, handed over and delivered over time, at most ${peak} a ${unit}`,
    y: amounts(`messages and parts a ${unit}`, plain),
    tooltip: item => `${plain(Number(item.raw.y.toPrecision(4)))} a ${unit}`,
    datasets: r => shown.map(s => ({
      ...s, label: s.head, stepped: true,
      data: steps(series.regrouped(total, s.column, r.end), r.width, size / r.width / n),
    })),
    make_table: () => steps_table(range, [
      ...shown.map(s => ({head: s.head, values: series.regrouped(total, s.column, range.end)})),
      {head: 'in flight at the end', values: series.regrouped(total, 'in_flight', range.end, (a, b) => b, null)},
    ]),
  }, range);
}

// Each limit that the report shows: the fullest window of each bucket against the line that it must not pass.
function limit_figures(report, series, range) {
  const greatest = (a, b) => Math.max(a, b);
  const figures = [], left_out = [];
  for (const [scope, word] of [['campaigns', 'campaign'], ['brands', 'brand'], ['numbers', 'number']]) {
    const rows = report[scope].rows.filter(row => series.find(word, row.name));
    const shown = rows.slice(0, 4);
    const more = report[scope].left_out + rows.length - shown.length;
    if (more > 0) left_out.push(count_of(more, word));
    shown.forEach((row, i) => {
      const line = series.find(word, row.name);
      // What was handed over counts for the length of the window, though nothing more goes in it; a day's count until
      // the next.
      const fullest = end => {
        const values = series.regrouped(line, 'fullest_window_parts', end, greatest, null);
        const held = Math.ceil(row.window_s / series.shown_width(end)) - 1;
        return values.map(
            (value, j) =>
                value !== null ? value : values.slice(Math.max(0, j - held), j).reverse().find(v => v !== null) || 0);
      };
      const window = window_name(row.window_s), most = row.peak_parts_per_window;
      const rule = `${grouped(row.limit)} parts a ${window}` + (row.limit_carrier ? ' to ' + row.limit_carrier : '');
      figures.push(time_figure({
        id: `limit-${word}-${i}`, title: `${word} ${isolated(shortened(row.name))}`, note: `${rule}, ${percent(row.utilisation, 1)} used`,
        faults: report.faults, size: 'small', legend: false,
        description: `fullest window ${grouped(most)} of ${rule}`,
        y: amounts(`parts in a ${window}`, plain, {max: Math.max(row.limit, most) * 1.08, ticks: {includeBounds: false}}),
        tooltip: item => `${grouped(item.raw.y)} parts`,
        datasets: r => [
          {label: 'fullest window', colour: 'c1', fill: 'origin', fill_alpha: 0.22, stepped: true,
           data: steps(fullest(r.end), r.width)},
          {label: 'limit', colour: 'c4', borderDash: [6, 4], fill: false,
           data: steps(new Array(Math.max(1, Math.ceil(r.end / r.width))).fill(row.limit), r.width)},
        ],
        make_table: () => steps_table(range, [
          {head: 'parts handed over', values: series.regrouped(line, 'handed_over_parts', range.end)},
          {head: 'fullest window', values: fullest(range.end)},
        ]),
      }, range));
    });
  }
  if (figures.length === 0) return [];
  return [
    el('figure', {}, el('h3', {}, 'Limits'),
       el('p', {class: 'note'},
          'The fullest window of the limit in each step of time, against the limit (dashed). The most used are shown' +
              (left_out.length ? `; not shown: ${left_out.join(', ')}.` : '.'))),
    el('div', {class: 'multiples'}, figures),
    limits_table(report),
  ];
}

function limits_table(report) {
  const rows = [['campaigns', 'campaign'], ['brands', 'brand'], ['numbers', 'number']].flatMap(
      ([scope, word]) => report[scope].rows.map(row => ({...row, word})));
  return figures_table(
      () => table(
          [
            {head: '', cell: row => row.word},
            {head: 'Name', cell: row => name_element(row.name)},
            {head: 'limit, parts', cell: row => grouped(row.limit), kind: 'number'},
            {head: 'in a', cell: row => window_name(row.window_s)},
            {head: 'to', cell: row => row.limit_carrier === null ? 'all carriers' : name_element(row.limit_carrier)},
            {head: 'fullest window', cell: row => grouped(row.peak_parts_per_window), kind: 'number'},
            {head: 'used', cell: row => percent(row.utilisation, 1), kind: 'number'},
          ],
          rows),
      'All limits as a table');
}

function delivery_time_figure(report, series, range) {
  const total = series.find('total');
  if (!total.delivery_max_s) return null;
  const greatest = (a, b) => Math.max(a, b);
  // Buckets that fall together weigh as many messages as were delivered of those planned in them.
  const sums = {
    ...total,
    delay_sum: total.delivery_mean_s.map((mean, i) => mean === null ? 0 : mean * total.delivered_of_planned[i])
  };
  const means = end => {
    const delivered = series.regrouped(total, 'delivered_of_planned', end);
    return series.regrouped(sums, 'delay_sum', end).map((sum, i) => delivered[i] > 0 ? sum / delivered[i] : null);
  };
  const slowest = end => series.regrouped(total, 'delivery_max_s', end, greatest, null);
  const scale =
      log_seconds([...total.delivery_mean_s, ...total.delivery_max_s].filter(v => v !== null), 'planned to delivered');
  const drawn = points => points.map(p => ({...p, y: on_log(p.y, scale.floor)}));
  return time_figure(
      {
        id: 'delivery-time',
        title: 'Delivery time by planned instant',
        faults: report.faults,
        description: `slowest ${duration(report.delivery_s.max)}, mean ${duration(report.delivery_s.mean)}`,
        note: 'Of the messages planned in each step of time, those that were delivered.',
        y: scale.axis,
        tooltip: item => duration(item.raw.count),
        datasets: r =>
            [{label: 'slowest', colour: 'c4', stepped: true, data: drawn(steps(slowest(r.end), r.width))},
             {label: 'mean', colour: 'c3', stepped: true, data: drawn(steps(means(r.end), r.width))},
  ],
        make_table: () => steps_table(
            range,
            [
              {head: 'delivered', values: series.regrouped(total, 'delivered_of_planned', range.end)},
              {head: 'mean', values: means(range.end), format: duration},
              {head: 'slowest', values: slowest(range.end), format: duration},
            ]),
      },
      range);
}
