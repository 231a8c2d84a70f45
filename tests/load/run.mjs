// script/bench builds what this needs; see README.md.
import { parseArgs } from 'node:util';
import { benchmarks, sizes } from './benchmarks.mjs';
import { workFolder } from './processes.mjs';

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    // Of `reads`: markets of these sizes, and what has this in its name.
    posts: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
  },
  allowPositionals: true,
});
for (const name of positionals) {
  if (!Object.hasOwn(benchmarks, name)) {
    console.error(`script/bench: there is no benchmark ${name}, only: ${Object.keys(benchmarks).join(' ')}`);
    process.exit(2);
  }
}

const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const size = { ...(values.quick ? sizes.quick : sizes.full) };
if (values.posts) size.readPosts = values.posts.map(Number);
if (values.only) size.only = values.only;
for (const name of names) {
  const { folder, remove } = await workFolder();
  try {
    await benchmarks[name](size, folder);
  } finally {
    await remove();
  }
}
