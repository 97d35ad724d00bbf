// The sections of the page, from the report and its series.

const stages = [
  {member: 'queue_s', name: 'to the carrier', colour: 'c2', pointStyle: 'rect', mark_text: '\u25a0'},
  {member: 'accept_s', name: 'carrier accepted', colour: 'c1', pointStyle: 'triangle', mark_text: '\u25b2'},
  {member: 'delivery_s', name: 'on the handset', colour: 'c3', pointStyle: 'circle', mark_text: '\u25cf'},
];
const percentiles = [['p50', 'p50'], ['p90', 'p90'], ['p95', 'p95'], ['p99', 'p99'], ['p999', 'p99.9']];

function verdict_of(report) {
  const failed = report.expectations.filter(e => !e.passed).length, all = report.expectations.length;
  const words = [];
  if (!report.complete) words.push(['bad', '!', 'Incomplete: interrupted, and what was finished is reported']);
  if (!report.valid) words.push(['bad', '!', 'Not valid: the run did not test what it set out to']);
  if (failed > 0)
    words.push(['bad', '\u2717', `${failed} of ${count_of(all, 'expectation')} failed`]);
  else if (all > 0)
    words.push(['good', '\u2713', all === 1 ? 'The expectation held' : `All ${grouped(all)} expectations held`]);
  else
    words.push(['', '', 'No expectations stated']);
  return words;
}

function header_of(report) {
  const [[kind, mark, words], ...further] = verdict_of(report);
  const question = report.scenario.question ? report.scenario.question.replace(/^\s*Question:\s*/i, '') :
                                              null;  // its heading is ours
  const params =
      report.scenario.params.flatMap(({name, value}) => [' \u00b7 ', name_element(name), ' = ', name_element(value)]);
  const idle = report.valid ? [] : report.faults.filter(f => f.messages_affected === 0);
  return el(
      'header', {}, el('p', {class: 'kicker'}, 'sendlab \u00b7 ', name_element(report.scenario.file)),
      el('h1', {id: 'verdict', class: kind}, mark ? el('span', {'aria-hidden': 'true'}, mark + ' ') : null, words),
      further.map(([k, m, w]) => el('p', {class: k}, (m ? m + ' ' : '') + w)),
      idle.map(
          f =>
              el('p', {class: 'bad'}, `The fault ${f.kind} of `, name_element(f.target),
                 ` at ${duration(f.at_s)} met no message`)),
      question ? el('p', {class: 'question', id: 'question'}, el('span', {class: 'quiet'}, 'Question: '), question) :
                 null,
      el('p', {class: 'meta'}, `From ${report.start}, ${duration(report.virtual_s)} simulated`,
         report.replications > 1 ?
             ` \u00b7 ${grouped(report.replications)} replications, counts and money are their sums` :
             '',
         params),
      target_of(report), key_figures(report));
}

// A run against an endpoint: how its requests went, by the wall clock.
function target_of(report) {
  if (!report.target) return null;
  const {requests} = report.target;
  const answer = requests.answer_from_send_s;
  return el(
      'p', {class: 'meta', id: 'target'}, 'Sent to ', name_element(report.target.address),
      `: ${grouped(requests.answered)} requests answered` +
          (answer.p50 === null ? '' : `, half of them within ${duration(answer.p50)} of their send, 99 % within ${duration(answer.p99)}`) +
          (requests.late ? `; ${grouped(requests.late)} left more than ${duration(requests.late_after_s)} late` : ''));
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
  return el(
      'dl', {class: 'figures'}, figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

function expectations_section(report) {
  if (report.expectations.length === 0) return null;
  return section(
      'Expectations', null,
      table(
          [
            {
              head: '',
              cell: e => el('span', {class: e.passed ? 'good' : 'bad'}, e.passed ? '\u2713 held' : '\u2717 failed'),
              kind: 'mark'
            },
            {head: 'Expectation', cell: e => el('code', {}, name_element(e.expression))},
            {head: 'Measured', cell: e => e.value === null ? 'no samples' : plain(e.value), kind: 'number'},
          ],
          report.expectations));
}

// ---- latency ----

function latency_figure(id, title, block, scale, alone) {
  const known = stages.filter(stage => block[stage.member].count > 0);
  const datasets = known.map(
      stage => ({
        label: stage.name,
        colour: stage.colour,
        pointStyle: stage.pointStyle,
        pointRadius: 4,
        fill: false,
        clip: 8,
        data: percentiles.map(
            ([member, shown]) =>
                ({x: shown, y: on_log(block[stage.member][member], scale.floor), value: block[stage.member][member]})),
      }));
  return chart_figure({
    id,
    title,
    size: alone ? '' : 'small',
    legend: false,
    description: known
                     .map(
                         s => `${s.name} p50 ${duration(block[s.member].p50)}, p95 ${
                             duration(block[s.member].p95)}, p99.9 ${duration(block[s.member].p999)}`)
                     .join('; '),
    config: {
      type: 'line',
      data: {labels: percentiles.map(([, shown]) => shown), datasets},
      options: {
        interaction: {mode: 'index', intersect: false},
        layout: {padding: {right: 10, top: 6}},
        scales: {x: axis('percentile of messages', {type: 'category'}), y: scale.axis},
        plugins: {tooltip: {callbacks: {label: item => `${item.dataset.label}: ${duration(item.raw.value)}`}}},
      },
    },
  });
}

function latency_section(report) {
  // Of a run against an endpoint nobody sees the hand-over, only what came of it.
  const blocks = report.workloads.rows.filter(
      ({block}) => block.queue_s.count + block.accept_s.count + block.delivery_s.count > 0);
  if (blocks.length === 0) return section('Latency', 'Nothing was handed over to a carrier.');
  const scopes = blocks.length > 1 ? [{name: null, block: report}, ...blocks] : blocks;
  const values = scopes.flatMap(({block}) => stages.flatMap(s => percentiles.map(([p]) => block[s.member][p])))
                     .filter(v => v !== null);
  const most = 6;
  const rows = scopes.flatMap(({name, block}) => stages.map(stage => ({name, stage, latency: block[stage.member]})));
  const figure = member =>
      ({head: member === 'p999' ? 'p99.9' : member, cell: row => duration(row.latency[member]), kind: 'number'});
  const within = Object.entries(report.delivered_within)
                     .filter(([, share]) => share !== null)
                     .map(([limit, share]) => `${percent(share)} within ${limit}`)
                     .join(', ');
  return section(
      'Latency',
      'From the planned instant, so that waiting in the sender\u2019s own queue counts too.' +
          (within ? ' Delivered: ' + within + '.' : ''),
      table(
          [
            {head: 'Workload', cell: row => row.name === null ? 'all together' : name_element(row.name)},
            {head: 'Stage', cell: row => row.stage.name},
            {head: 'messages', cell: row => grouped(row.latency.count), kind: 'number'},
            ...['mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'].map(figure),
          ],
          rows, true),
      el('p', {class: 'legend'}, stages.map(stage => el('span', {}, swatch(stage), stage.name))),
      el('div', {class: scopes.length > 1 ? 'multiples' : ''},
         scopes.slice(0, most).map(
             ({name, block}, i) => latency_figure(
                 `latency-${i}`,
                 name === null         ? 'All together' :
                     scopes.length > 1 ? isolated(name) :
                                         '',
                 block, log_seconds(values, 'delay'), scopes.length === 1))),
      scopes.length > most ? el('p', {class: 'note'}, `${grouped(scopes.length - most)} more in the table.`) : null);
}

function blocks_section(title, scope) {
  if (scope.rows.length === 0) return null;
  return section(
      title, null,
      table(
          [
            {head: '', cell: ({name}) => name_element(name)},
            {head: 'requested', cell: ({block}) => grouped(block.messages.requested), kind: 'number'},
            {head: 'delivered', cell: ({block}) => percent(block.delivered_share), kind: 'number'},
            {head: 'reached', cell: ({block}) => percent(block.reached_share), kind: 'number'},
            ...['p50', 'p95', 'p99'].map(
                p => ({head: p, cell: ({block}) => duration(block.delivery_s[p]), kind: 'number'})),
            {head: 'cost', cell: ({block}) => usd(block.cost.total_usd), kind: 'number'},
          ],
          scope.rows, true),
      scope.left_out > 0 ? el('p', {class: 'note'}, `${grouped(scope.left_out)} more in report.json.`) : null);
}

function faults_section(report) {
  if (report.faults.length === 0) return null;
  return section(
      'Faults', null,
      table(
          [
            {head: '', cell: fault => String(report.faults.indexOf(fault) + 1), kind: 'number'},
            {head: 'Fault', cell: fault => el('span', {}, fault.kind + ' ', name_element(fault.target))},
            {head: 'from', cell: fault => offset(fault.at_s), kind: 'number'},
            {
              head: 'lasts',
              cell: fault => fault.lasts_s === null ? 'to the end' : duration(fault.lasts_s),
              kind: 'number'
            },
            {
              head: 'messages met',
              cell: fault =>
                  fault.messages_affected > 0 ? grouped(fault.messages_affected) : el('span', {class: 'bad'}, 'none'),
              kind: 'number'
            },
          ],
          report.faults));
}

function replications_section(report) {
  const all = report.replication_stats;
  if (!all) return null;
  const chosen = [
    'messages.requested', 'messages.accepted', 'delivered_share', 'reached_share', 'queue_s.mean', 'delivery_s.mean',
    'delivery_s.p50', 'delivery_s.p95', 'delivery_s.p99', 'cost.total_usd'
  ];
  const columns = [
    {head: 'Metric', cell: row => el('code', {}, name_element(row.metric))},
    {head: 'mean', cell: row => plain(row.mean), kind: 'number'},
    {
      head: '\u00b1 half-width',
      cell: row => row.half_width_95 === null ? '\u2013' : '\u00b1 ' + plain(row.half_width_95),
      kind: 'number'
    },
    {head: 'n', cell: row => grouped(row.n), kind: 'number'},
  ];
  return section(
      'Over the replications', 'Mean of each metric and the half-width of its 95 % interval.',
      table(columns, chosen.map(name => all.find(row => row.metric === name)).filter(Boolean)),
      figures_table(() => table(columns, all), `All ${grouped(all.length)} metrics as a table`));
}

function recorded_section(report) {
  if (report.metrics.length === 0) return null;
  return section(
      'Recorded by the scenario', null,
      table(
          [
            {head: 'Metric', cell: ({name}) => name_element(name)},
            {head: 'count', cell: ({value}) => grouped(value.count), kind: 'number'},
            ...['mean', 'min', 'max'].map(m => ({head: m, cell: ({value}) => plain(value[m]), kind: 'number'})),
          ],
          report.metrics));
}

function words_section(title, texts) {
  return texts.length === 0 ? null : section(title, null, el('ul', {}, texts.map(text => el('li', {}, text))));
}

function footer_of(report) {
  const {scenario} = report;
  const rows = [
    ['digest', el('code', {}, report.digest)],
    ['seed', report.seed],
    ['replications', grouped(report.replications)],
    ['rules', report.rules],
    ['scenario', el('span', {}, name_element(scenario.file), ' ', el('code', {}, scenario.sha256))],
    ...scenario.params.map(({name, value}) => [name_element(name), name_element(value)]),
    ...report.inputs.map(
        input => ['input', el('span', {}, name_element(input.name), ' ', el('code', {}, input.sha256))]),
    ['sendlab', report.program.version],
  ];
  return el('footer', {}, el('dl', {}, rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])));
}
