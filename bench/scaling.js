// Time against the number of rows, from 1e3 to 1e7, and the exponent of n fitted to it: 1 is linear.
// Use: npm run build && node bench/scaling.js [largest n]. Seeded data in whole days; medians after a warm-up. Prints a
// table and, for all sizes, draws bench/scaling.svg: both axes logarithmic, so that a straight line is a power of n.
import { writeFileSync } from 'node:fs';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { cox, kaplanMeier, logRank } from '../dist/index.js';
import { covariates, survivalData } from './survival/survival-data.js';

const largest = Number(process.argv[2] ?? 1e7);
const sizes = [1e3, 1e4, 1e5, 1e6, 1e7].filter((n) => n <= largest);
const columns = 3;
const work = [
  { name: 'Kaplan-Meier, 2 arms', run: ({ time, event, group }) => kaplanMeier({ time, event, group }) },
  { name: 'log-rank, 2 arms', run: ({ time, event, group }) => logRank({ time, event, group }) },
  {
    name: `Cox, Efron, ${columns} covariates`,
    run: (data) => cox({ time: data.time, event: data.event, covariates: covariates(data, columns) }),
  },
];

const seconds = work.map(() => []);
let memory = 0;
for (const n of sizes) {
  const data = survivalData(n, columns);
  const repeats = n >= 1e7 ? 3 : n >= 1e6 ? 5 : 15;
  work.forEach(({ run }, index) => {
    run(data);
    const times = Array.from({ length: repeats }, () => {
      const start = performance.now();
      run(data);
      return (performance.now() - start) / 1000;
    }).sort((left, right) => left - right);
    seconds[index].push(times[repeats >> 1]);
    memory = Math.max(memory, process.memoryUsage().rss);
  });
}

console.log(`| Work | ${sizes.map((n) => `n = ${n.toExponential()}`).join(' | ')} | Exponent |`);
console.log(`|---|${sizes.map(() => '---|').join('')}---|`);
work.forEach(({ name }, index) => {
  const cells = seconds[index].map((value) => value.toPrecision(2));
  console.log(`| ${name} | ${cells.join(' | ')} | ${exponent(sizes, seconds[index]).toFixed(2)} |`);
});
console.log(`\nSeconds. Largest resident memory, data included: ${(memory / 2 ** 20).toFixed(0)} MB.`);

if (largest >= 1e7) writeFileSync(new URL('./scaling.svg', import.meta.url), `${await drawScaling()}\n`);

/** Slope of log seconds on log n by least squares, from 1e4 rows on, where fixed costs no longer count. */
function exponent(counts, times) {
  return fittedLine(counts, times).slope;
}

function fittedLine(counts, times) {
  const points = counts
    .map((n, index) => [Math.log(n), Math.log(times[index])])
    .filter(([x]) => x >= Math.log(1e4) - 1e-9);
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x0, y0] = [mean(0), mean(1)];
  const products = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  const squares = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  const slope = products / squares;
  return { slope, at: (n) => Math.exp(y0 + slope * (Math.log(n) - x0)) };
}

/** Points are medians, lines are fitted; each line ends in its name and its exponent. */
async function drawScaling() {
  const colours = ['#0b62a4', '#c14a00', '#00775a'];
  const shapes = ['circle', 'square', 'triangle-up'];
  const power = (value) => ({ field: value, type: 'quantitative', title: null });
  const time = { ...power('seconds'), scale: { type: 'log', domain: [1e-4, 10] } };
  const rows = { ...power('n'), scale: { type: 'log', domain: [1e3, 1e7] } };
  const axis = {
    x: { ...rows, axis: { values: sizes, format: '.0e', grid: false } },
    y: { ...time, axis: { values: [1e-4, 1e-3, 0.01, 0.1, 1, 10], format: '~g', gridColor: '#e4e4e8' } },
  };
  const height = 280;
  const lines = work.map((_, index) => fittedLine(sizes, seconds[index]));
  // Labels stand at the ends of their lines, pushed apart where lines meet.
  const ends = lines.map((line) => height * (1 - (Math.log10(line.at(sizes.at(-1))) + 4) / 5));
  const places = [...ends];
  const order = ends.map((_, index) => index).sort((one, other) => ends[one] - ends[other]);
  for (let place = 1; place < order.length; place += 1) {
    places[order[place]] = Math.max(places[order[place]], places[order[place - 1]] + 17);
  }
  const layer = work.flatMap(({ name }, index) => {
    const line = lines[index];
    const fitted = [1e4, sizes.at(-1)].map((n) => ({ n, seconds: line.at(n) }));
    const points = sizes.map((n, place) => ({ n, seconds: seconds[index][place] }));
    const label = [{ ...fitted[1], text: `${name}: n to the ${line.slope.toFixed(2)}` }];
    const color = colours[index];
    return [
      { data: { values: fitted }, mark: { type: 'line', color, strokeWidth: 1.5 }, encoding: axis },
      {
        data: { values: points },
        mark: { type: 'point', shape: shapes[index], filled: true, size: 50, color, opacity: 1 },
        encoding: axis,
      },
      {
        data: { values: label },
        mark: { type: 'text', align: 'left', dx: 10, dy: places[index] - ends[index], color, fontSize: 12 },
        encoding: { ...axis, text: { field: 'text', type: 'nominal' } },
      },
    ];
  });
  const spec = {
    background: '#ffffff',
    title: {
      text: 'Seconds against rows, both on a log scale; lines fitted from 1e4 rows on',
      anchor: 'start',
      frame: 'group',
      fontSize: 12,
      fontWeight: 'normal',
    },
    width: 360,
    height,
    padding: { left: 8, right: 8, top: 8, bottom: 8 },
    config: { font: 'Helvetica, Arial, sans-serif', view: { stroke: null }, axis: { labelFontSize: 12 } },
    layer,
  };
  return new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}
