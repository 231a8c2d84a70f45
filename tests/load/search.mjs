// Searching a large market: beside a small one, FTS5's trigrams and LIKE.
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filledMarket, requestsPerSecond, result, startGiraffe } from './processes.mjs';
import { interleaved, report, reportRatio } from './report.mjs';

const path = (base, parameters) => `${base}?${new URLSearchParams(parameters)}`;

// As people type: whole words, parts, what is everywhere and what is rare, what is not there.
const words = {
  whole: ['미적분학', '선형대수학', '데이터베이스', '철학', '일반물리학', 'algorithms', '출판사', '연필로'],
  parts: ['대수', '물리', '역학', '학', '책', '깨끗', '수학 1', 'intro', 'calc', 'C', '선형대', '확률과통계'],
  typing: ['미', '미저', '미적ㅂ', '선혀', '데잍', '고', '경젷', '프로그', 'princ'],
  initials: ['ㅁㅈㅂ', 'ㅇ', 'ㅅㅎㄷㅅ', 'ㄱㅈㅎ', 'ㅎ', 'ㅎㄱ ㅊㅍㅅ', '미ㅈㅂ'],
  several: [
    '미적분 김',
    '미적분 화학',
    '책 풀이',
    '현대 대수 이',
    '역학 통계 기초',
    '핵심 회계 박',
    'linear algebra',
  ],
  numbers: ['9788900000115', '978-89-0000', '8900001', '999983', '00007'],
  absent: ['없는책', 'zzz', 'ㅋㅋㅋ', '미적분 쉽게 배우는 헌법 철학'],
};
const queries = Object.values(words).flat();

const filtered = [
  { q: '책', major: '간호학과' },
  { q: '책', major: '없는학과' },
  { q: '학', course: '서양철학 1', condition: 'new' },
  { q: '미적분', max_price: '6000' },
  { q: '출판사', status: 'sold', min_price: '44000' },
  { q: '책', sort: 'price_asc' },
  { q: '풀이', seller: 'student2' },
  { q: '책', isbn: '9788900000115' },
];
const lists = [
  {},
  { major: '수학과' },
  { major: '간호학과', condition: 'new,like_new' },
  { course: '미적분학 1', sort: 'price_asc' },
  { min_price: '10000', max_price: '12000' },
  { isbn: '9788900000115' },
];

const searches = [...queries.map((q) => ({ q })), ...filtered].map((filter) => path('/posts', filter));
const suggests = queries.flatMap((q) => {
  const typed = [...q];
  return [1, Math.ceil(typed.length / 2), typed.length].map((length) =>
    path('/search/suggest', { q: typed.slice(0, length).join('') }),
  );
});
// What a trigram index can answer, and so can all three: three characters and more, not being typed.
const comparable = [
  '미적분학',
  '선형대수학',
  '데이터베이스',
  '일반물리학',
  'algorithms',
  '출판사',
  '연필로',
  '대수학',
  '미적분 유기화학',
  '현대대수학 홍교수',
  '9788900000115',
  '없는책이름',
];

export async function search(size, folder) {
  const large = await filledMarket(folder, size.manyPosts);
  const small = await filledMarket(folder, size.searchedPosts);
  const servers = { large: await startGiraffe(large), small: await startGiraffe(small) };
  const timed = async (server, targets) => {
    const file = join(folder, 'targets');
    await writeFile(file, targets.join('\n'));
    return result('searches', server.port, file, size.searchRounds);
  };
  for (const [name, targets, goal] of [
    ['search', searches, 4],
    ['suggest', suggests, 4],
    ['list, filtered', lists.map((filter) => path('/posts', filter))],
  ]) {
    const rounds = await interleaved(
      size.rounds,
      () => timed(servers.large, targets),
      () => timed(servers.small, targets),
    );
    for (const [percentile, most] of [['p50'], ['p99', goal]]) {
      reportRatio('search', {
        what: `${name} ${percentile}, ${size.manyPosts} ÷ ${size.searchedPosts} posts`,
        goal: most && { most },
        unit: 'ms',
        rounds: rounds.map((pair) => pair.map((times) => times[`answer_${percentile}_ms`])),
      });
    }
    console.log(`search the slowest ${name}: ${decodeURIComponent(rounds.at(-1)[0].slowest)}`);
  }
  report(
    'search',
    'searches a second, 64 at once',
    [await requestsPerSecond(servers.large.port, path('/posts', { q: '미적분' }), { ...size, user: 1 })],
    'requests/s',
  );

  // The peers have the same posts in a file of their own.
  const peers = join(folder, 'peers.db');
  await cp(join(large, 'market.db'), peers);
  const { own_bytes: own, trigram_bytes: trigrams } = await result('search_peers', 'prepare', peers);
  reportRatio('search', {
    what: 'size of the index ÷ trigrams',
    unit: 'MB',
    rounds: [[own / 1e6, trigrams / 1e6]],
  });
  const wordsFile = join(folder, 'words');
  await writeFile(wordsFile, comparable.join('\n'));
  const ownTargets = comparable.map((q) => path('/posts', { q }));
  for (const [kind, rounds] of [
    ['trigram', size.rounds],
    ['like', Math.min(2, size.rounds)],
  ]) {
    const pairs = await interleaved(
      rounds,
      () => timed(servers.large, ownTargets),
      () => result('search_peers', 'find', kind, peers, wordsFile, 1),
    );
    for (const percentile of ['p50', 'p99']) {
      reportRatio('search', {
        what: `${percentile} of ${comparable.length} searches, ranked and marked over HTTP ÷ ${kind} alone`,
        goal: percentile === 'p99' && kind === 'like' ? { most: 1 } : undefined,
        unit: 'ms',
        rounds: pairs.map((pair) => pair.map((times) => times[`answer_${percentile}_ms`])),
      });
    }
  }
  const insert = (kind) => async () =>
    (await result('search_peers', 'insert', kind, peers, size.inserts)).us_per_post;
  reportRatio('search', {
    what: 'a post into the index ÷ into trigrams, 32 a commit',
    unit: 'µs',
    rounds: await interleaved(size.rounds, insert('own'), insert('trigram')),
  });
  await servers.large.stop();
  await servers.small.stop();
}
