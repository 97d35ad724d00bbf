// How messages ended, what delayed them, and what they cost.

const outcome_colours = {
  DELIVERED: 'c3',
  SUCCESSFUL: 'c6',
  TTL_EXPIRED: 'c2',
  BLOCKED: 'c5',
  CARRIER_BLOCKED: 'c4',
  UNKNOWN: 'c8',
  INVALID: 'c10',
  SPAM: 'c7',
  CARRIER_UNREACHABLE: 'c1',
  UNREACHABLE: 'c9',
  INVALID_MESSAGE: 'c9',
  COMPLETED: 'c3',
  NO_ANSWER: 'c2',
  BUSY: 'c6',
  FAILED: 'c4',
  VOICE_TTL_EXPIRED: 'c5',
};
const reached = {DELIVERED: 2, COMPLETED: 2, SUCCESSFUL: 1};  // their rank
const refusal_palette = ['c1', 'c7', 'c10', 'c5', 'c9', 'c8', 'c4'];
const cause_colours = {
  client_retry: 'c9',
  api_quota: 'c10',
  recipient_limit: 'c7',
  number_mps: 'c1',
  campaign_throughput: 'c6',
  brand_daily_cap: 'c5',
  provisioning: 'c8',
  fault: 'c4',
  carrier: 'c2',
  handset: 'c3',
};

function outcome_rows(report) {
  const {messages} = report;
  const final_rows =
      Object.entries(messages.final).map(([status, n]) => ({
                                           name: status,
                                           shown: status === 'SUCCESSFUL' ? 'SUCCESSFUL, no receipt came' : status,
                                           scope: 'final',
                                           n,
                                           good: status in reached,
                                           colour: outcome_colours[status] || 'c9'
                                         }));
  const rank = row => reached[row.name] || 0;
  final_rows.sort((a, b) => rank(b) - rank(a) || b.n - a.n);
  const refused = Object.entries(messages.refused).map(([reason, n], i) => ({
                                                         name: reason,
                                                         shown: 'refused: ' + reason,
                                                         scope: 'refused',
                                                         n,
                                                         good: false,
                                                         colour: refusal_palette[i % refusal_palette.length]
                                                       }));
  const others = [
    ['unsent, still in the sender\u2019s queue', messages.unsent], ['pending at the horizon', messages.pending]
  ].map(([shown, n]) => ({name: shown, shown, scope: null, n, colour: 'c8'}));
  return [...final_rows, ...refused, ...others].filter(row => row.n > 0);
}

function outcomes_section(report, series, range) {
  const rows = outcome_rows(report), requested = report.messages.requested;
  if (rows.length === 0) return section('Outcomes', 'Nothing was sent.');
  const made = section(
      'Outcomes',
      `${grouped(requested)} requested, ${grouped(report.messages.accepted)} accepted, ${
          count_of(report.messages.parts, 'part')}.`,
      table(
          [
            {head: 'Outcome', cell: row => row.shown},
            {head: 'messages', cell: row => grouped(row.n), kind: 'number'},
            {head: 'share', cell: row => percent(row.n / requested), kind: 'number'},
            {head: '', cell: row => row.n / requested, kind: 'share', colour: row => row.colour},
          ],
          rows, true));
  if (!series) return made;
  const n = series.replications;
  const known = rows.filter(row => row.scope && series.find(row.scope, row.name));
  const column = row => row.scope === 'final' ? 'finished' : 'refused';
  const stacked = (id, title, note, shown) => {
    const sums = shown.map(row => series.regrouped(series.find(row.scope, row.name), column(row), range.end));
    const most = Math.max(...sums[0].map((_, i) => sums.reduce((sum, values) => sum + values[i], 0))) / range.width / n;
    const [size, unit] = rate_unit(most);
    return time_figure(
        {
          id,
          title,
          note,
          faults: report.faults,
          stacked: true,
          description: shown.map(row => `${row.shown} ${grouped(row.n)}`).join(', '),
          y: amounts(`messages a ${unit}`, plain),
          tooltip: item => `${plain(Number(item.raw.y.toPrecision(4)))} a ${unit}`,
          datasets: r => shown.map(row => ({
                                     label: row.shown,
                                     colour: row.colour,
                                     borderWidth: 0,
                                     barPercentage: 1,
                                     categoryPercentage: 1,
                                     inflateAmount: 0.3,
                                     outcome: row.name,
                                     data: bars(
                                         series.regrouped(series.find(row.scope, row.name), column(row), r.end),
                                         r.width, size / r.width / n),
                                   })),
          make_table: () => steps_table(
              range, shown.map(row => ({
                                 head: row.shown,
                                 values: series.regrouped(series.find(row.scope, row.name), column(row), range.end)
                               }))),
        },
        range);
  };
  if (known.length > 0)
    made.append(stacked('outcomes', 'Over time', 'By the instant at which a message ended or was refused.', known));
  const lost = known.filter(row => !row.good);
  if (lost.length > 0 && lost.length < known.length)
    made.append(stacked('losses', 'Of these, what did not arrive', null, lost));
  return made;
}

function causes_section(report) {
  const delivered = report.delivery_s.count;
  const causes = Object.entries(report.delay_by_cause_s).filter(([, s]) => s > 0);
  if (delivered === 0 || causes.length === 0) return section('Delay by cause', 'Nothing was delivered.');
  const total = causes.reduce((sum, [, s]) => sum + s, 0);
  const workloads = report.workloads.rows.filter(({block}) => block.delivery_s.count > 0);
  const shown = workloads.length > 1 ? [{name: 'all together', block: report}, ...workloads.slice(0, 8)] :
                                       [{name: '', block: report}];
  return section(
      'Delay by cause',
      'What the delivered messages waited for: each interval is charged to the limit that released last. ' +
          'Mean over delivered messages.',
      chart_figure({
        id: 'delay',
        legend: false,
        height: `${4 + 2.2 * shown.length}rem`,
        description: causes.map(([cause, s]) => `${cause} ${duration(s / delivered)}`).join(', '),
        config: {
          type: 'bar',
          data: {
            labels: shown.map(({name}) => name === '' ? '' : isolated(shortened(name, 18))),
            datasets: causes.map(([cause]) => ({
                                   label: cause,
                                   colour: cause_colours[cause],
                                   borderWidth: 0,
                                   maxBarThickness: 28,
                                   data: shown.map(({block}) => block.delay_by_cause_s[cause] / block.delivery_s.count)
                                 })),
          },
          options: {
            indexAxis: 'y',
            interaction: {mode: 'nearest', intersect: true},
            scales: {
              x: seconds_from_zero('mean delay of a delivered message', {stacked: true}),
              y: axis('', {stacked: true, grid: {display: false}, ticks: {autoSkip: false}})
            },
            plugins: {tooltip: {callbacks: {label: item => `${item.dataset.label}: ${duration(item.raw)}`}}},
          },
        },
      }),
      table(
          [
            {head: 'Cause', cell: ([cause]) => cause},
            {head: 'mean wait', cell: ([, s]) => duration(s / delivered), kind: 'number'},
            {head: 'share', cell: ([, s]) => percent(s / total, 1), kind: 'number'},
            {head: '', cell: ([, s]) => s / total, kind: 'share', colour: ([cause]) => cause_colours[cause]},
          ],
          causes, true),
      shown.length > 1 ?
          figures_table(
              () =>
                  table(
                      [
                        {head: 'Workload', cell: ({name}) => name_element(name)},
                        ...causes.map(
                            ([cause]) => ({
                              head:
                                  cause,
                              cell:
                                  ({block}) => duration(block.delay_by_cause_s[cause] / block.delivery_s.count),
                              kind:
                                  'number'
                            })),
                      ],
                      shown),
              'By workload as a table') :
          null);
}

function cost_section(report) {
  const {cost} = report;
  const lines = cost.usage.filter(line => line.usd > 0);
  const most = Math.max(...lines.map(line => line.usd), 0);
  const figures = [
    ['in all', cost.total_usd], ['messages', cost.message_usd], ['carrier fees', cost.carrier_fee_usd],
    ['fixed', cost.fixed_usd], ['failed but billed', cost.failed_but_billed_usd],
    ['per delivery', cost.per_delivered_usd]
  ];
  return section(
      'Cost',
      'Fixed are whole months of numbers and campaigns, and set-up. Failed but billed is part of messages and ' +
          'carrier fees. Lines of the bill that cost nothing are left out.',
      el('dl', {class: 'figures'},
         figures.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, usd(value))))),
      lines.length === 0 ?
          null :
          table(
              [
                {head: 'Line of the bill', cell: line => el('code', {}, name_element(line.usage_type))},
                {head: 'quantity', cell: line => grouped(line.quantity), kind: 'number'},
                {head: 'cost', cell: line => usd(line.usd), kind: 'number'},
                {head: '', cell: line => line.usd / most, kind: 'share roomy'},
              ],
              lines, true));
}
