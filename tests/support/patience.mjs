// Waiting that has an end: what never comes fails by its name, and not as a file that hangs.
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Longer than any machine needs for what tests wait for. */
export const PATIENCE_MS = 120_000;

/** Asks until the answer fits; the answer. Fails when none does in all that time. */
export async function until(ask, fits = Boolean) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`Nothing fitted, the last was ${inspect(answer?.text?.toString() ?? answer)}`);
    await pause(1); // what is asked for may need this thread, or this processor
  }
}

/** What is promised, or the failure that `what` has not come in all that time. */
export function patiently(promise, what) {
  let timer;
  const over = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`Nothing has come of this: ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}
