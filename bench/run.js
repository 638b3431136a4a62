// Measures kernels beside R in one run, on the same data, and prints ratios (R time / ours). Medians of `repeats`
// after three calls, and the time of the first call beside them.
// Use: npm run build && npm run bench [-- word...]. A word is a family (survival, outcomes, synthesis, data) or a part of
// the name of a case. Without R the table has our times only.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const families = ['survival', 'outcomes', 'synthesis', 'data'];

const wanted = process.argv.slice(2);
const repeats = 5;
const folder = mkdtempSync(join(tmpdir(), 'il6r-bench-'));
const hasR = spawnSync('Rscript', ['--version']).status === 0;
const rows = [];

try {
  for (const benchmark of await wantedCases()) {
    const data = benchmark.data();
    const { first, median: ours } = timesOf(() => benchmark.ours(data));
    const theirs = hasR && benchmark.r ? timeR(benchmark, data) : null;
    rows.push({ benchmark, first, ours, theirs });
    process.stderr.write(
      `${benchmark.name}: ${format(ours)} s${theirs === null ? '' : `, R ${format(theirs)} s`}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`\n| Work | First call, s | il6r, s | R, s | Ratio |\n|---|---|---|---|---|`);
for (const { benchmark, first, ours, theirs } of rows) {
  const ratio = theirs === null ? '' : `${(theirs / ours).toFixed(theirs / ours < 10 ? 1 : 0)}x`;
  console.log(
    `| ${benchmark.name} | ${format(first)} | ${format(ours)} | ${theirs === null ? '' : format(theirs)} | ${ratio} |`,
  );
}

/** The cases of the families named, and those whose name holds a word that is no family; all without words. */
async function wantedCases() {
  const words = wanted.filter((word) => !families.includes(word));
  const lists = await Promise.all(
    families.map(async (family) => {
      const { cases } = await import(`./${family}/cases.js`);
      if (wanted.length === 0 || wanted.includes(family)) return cases;
      return cases.filter(({ name }) => words.some((word) => name.includes(word)));
    }),
  );
  return lists.flat();
}

/** Seconds of the first call, and the median of `repeats` once the compiler has settled: after three calls. */
function timesOf(work) {
  const time = () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  };
  const first = time();
  time();
  time();
  return { first, median: median(Array.from({ length: repeats }, time)) };
}

/** R reads the same columns from binary files and times the same work. */
function timeR(benchmark, data) {
  const names = Object.keys(data).filter((name) => ArrayBuffer.isView(data[name]));
  for (const name of names) {
    const column = Float64Array.from(data[name]);
    writeFileSync(join(folder, name), new Uint8Array(column.buffer));
  }
  const reads = names.map(
    (name) => `${name} <- readBin("${join(folder, name)}", "double", ${data[name].length})`,
  );
  const count = benchmark.rRepeats ?? repeats;
  const script = [
    ...reads,
    benchmark.r.setup ?? '',
    `elapsed <- sapply(1:${count}, function(i) system.time(${benchmark.r.work})[["elapsed"]])`,
    'cat(median(elapsed))',
  ].join('\n');
  const file = join(folder, 'bench.R');
  writeFileSync(file, script);
  const { stdout, stderr, status } = spawnSync('Rscript', [file], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0)
    throw new Error(`${benchmark.name}: ${stderr}\n${readFileSync(file, 'utf8').slice(0, 2000)}`);
  return Number(stdout);
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

function format(seconds) {
  return seconds < 0.01 ? seconds.toFixed(4) : seconds.toFixed(3);
}
