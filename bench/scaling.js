// Time against the number of rows, from 1e3 to 1e7, and the exponent of n fitted to it: 1 is linear.
// Use: npm run build && node bench/scaling.js [largest n]. Seeded data in whole days; medians after a warm-up.
import { cox, kaplanMeier, logRank } from '../dist/index.js';
import { covariates, survivalData } from './cases.js';

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

/** Slope of log seconds on log n by least squares, from 1e4 rows on, where fixed costs no longer count. */
function exponent(counts, times) {
  const points = counts
    .map((n, index) => [Math.log(n), Math.log(times[index])])
    .filter(([x]) => x >= Math.log(1e4) - 1e-9);
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x0, y0] = [mean(0), mean(1)];
  const products = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  const squares = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  return products / squares;
}
