// The sections of the page, from the report and its series.

const stages = [
  {member: 'queue_s', name: 'to the carrier', colour: 'c2', pointStyle: 'rect', mark_text: '\u25a0'},
  {member: 'accept_s', name: 'carrier accepted', colour: 'c1', pointStyle: 'triangle', mark_text: '\u25b2'},
  {member: 'delivery_s', name: 'on the handset', colour: 'c3', pointStyle: 'circle', mark_text: '\u25cf'},
];
const percentiles = [['p50', 'p50'], ['p90', 'p90'], ['p95', 'p95'], ['p99', 'p99'], ['p999', 'p99.9']];
const outcome_colours = {
  DELIVERED: 'c3', SUCCESSFUL: 'c6', TTL_EXPIRED: 'c2', BLOCKED: 'c5', CARRIER_BLOCKED: 'c4', UNKNOWN: 'c8', INVALID: 'c10', SPAM: 'c7',
  CARRIER_UNREACHABLE: 'c1', UNREACHABLE: 'c9', INVALID_MESSAGE: 'c9',
};
const refusal_palette = ['c1', 'c7', 'c10', 'c5', 'c9', 'c8', 'c4'];
const cause_colours = {
  client_retry: 'c9', api_quota: 'c10', recipient_limit: 'c7', number_mps: 'c1', campaign_throughput: 'c6', brand_daily_cap: 'c5', provisioning: 'c8',
  fault: 'c4', carrier: 'c2', handset: 'c3',
};

function verdict_of(report) {
  const failed = report.expectations.filter(e => !e.passed).length, all = report.expectations.length;
  const words = [];
  if (!report.complete) words.push(['bad', '!', 'Incomplete: interrupted, and what was finished is reported']);
  if (!report.valid) words.push(['bad', '!', 'Not valid: the run did not test what it set out to']);
  if (failed > 0) words.push(['bad', '\u2717', `${failed} of ${count_of(all, 'expectation')} failed`]);
  else if (all > 0) words.push(['good', '\u2713', all === 1 ? 'The expectation held' : `All ${grouped(all)} expectations held`]);
  else words.push(['', '', 'No expectations stated']);
  return words;
}

function header_of(report) {
  const [[kind, mark, words], ...further] = verdict_of(report);
  const question = report.scenario.question ? report.scenario.question.replace(/^\s*Question:\s*/i, '') : null;  // its heading is ours
  const params = report.scenario.params.flatMap(({name, value}) => [' \u00b7 ', name_element(name), ' = ', name_element(value)]);
  const idle = report.valid ? [] : report.faults.filter(f => f.messages_affected === 0);
  return el('header', {},
    el('p', {class: 'kicker'}, 'sendlab \u00b7 ', name_element(report.scenario.file)),
    el('h1', {id: 'verdict', class: kind}, mark ? el('span', {'aria-hidden': 'true'}, mark + ' ') : null, words),
    further.map(([k, m, w]) => el('p', {class: k}, (m ? m + ' ' : '') + w)),
    idle.map(f => el('p', {class: 'bad'}, `The fault ${f.kind} of `, name_element(f.target), ` at ${duration(f.at_s)} met no message`)),
    question ? el('p', {class: 'question', id: 'question'}, el('span', {class: 'quiet'}, 'Question: '), question) : null,
    el('p', {class: 'meta'}, `From ${report.start}, ${duration(report.virtual_s)} simulated`,
       report.replications > 1 ? ` \u00b7 ${grouped(report.replications)} replications, counts and money are their sums` : '', params),
    key_figures(report));
}

function key_figures(report) {
  const figures = [
    ['requested', grouped(report.messages.requested)],
    ['delivered', percent(report.delivered_share)],
    ['reached', percent(report.reached_share)],
    ['median delivery', duration(report.delivery_s.p50)],
    ['delivery, p95', duration(report.delivery_s.p95)],
    ['cost', usd(report.cost.total_usd)],
    ['per delivery', usd(report.cost.per_delivered_usd)],
  ];
  return el('dl', {class: 'figures'}, figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

function expectations_section(report) {
  if (report.expectations.length === 0) return null;
  return section('Expectations', null, table([
    {head: '', cell: e => el('span', {class: e.passed ? 'good' : 'bad'}, e.passed ? '\u2713 held' : '\u2717 failed'), kind: 'mark'},
    {head: 'Expectation', cell: e => el('code', {}, name_element(e.expression))},
    {head: 'Measured', cell: e => e.value === null ? 'no samples' : plain(e.value), kind: 'number'},
  ], report.expectations));
}

// ---- latency ----

function latency_figure(id, title, block, scale, alone) {
  const known = stages.filter(stage => block[stage.member].count > 0);
  const datasets = known.map(stage => ({
    label: stage.name, colour: stage.colour, pointStyle: stage.pointStyle, pointRadius: 4, fill: false, clip: 8,
    data: percentiles.map(([member, shown]) => ({x: shown, y: on_log(block[stage.member][member], scale.floor), value: block[stage.member][member]})),
  }));
  return chart_figure({
    id, title, size: alone ? '' : 'small', legend: false,
    description: known.map(s => `${s.name} p50 ${duration(block[s.member].p50)}, p95 ${duration(block[s.member].p95)}, p99.9 ${duration(block[s.member].p999)}`).join('; '),
    config: {
      type: 'line', data: {labels: percentiles.map(([, shown]) => shown), datasets},
      options: {
        interaction: {mode: 'index', intersect: false}, layout: {padding: {right: 10, top: 6}},
        scales: {x: axis('percentile of messages', {type: 'category'}), y: scale.axis},
        plugins: {tooltip: {callbacks: {label: item => `${item.dataset.label}: ${duration(item.raw.value)}`}}},
      },
    },
  });
}

function latency_section(report) {
  const blocks = report.workloads.rows.filter(({block}) => block.queue_s.count > 0);
  if (blocks.length === 0) return section('Latency', 'Nothing was handed over to a carrier.');
  const scopes = blocks.length > 1 ? [{name: null, block: report}, ...blocks] : blocks;
  const values = scopes.flatMap(({block}) => stages.flatMap(s => percentiles.map(([p]) => block[s.member][p]))).filter(v => v !== null);
  const most = 6;
  const rows = scopes.flatMap(({name, block}) => stages.map(stage => ({name, stage, latency: block[stage.member]})));
  const figure = member => ({head: member === 'p999' ? 'p99.9' : member, cell: row => duration(row.latency[member]), kind: 'number'});
  const within = Object.entries(report.delivered_within).filter(([, share]) => share !== null)
    .map(([limit, share]) => `${percent(share)} within ${limit}`).join(', ');
  return section('Latency', 'From the planned instant, so that waiting in the sender\u2019s own queue counts too.' + (within ? ' Delivered: ' + within + '.' : ''),
    table([
      {head: 'Workload', cell: row => row.name === null ? 'all together' : name_element(row.name)},
      {head: 'Stage', cell: row => row.stage.name},
      {head: 'messages', cell: row => grouped(row.latency.count), kind: 'number'},
      ...['mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'].map(figure),
    ], rows, true),
    el('p', {class: 'legend'}, stages.map(stage => el('span', {}, swatch(stage), stage.name))),
    el('div', {class: scopes.length > 1 ? 'multiples' : ''}, scopes.slice(0, most).map(({name, block}, i) =>
      latency_figure(`latency-${i}`, name === null ? 'All together' : scopes.length > 1 ? isolated(name) : '', block, log_seconds(values, 'delay'), scopes.length === 1))),
    scopes.length > most ? el('p', {class: 'note'}, `${grouped(scopes.length - most)} more in the table.`) : null);
}

// ---- over time ----

function rate_unit(most_per_second) {
  return [[1, 'second'], [60, 'minute'], [3600, 'hour']].find(([size]) => most_per_second * size >= 1) || [86400, 'day'];
}

// columns: {head, values [bucket], format}; rows of nothing are left out.
function steps_table(range, columns) {
  const rows = columns[0].values.map((_, i) => i).filter(i => columns.some(c => c.values[i]));
  return table([
    {head: 'from', cell: i => offset(i * range.width), kind: 'number'}, {head: 'to', cell: i => offset((i + 1) * range.width), kind: 'number'},
    ...columns.map(c => ({head: c.head, cell: i => c.values[i] === null ? '' : (c.format || grouped)(c.values[i]), kind: 'number'})),
  ], rows);
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
  return time_figure({
    id: 'throughput', title: 'Sending', faults: report.faults,
    note: n > 1 ? `Mean of ${grouped(n)} replications.` : null,
    description: `planned, handed over and delivered over time, at most ${plain(Number((most * size).toPrecision(3)))} a ${unit}`,
    y: amounts(`messages and parts a ${unit}`, plain),
    tooltip: item => `${plain(Number(item.raw.y.toPrecision(4)))} a ${unit}`,
    datasets: r => shown.map(s => ({...s, label: s.head, stepped: true,
                                    data: steps(series.regrouped(total, s.column, r.end), r.width, size / r.width / n)})),
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
      // What was handed over counts for the length of the window, though nothing more goes in it; a day's count until the next.
      const fullest = end => {
        const values = series.regrouped(line, 'fullest_window_parts', end, greatest, null);
        const held = Math.ceil(row.window_s / series.shown_width(end)) - 1;
        return values.map((value, j) => value !== null ? value : values.slice(Math.max(0, j - held), j).reverse().find(v => v !== null) || 0);
      };
      const carrier = row.limit_carrier ? ' to ' + row.limit_carrier : '';
      figures.push(time_figure({
        id: `limit-${word}-${i}`, title: `${word} ${isolated(shortened(row.name))}`, faults: report.faults, size: 'small', legend: false,
        note: `${grouped(row.limit)} parts a ${window_name(row.window_s)}${carrier}, ${percent(row.utilisation, 1)} used`,
        description: `fullest window ${grouped(row.peak_parts_per_window)} of ${grouped(row.limit)} parts a ${window_name(row.window_s)}${carrier}`,
        y: amounts(`parts in a ${window_name(row.window_s)}`, plain, {max: Math.max(row.limit, row.peak_parts_per_window) * 1.08, ticks: {includeBounds: false}}),
        tooltip: item => item.datasetIndex === 0 ? `${grouped(item.raw.y)} of ${grouped(row.limit)} parts` : `${grouped(row.limit)} parts`,
        datasets: r => [
          {label: 'fullest window', colour: 'c1', fill: 'origin', fill_alpha: 0.22, stepped: true,
           data: steps(fullest(r.end), r.width)},
          {label: 'limit', colour: 'c4', borderDash: [6, 4], fill: false,
           data: steps(new Array(Math.max(1, Math.ceil(r.end / r.width))).fill(row.limit), r.width)},
        ],
        make_table: () => steps_table(range, [
          {head: 'parts handed over', values: series.regrouped(line, 'handed_over_parts', range.end)}, {head: 'fullest window', values: fullest(range.end)},
        ]),
      }, range));
    });
  }
  if (figures.length === 0) return [];
  return [
    el('figure', {}, el('h3', {}, 'Limits'),
       el('p', {class: 'note'}, 'The fullest window of the limit in each step of time, against the limit (dashed). The most used are shown' +
          (left_out.length ? `; not shown: ${left_out.join(', ')}.` : '.'))),
    el('div', {class: 'multiples'}, figures),
    limits_table(report),
  ];
}

function limits_table(report) {
  const rows = [['campaigns', 'campaign'], ['brands', 'brand'], ['numbers', 'number']].flatMap(([scope, word]) => report[scope].rows.map(row => ({...row, word})));
  return figures_table(() => table([
    {head: '', cell: row => row.word}, {head: 'Name', cell: row => name_element(row.name)},
    {head: 'limit, parts', cell: row => grouped(row.limit), kind: 'number'}, {head: 'in a', cell: row => window_name(row.window_s)},
    {head: 'to', cell: row => row.limit_carrier === null ? 'all carriers' : name_element(row.limit_carrier)},
    {head: 'fullest window', cell: row => grouped(row.peak_parts_per_window), kind: 'number'},
    {head: 'used', cell: row => percent(row.utilisation, 1), kind: 'number'},
  ], rows), 'All limits as a table');
}

function delivery_time_figure(report, series, range) {
  const total = series.find('total');
  if (!total.delivery_max_s) return null;
  const greatest = (a, b) => Math.max(a, b);
  // Buckets that fall together weigh as many messages as were delivered of those planned in them.
  const sums = {...total, delay_sum: total.delivery_mean_s.map((mean, i) => mean === null ? 0 : mean * total.delivered_of_planned[i])};
  const means = end => {
    const delivered = series.regrouped(total, 'delivered_of_planned', end);
    return series.regrouped(sums, 'delay_sum', end).map((sum, i) => delivered[i] > 0 ? sum / delivered[i] : null);
  };
  const slowest = end => series.regrouped(total, 'delivery_max_s', end, greatest, null);
  const scale = log_seconds([...total.delivery_mean_s, ...total.delivery_max_s].filter(v => v !== null), 'planned to delivered');
  const drawn = points => points.map(p => ({...p, y: on_log(p.y, scale.floor)}));
  return time_figure({
    id: 'delivery-time', title: 'Delivery time by planned instant', faults: report.faults,
    description: `slowest ${duration(report.delivery_s.max)}, mean ${duration(report.delivery_s.mean)}`,
    note: 'Of the messages planned in each step of time, those that were delivered.',
    y: scale.axis, tooltip: item => duration(item.raw.count),
    datasets: r => [
      {label: 'slowest', colour: 'c4', stepped: true, data: drawn(steps(slowest(r.end), r.width))},
      {label: 'mean', colour: 'c3', stepped: true, data: drawn(steps(means(r.end), r.width))},
    ],
    make_table: () => steps_table(range, [
      {head: 'delivered', values: series.regrouped(total, 'delivered_of_planned', range.end)},
      {head: 'mean', values: means(range.end), format: duration}, {head: 'slowest', values: slowest(range.end), format: duration},
    ]),
  }, range);
}

// ---- outcomes ----

function outcome_rows(report) {
  const {messages} = report;
  const final_rows = Object.entries(messages.final).map(([status, n]) => ({name: status, shown: status === 'SUCCESSFUL' ? 'SUCCESSFUL, no receipt came' : status,
    scope: 'final', n, good: status === 'DELIVERED' || status === 'SUCCESSFUL', colour: outcome_colours[status] || 'c9'}));
  const rank = row => row.name === 'DELIVERED' ? 2 : row.name === 'SUCCESSFUL' ? 1 : 0;
  final_rows.sort((a, b) => rank(b) - rank(a) || b.n - a.n);
  const refused = Object.entries(messages.refused).map(([reason, n], i) =>
    ({name: reason, shown: 'refused: ' + reason, scope: 'refused', n, good: false, colour: refusal_palette[i % refusal_palette.length]}));
  const others = [['unsent, still in the sender\u2019s queue', messages.unsent], ['pending at the horizon', messages.pending]]
    .map(([shown, n]) => ({name: shown, shown, scope: null, n, colour: 'c8'}));
  return [...final_rows, ...refused, ...others].filter(row => row.n > 0);
}

function outcomes_section(report, series, range) {
  const rows = outcome_rows(report), requested = report.messages.requested;
  if (rows.length === 0) return section('Outcomes', 'Nothing was sent.');
  const made = section('Outcomes', `${grouped(requested)} requested, ${grouped(report.messages.accepted)} accepted, ${count_of(report.messages.parts, 'part')}.`,
    table([
      {head: 'Outcome', cell: row => row.shown}, {head: 'messages', cell: row => grouped(row.n), kind: 'number'},
      {head: 'share', cell: row => percent(row.n / requested), kind: 'number'},
      {head: '', cell: row => row.n / requested, kind: 'share', colour: row => row.colour},
    ], rows, true));
  if (!series) return made;
  const n = series.replications;
  const known = rows.filter(row => row.scope && series.find(row.scope, row.name));
  const column = row => row.scope === 'final' ? 'finished' : 'refused';
  const stacked = (id, title, note, shown) => {
    const sums = shown.map(row => series.regrouped(series.find(row.scope, row.name), column(row), range.end));
    const most = Math.max(...sums[0].map((_, i) => sums.reduce((sum, values) => sum + values[i], 0))) / range.width / n;
    const [size, unit] = rate_unit(most);
    return time_figure({
      id, title, note, faults: report.faults, stacked: true,
      description: shown.map(row => `${row.shown} ${grouped(row.n)}`).join(', '),
      y: amounts(`messages a ${unit}`, plain), tooltip: item => `${plain(Number(item.raw.y.toPrecision(4)))} a ${unit}`,
      datasets: r => shown.map(row => ({
        label: row.shown, colour: row.colour, borderWidth: 0, barPercentage: 1, categoryPercentage: 1, inflateAmount: 0.3, outcome: row.name,
        data: bars(series.regrouped(series.find(row.scope, row.name), column(row), r.end), r.width, size / r.width / n),
      })),
      make_table: () => steps_table(range, shown.map(row => ({head: row.shown, values: series.regrouped(series.find(row.scope, row.name), column(row), range.end)}))),
    }, range);
  };
  if (known.length > 0) made.append(stacked('outcomes', 'Over time', 'By the instant at which a message ended or was refused.', known));
  const lost = known.filter(row => !row.good);
  if (lost.length > 0 && lost.length < known.length) made.append(stacked('losses', 'Of these, what did not arrive', null, lost));
  return made;
}

// ---- delay, cost, and the rest ----

function causes_section(report) {
  const delivered = report.delivery_s.count;
  const causes = Object.entries(report.delay_by_cause_s).filter(([, s]) => s > 0);
  if (delivered === 0 || causes.length === 0) return section('Delay by cause', 'Nothing was delivered.');
  const total = causes.reduce((sum, [, s]) => sum + s, 0);
  const workloads = report.workloads.rows.filter(({block}) => block.delivery_s.count > 0);
  const shown = workloads.length > 1 ? [{name: 'all together', block: report}, ...workloads.slice(0, 8)] : [{name: '', block: report}];
  return section('Delay by cause', 'What the delivered messages waited for: each interval is charged to the limit that released last. Mean over delivered messages.',
    chart_figure({
      id: 'delay', legend: false, height: `${4 + 2.2 * shown.length}rem`,
      description: causes.map(([cause, s]) => `${cause} ${duration(s / delivered)}`).join(', '),
      config: {
        type: 'bar',
        data: {
          labels: shown.map(({name}) => name === '' ? '' : isolated(shortened(name, 18))),
          datasets: causes.map(([cause]) => ({label: cause, colour: cause_colours[cause], borderWidth: 0, maxBarThickness: 28,
            data: shown.map(({block}) => block.delay_by_cause_s[cause] / block.delivery_s.count)})),
        },
        options: {
          indexAxis: 'y', interaction: {mode: 'nearest', intersect: true},
          scales: {x: seconds_from_zero('mean delay of a delivered message', {stacked: true}),
                   y: axis('', {stacked: true, grid: {display: false}, ticks: {autoSkip: false}})},
          plugins: {tooltip: {callbacks: {label: item => `${item.dataset.label}: ${duration(item.raw)}`}}},
        },
      },
    }),
    table([
      {head: 'Cause', cell: ([cause]) => cause}, {head: 'mean wait', cell: ([, s]) => duration(s / delivered), kind: 'number'},
      {head: 'share', cell: ([, s]) => percent(s / total, 1), kind: 'number'},
      {head: '', cell: ([, s]) => s / total, kind: 'share', colour: ([cause]) => cause_colours[cause]},
    ], causes, true),
    shown.length > 1 ? figures_table(() => table([
      {head: 'Workload', cell: ({name}) => name_element(name)},
      ...causes.map(([cause]) => ({head: cause, cell: ({block}) => duration(block.delay_by_cause_s[cause] / block.delivery_s.count), kind: 'number'})),
    ], shown), 'By workload as a table') : null);
}

function cost_section(report) {
  const {cost} = report;
  const lines = cost.usage.filter(line => line.usd > 0);
  const most = Math.max(...lines.map(line => line.usd), 0);
  const figures = [['in all', cost.total_usd], ['messages', cost.message_usd], ['carrier fees', cost.carrier_fee_usd], ['fixed', cost.fixed_usd],
                   ['failed but billed', cost.failed_but_billed_usd], ['per delivery', cost.per_delivered_usd]];
  return section('Cost', 'Fixed are whole months of numbers and campaigns, and set-up. Failed but billed is part of messages and carrier fees. Lines of the bill that cost nothing are left out.',
    el('dl', {class: 'figures'}, figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, usd(value))))),
    lines.length === 0 ? null : table([
      {head: 'Line of the bill', cell: line => el('code', {}, name_element(line.usage_type))},
      {head: 'quantity', cell: line => grouped(line.quantity), kind: 'number'}, {head: 'cost', cell: line => usd(line.usd), kind: 'number'},
      {head: '', cell: line => line.usd / most, kind: 'share roomy'},
    ], lines, true));
}

function blocks_section(title, scope) {
  if (scope.rows.length === 0) return null;
  return section(title, null, table([
    {head: '', cell: ({name}) => name_element(name)},
    {head: 'requested', cell: ({block}) => grouped(block.messages.requested), kind: 'number'},
    {head: 'delivered', cell: ({block}) => percent(block.delivered_share), kind: 'number'},
    {head: 'reached', cell: ({block}) => percent(block.reached_share), kind: 'number'},
    ...['p50', 'p95', 'p99'].map(p => ({head: p, cell: ({block}) => duration(block.delivery_s[p]), kind: 'number'})),
    {head: 'cost', cell: ({block}) => usd(block.cost.total_usd), kind: 'number'},
  ], scope.rows, true), scope.left_out > 0 ? el('p', {class: 'note'}, `${grouped(scope.left_out)} more in report.json.`) : null);
}

function faults_section(report) {
  if (report.faults.length === 0) return null;
  return section('Faults', null, table([
    {head: '', cell: fault => String(report.faults.indexOf(fault) + 1), kind: 'number'},
    {head: 'Fault', cell: fault => el('span', {}, fault.kind + ' ', name_element(fault.target))},
    {head: 'from', cell: fault => offset(fault.at_s), kind: 'number'},
    {head: 'lasts', cell: fault => fault.lasts_s === null ? 'to the end' : duration(fault.lasts_s), kind: 'number'},
    {head: 'messages met', cell: fault => fault.messages_affected > 0 ? grouped(fault.messages_affected) : el('span', {class: 'bad'}, 'none'), kind: 'number'},
  ], report.faults));
}

function replications_section(report) {
  const all = report.replication_stats;
  if (!all) return null;
  const chosen = ['messages.requested', 'messages.accepted', 'delivered_share', 'reached_share', 'queue_s.mean', 'delivery_s.mean', 'delivery_s.p50',
                  'delivery_s.p95', 'delivery_s.p99', 'cost.total_usd'];
  const columns = [
    {head: 'Metric', cell: row => el('code', {}, name_element(row.metric))},
    {head: 'mean', cell: row => plain(row.mean), kind: 'number'},
    {head: '\u00b1 half-width', cell: row => row.half_width_95 === null ? '\u2013' : '\u00b1 ' + plain(row.half_width_95), kind: 'number'},
    {head: 'n', cell: row => grouped(row.n), kind: 'number'},
  ];
  return section('Over the replications', 'Mean of each metric and the half-width of its 95 % interval.',
    table(columns, chosen.map(name => all.find(row => row.metric === name)).filter(Boolean)),
    figures_table(() => table(columns, all), `All ${grouped(all.length)} metrics as a table`));
}

function recorded_section(report) {
  if (report.metrics.length === 0) return null;
  return section('Recorded by the scenario', null, table([
    {head: 'Metric', cell: ({name}) => name_element(name)}, {head: 'count', cell: ({value}) => grouped(value.count), kind: 'number'},
    ...['mean', 'min', 'max'].map(m => ({head: m, cell: ({value}) => plain(value[m]), kind: 'number'})),
  ], report.metrics));
}

function words_section(title, texts) {
  return texts.length === 0 ? null : section(title, null, el('ul', {}, texts.map(text => el('li', {}, text))));
}

function footer_of(report) {
  const {scenario} = report;
  const rows = [
    ['digest', el('code', {}, report.digest)], ['seed', report.seed], ['replications', grouped(report.replications)], ['rules', report.rules],
    ['scenario', el('span', {}, name_element(scenario.file), ' ', el('code', {}, scenario.sha256))],
    ...scenario.params.map(({name, value}) => [name_element(name), name_element(value)]),
    ...report.inputs.map(input => ['input', el('span', {}, name_element(input.name), ' ', el('code', {}, input.sha256))]),
    ['sendlab', report.program.version],
  ];
  return el('footer', {}, el('dl', {}, rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])));
}
