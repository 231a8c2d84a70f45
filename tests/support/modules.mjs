// The frontend as its modules tell it: what each imports, draws and says. Read from the sources, not run.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { root } from './server.mjs';

export const frontend = `${root}frontend/`;
export const read = (file) => readFileSync(frontend + file, 'utf8');

const files = readdirSync(frontend, { recursive: true })
  .filter((name) => name.endsWith('.js') && !name.startsWith('docs/'))
  .sort();

const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]))];

/** Without comments: their `import('…')` are types, and their words are nobody's. */
const code = (source) => source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

/** @type {Map<string, {imports: string[], later: string[], defines: string[], draws: string[], classes: Set<string>, strings: Set<string>, prefixes: string[]}>} */
export const modules = new Map(
  files.map((file) => {
    const source = code(read(file));
    const beside = (names) => names.map((name) => posix.join(posix.dirname(file), name));
    return [
      file,
      {
        imports: beside(all(source, /^(?:import|export)\s[^;]*?'(\.[^']+)';$/gm)),
        later: beside(all(source, /\bimport\(\s*'(\.[^']+)'/g)),
        defines: all(source, /customElements\.define\('([a-z-]+)'/g),
        draws: all(source, /<([a-z]+-[a-z-]+)[\s>]/g),
        classes: new Set(
          all(source, /class(?:Name)?(?:=|: |\s=\s|\.add\()["'`]([^"'`]*)/g)
            .flatMap((names) => names.split(/[^\w-]+/))
            .concat(all(source, /'([a-z][\w-]*)'/g)),
        ),
        strings: new Set(all(source, /'([a-z][\w.-]*)'/g)),
        prefixes: all(source, /`([a-z][\w-]*[.][\w.-]*)\$\{/g),
      },
    ];
  }),
);

/** These modules and all that come with them, without (or with) what is imported only when it is wanted. */
export function closure(starts, { later = false } = {}) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    if (!modules.has(file)) throw new Error(`there is no module ${file}`);
    found.add(file);
    const { imports, later: more } = modules.get(file);
    for (const next of later ? [...imports, ...more] : imports) visit(next);
  };
  starts.forEach(visit);
  return found;
}
