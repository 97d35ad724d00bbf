// Opens report pages in headless Chromium and tells what they show and do, as JSON on standard output. Judges nothing:
// html_report_test.py does.
//
//   node browser.mjs CLIENTS_DIR CHROMIUM PAGE.html ...
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [clients, chromium_path, ...pages] = process.argv.slice(2);
const {chromium} = createRequire(resolve(clients) + '/')('playwright-core');

// In the page: every chart's data, and every table's text by the heading above it.
function shown() {
  const text = element => element ? element.textContent : null;
  const charts = {};
  for (const canvas of document.querySelectorAll('canvas')) {
    const chart = Chart.getChart(canvas), {left, right, top, bottom} = chart.chartArea;
    const blank = document.createElement('canvas');
    [blank.width, blank.height] = [canvas.width, canvas.height];
    const drawn = canvas.toDataURL() !== blank.toDataURL();
    charts[canvas.id] = {
      drawn,
      alternative: canvas.getAttribute('aria-label'),
      role: canvas.getAttribute('role'),
      plot: [left, right, top, bottom],
      axes: Object.fromEntries(Object.entries(chart.scales).map(([name, scale]) => [name, scale.options.title.text])),
      labels: chart.data.labels,
      bands: (chart.config._config.plugins || []).some(plugin => plugin.id === 'fault_bands'),
      datasets: chart.data.datasets.map(({label, outcome, colour, data}) => ({label, outcome, colour, data})),
    };
  }
  const tables = {};
  for (const section of document.querySelectorAll('section')) {
    tables[text(section.querySelector('h2'))] = [...section.querySelectorAll(':scope > .scroll > table')].map(
        table => [...table.rows].map(row => [...row.cells].map(text)));
  }
  return {
    title: document.title,
    verdict: text(document.querySelector('#verdict')),
    question: text(document.querySelector('#question')),
    header: text(document.querySelector('header')),
    footer: text(document.querySelector('footer')),
    sections: [...document.querySelectorAll('h2')].map(text),
    page: text(document.querySelector('main')),
    charts,
    tables,
    elements: ['script', 'img', 'b', 'iframe'].map(tag => document.querySelectorAll(tag).length),
    pwned: window.pwned || null,
  };
}

function colours() {
  const chart = Chart.getChart(document.querySelector('canvas'));
  return {
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    line: chart ? chart.getDatasetMeta(0).dataset ? chart.getDatasetMeta(0).dataset.options.borderColor : null : null
  };
}

// Colours of a chart's picture in the middle of the first fault and a little before it, near the top of the plot.
function band_pixels(at) {
  const canvas = document.querySelector('#throughput');
  if (!canvas) return null;
  const chart = Chart.getChart(canvas), ratio = chart.currentDevicePixelRatio;
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const picture = copy.getContext('2d', {willReadFrequently: true});
  picture.drawImage(canvas, 0, 0);
  const pixel = t => [...picture
                          .getImageData(
                              Math.round(ratio * chart.scales.x.getPixelForValue(t)) + 2,
                              Math.round(ratio * (chart.chartArea.top + 7)), 1, 1)
                          .data];
  return at.map(pixel);
}

function widths() {
  const wide = [...document.querySelectorAll('main *')].filter(
      element => !element.closest('.scroll') && element.getBoundingClientRect().right > innerWidth + 0.5);
  return {
    page: document.documentElement.scrollWidth,
    window: innerWidth,
    beyond: wide.slice(0, 3).map(element => element.outerHTML.slice(0, 80)),
    canvases:
        [...document.querySelectorAll('canvas')].map(canvas => [canvas.clientWidth, canvas.parentElement.clientWidth])
  };
}

async function look_at(browser, path) {
  const context = await browser.newContext({viewport: {width: 1400, height: 900}, colorScheme: 'light'});
  const page = await context.newPage();
  const seen = {requests: [], console: [], errors: []};
  page.on('request', request => seen.requests.push(request.url()));
  page.on('console', message => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => seen.errors.push(String(error)));
  page.on('dialog', dialog => {
    seen.errors.push('dialog: ' + dialog.message());
    dialog.dismiss();
  });
  await page.goto(pathToFileURL(resolve(path)).href);
  const settled = () =>
      page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await settled();
  seen.url = page.url();
  seen.busy = await page.evaluate(shown);
  seen.light = await page.evaluate(colours);
  seen.widths = [await page.evaluate(widths)];
  const faults = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).report.faults);
  if (faults.length > 0)
    seen.bands = await page.evaluate(band_pixels, [faults[0].at_s + faults[0].lasts_s / 2, faults[0].at_s * 0.9]);
  const button = page.locator('#range');
  if (await button.count()) {
    await button.click();
    seen.whole = await page.evaluate(shown);
    await button.click();
    seen.busy_again = (await page.evaluate(shown)).charts;
  }
  // A key hides its line and shows it again.
  const key = page.locator('.legend button').first();
  if (await key.count()) {
    await key.click();
    seen.hidden = await page.evaluate(
        () => [...document.querySelectorAll('canvas')]
                  .map(canvas => Chart.getChart(canvas))
                  .flatMap(chart => chart.data.datasets.map((_, i) => chart.isDatasetVisible(i)))
                  .filter(visible => !visible)
                  .length);
    await key.click();
  }
  // Every table behind a chart opens.
  seen.folded = await page.evaluate(async () => {
    const all = [...document.querySelectorAll('details')];
    for (const details of all) details.open = true;
    await new Promise(done => setTimeout(done, 0));
    const rows = all.map(details => details.querySelectorAll('tbody tr').length);
    for (const details of all) details.open = false;
    return rows;
  });
  await page.emulateMedia({colorScheme: 'dark'});
  await settled();
  seen.dark = await page.evaluate(colours);
  seen.pdf = [...(await page.pdf({format: 'A4'})).subarray(0, 5)].map(byte => String.fromCharCode(byte)).join('');
  await page.setViewportSize({width: 687, height: 1000});  // the text width of A4
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await settled();
  seen.print = {colours: await page.evaluate(colours), widths: await page.evaluate(widths)};
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({media: 'screen', colorScheme: 'dark'});
  await page.setViewportSize({width: 400, height: 800});
  await page.waitForFunction(() => [...document.querySelectorAll('canvas')].every(canvas => canvas.clientWidth <= 400));
  await settled();
  seen.widths.push(await page.evaluate(widths));
  // Last, since these are meant to fail: what the policy must stop.
  const requests = seen.requests.length, messages = seen.console.length;
  seen.stopped = await page.evaluate(async () => {
    const violations = [];
    addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.pwned = 2';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:9/x.png';
    document.body.append(image);
    const fetched = await fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused');
    await new Promise(done => setTimeout(done, 0));
    return {fetched, violations: violations.sort(), pwned: window.pwned || null};
  });
  seen.requests.length = requests;
  seen.console.length = messages;
  await context.close();
  return seen;
}

const browser = await chromium.launch({executablePath: chromium_path, args: ['--disable-dev-shm-usage']});
const all = [];
for (const path of pages) all.push(await look_at(browser, path));
await browser.close();
process.stdout.write(JSON.stringify(all));
