// Numbers that look random and are the same on every run: a cover that changed by itself would be a new file in every commit.
export function randomFrom(seed) {
  let state = seed >>> 0;
  const unit = () => {
    // mulberry32: one multiplication chain over a counter, good enough for pictures.
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => low + unit() * (high - low),
    whole: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    pick: (list) => list[Math.floor(unit() * list.length)],
    chance: (probability) => unit() < probability,
  };
}
