// Puts the page together.

function over_time_section(report, series, range) {
  if (!series || series.t_s.length === 0) {
    return section(
        'Over time',
        series ? 'Nothing happened.' :
                 'The counts over time are not at hand: timeseries.csv was missing when this page was written.');
  }
  const made = section(
      'Throughput against limits', null, throughput_figure(report, series, range),
      ...limit_figures(report, series, range), delivery_time_figure(report, series, range));
  if (range.busy < series.end) {
    const label = () =>
        range.end === series.end ? `Show the first ${duration(range.busy)} only` : `Show all ${duration(series.end)}`;
    const words = el('p', {class: 'note'});
    const button = el('button', {type: 'button', id: 'range'}, label());
    const say = () => {
      words.textContent = range.end === series.end ?
          '' :
          `The charts over time end after ${
              duration(range.busy)}; what comes later, mostly late receipts, is left out.`;
      button.textContent = label();
    };
    button.addEventListener('click', () => {
      show_range(range, series, range.end === series.end ? range.busy : series.end);
      say();
    });
    say();
    made.firstChild.after(words, button);
  }
  return made;
}

function build_page() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const report = data.report;
  report.notes = report.notes || [];
  const series = data.series ? new Series(data.series, report.replications) : null;
  const busy = series ? series.busy_end(report.faults) : 0;
  const range = {busy, end: busy, width: series ? series.shown_width(busy) : 1};
  document.title = `${shortened(report.scenario.file, 60)} \u00b7 sendlab report`;
  document.getElementById('page').append(
      ...[header_of(report),
          expectations_section(report),
          latency_section(report),
          over_time_section(report, series, range),
          outcomes_section(report, series && series.t_s.length ? series : null, range),
          causes_section(report),
          cost_section(report),
          faults_section(report),
          blocks_section('Workloads', report.workloads),
          blocks_section('Carriers', report.carriers),
          recorded_section(report),
          replications_section(report),
          words_section('Notes', report.notes.map(note => `${note.of}: ${note.text}`)),
          words_section('Assumptions', report.assumptions),
          footer_of(report),
  ].filter(Boolean));
  draw_charts();
}

build_page();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
addEventListener('beforeprint', before_print);
addEventListener('afterprint', after_print);
