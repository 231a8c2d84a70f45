// Messages and posts, each on disk before it is answered, beside sqlite3 alone writing the same rows.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { filledMarket, result, startGiraffe } from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';

export async function writes(size, folder) {
  const data = await filledMarket(folder, size.posts);
  const bare = join(folder, 'bare.db');
  await cp(join(data, 'market.db'), bare);
  const giraffe = await startGiraffe(data);
  for (const [what, numbers] of Object.entries({
    messages: size.messageWriters,
    posts: size.postWriters,
  })) {
    for (const writers of numbers) {
      const answers = [];
      const rounds = await interleaved(
        size.rounds,
        async () => {
          const reached = await result('writers', giraffe.port, what, writers, size.seconds);
          answers.push(reached);
          return reached.per_second;
        },
        async () => (await result('bare_sqlite', bare, what, writers, size.seconds)).per_second,
      );
      const people = `${writers} writer${writers > 1 ? 's' : ''}`;
      reportRatio('writes', {
        what: `${what} by ${people} ÷ bare sqlite3, ${writers} in a commit`,
        goal: { least: 0.8 },
        unit: `${what}/s`,
        rounds,
      });
      const warm = answers.slice(-size.rounds);
      for (const percentile of ['p50', 'p99']) {
        report(
          'writes',
          `${what} by ${people}, to the answer, ${percentile}`,
          warm.map((answer) => answer[`answer_${percentile}_ms`]),
          'ms',
        );
      }
    }
  }
  await giraffe.stop();
}
