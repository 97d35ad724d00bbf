// Numbers as people read them; the same in every browser and language.

const minus = '\u2212', thin = '\u202f';

function grouped(n) {
  const text = Math.abs(n).toFixed(0);
  return (n < 0 ? minus : '') + text.replace(/\B(?=(\d{3})+$)/g, ',');
}

// With as many decimals as say something: 0.794443, 12.5, 28,790.
function plain(value) {
  if (value === null || value === undefined) return '\u2013';
  const fraction = Math.abs(value % 1).toFixed(6).slice(1).replace(/\.?0+$/, '');
  return Number.isInteger(value) || fraction === '' ? grouped(Math.round(value)) :
                                                      grouped(Math.trunc(value)) + fraction;
}

function percent(share, places = 2) {
  return share === null || share === undefined ? '\u2013' : (100 * share).toFixed(places) + thin + '%';
}

function usd(value) {
  if (value === null || value === undefined) return '\u2013';
  if (value !== 0 && Math.abs(value) < 0.1) return '$' + value.toFixed(6);
  const [whole, cents] = value.toFixed(2).split('.');
  return '$' + grouped(Number(whole)) + '.' + cents;
}

// Three digits or two units: 442 ms, 19.6 s, 3m 34s, 3d 1h.
function duration(seconds) {
  if (seconds === null || seconds === undefined) return '\u2013';
  if (seconds === 0) return '0' + thin + 's';
  if (seconds < 0.0009995) return Number((seconds * 1e6).toPrecision(3)) + thin + '\u00b5s';
  if (seconds < 0.9995) return Number((seconds * 1000).toPrecision(3)) + thin + 'ms';
  if (seconds < 99.95) return Number(seconds.toPrecision(3)) + thin + 's';
  const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  const [[large, size], [small, step]] = [units[first], units[first + 1] || ['', 1]];
  const steps = Math.round(seconds / step);
  const whole = Math.floor(steps * step / size), rest = steps - whole * size / step;
  return whole + large + (rest > 0 && small ? ' ' + rest + small : '');
}

// An offset from the start, exact to the second: 0, 20m, 1h 5m, 2d 3h.
function offset(seconds) {
  if (seconds === 0) return '0';
  let rest = Math.round(seconds);
  const words = [];
  for (const [unit, size] of [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]]) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) words.push(n + unit);
  }
  return words.join(' ');
}

// On an axis: round figures, one unit if possible.
function mark(seconds) {
  return seconds > 0 && seconds < 1 ? duration(seconds) : offset(seconds);
}

function window_name(seconds) {
  return {1: 'second', 60: 'minute', 3600: 'hour', 86400: 'day'}[seconds] || duration(seconds);
}

function count_of(n, one, many) {
  return grouped(n) + ' ' + (n === 1 ? one : many || one + 's');
}

// A name inside a longer text: whatever its direction, the rest keeps its own.
function isolated(name) {
  return '\u2068' + name + '\u2069';
}

function shortened(name, longest = 28) {
  const letters = Array.from(name.replace(/[\u0000-\u001f\u007f]/g, ' '));
  return letters.length > longest ? letters.slice(0, longest - 1).join('') + '\u2026' : letters.join('');
}
