// Elements of the page. Text enters through text nodes only, so that no name can be markup.

function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class')
      element.className = value;
    else
      element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) element.append(child);
  }
  return element;
}

function name_element(name) {
  return el('bdi', {}, name);
}

function section(title, note, ...children) {
  return el('section', {}, el('h2', {}, title), note ? el('p', {class: 'note'}, note) : null, ...children);
}

// columns: {head, cell(row) → text or node, kind: 'number' | 'text' | 'mark' | 'share'}; a share's cell gives 0 … 1 and
// is a bar.
function table(columns, rows, wide = false) {
  const head = el('tr', {}, columns.map(c => el('th', {scope: 'col', class: c.kind || 'text'}, c.head)));
  const body = rows.map(row => el('tr', {}, columns.map(c => {
                          const cell = el('td', {class: c.kind || 'text'});
                          const value = c.cell(row);
                          if (c.kind && c.kind.startsWith('share')) {
                            const bar = el('span', {'aria-hidden': 'true'});
                            bar.style.width = 100 * Math.min(1, Math.max(0, value || 0)) + '%';
                            if (!(value > 0)) bar.style.display = 'none';
                            if (c.colour) bar.style.background = 'var(--' + c.colour(row) + ')';
                            cell.append(bar);
                          } else {
                            cell.append(value);
                          }
                          return cell;
                        })));
  // A region that scrolls must be reachable by keyboard.
  return el(
      'div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'table'},
      el('table', {class: wide ? 'wide' : ''}, el('thead', {}, head), el('tbody', {}, body)));
}

// The figures of a chart as a table, made when somebody opens it: there may be thousands of rows.
function figures_table(make, label = 'Figures as a table') {
  const details = el('details', {}, el('summary', {}, label));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(make());
  });
  return details;
}
