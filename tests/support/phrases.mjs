// All phrases of each language. The page itself loads them in parts.
import { readdirSync } from 'node:fs';
import { root } from './server.mjs';

async function all(language) {
  const folder = `${root}frontend/i18n/${language}/`;
  const parts = await Promise.all(readdirSync(folder).map((file) => import(folder + file)));
  return Object.assign({}, ...parts.map((part) => part.default));
}

export const ko = await all('ko');
export const en = await all('en');
