// Figures as lines: the median of the rounds and, in brackets, the least and the most.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const short = (value) => {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

const spread = (values) =>
  values.length === 1
    ? short(values[0])
    : `${short(median(values))} [${short(Math.min(...values))}–${short(Math.max(...values))}]`;

function verdict(value, { least, most } = {}) {
  if (least !== undefined) return `  goal ≥ ${short(least)}: ${value >= least ? 'reached' : 'SHORT'}`;
  if (most !== undefined) return `  goal ≤ ${short(most)}: ${value <= most ? 'reached' : 'SHORT'}`;
  return '';
}

/** Measures one, the other and whatever else by turns; [[one, other, …], …]. The first round warms up and does not count. */
export async function interleaved(rounds, ...measures) {
  const measured = [];
  for (let round = rounds > 1 ? -1 : 0; round < rounds; ++round) {
    const values = [];
    for (const measure of measures) values.push(await measure());
    if (round >= 0) measured.push(values);
  }
  return measured;
}

/** A ratio is taken in each round, between neighbours in time. */
export function reportRatio(benchmark, { what, rounds, unit, goal }) {
  const ratios = rounds.map(([one, other]) => one / other);
  const ones = spread(rounds.map(([one]) => one));
  const others = spread(rounds.map(([, other]) => other));
  console.log(
    `${benchmark.padEnd(6)} ${what}: ratio ${spread(ratios)}  (${ones} ÷ ${others} ${unit})${verdict(median(ratios), goal)}`,
  );
}

export function report(benchmark, what, values, unit, goal) {
  console.log(`${benchmark.padEnd(6)} ${what}: ${spread(values)} ${unit}${verdict(median(values), goal)}`);
}
