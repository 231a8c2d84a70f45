// Which modules each way into the market needs, so that a browser asks for all of them at once and not for one after the
// other as each names the next. `node tests/support/preloads.mjs` writes them down where the page reads them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { routes } from '../../frontend/routes.js';
import { closure, frontend, modules, read } from './modules.mjs';

export const moduleOf = (tag) => [...modules].find(([, { defines }]) => defines.includes(tag))[0];

/** What decides what the first page is, and asks for what it shows. */
const start = closure(['main.js']);
/** What every page needs, in the order in which it is read. */
const frame = closure(['main.js', 'lib/needs.js', 'app.js']);

const links = (files, indent, priority = '') =>
  [...files].map((file) => `${indent}<link rel="modulepreload" href="./${file}"${priority}>\n`).join('');

/**
 * index.html with the modules of the frame (and the words that nearly everybody reads it in), and in templates, which a
 * browser does not follow, what each page that people come in by needs beside them.
 */
export function indexHtml() {
  // Behind what main.js asks for: over six connections they would be in its way.
  const later = [...frame, 'i18n/ko/app.js'].filter((file) => !start.has(file));
  const pages = routes
    .filter((route) => route.first)
    .map((route) => {
      const files = [...closure([moduleOf(route.tag)])].filter((file) => !frame.has(file));
      return `    <template data-page="${route.path}">\n${links(files, '      ')}    </template>\n`;
    });
  return read('index.html')
    .replaceAll(/^ *<link rel="modulepreload".*\n/gm, '')
    .replaceAll(/^ *<template data-page.*\n *<\/template>\n/gm, '')
    .replace(
      /^ *<script type="module"/m,
      (script) => links(start, '    ') + links(later, '    ', ' fetchpriority="low"') + script,
    )
    .replace(/^ *<\/body>/m, (end) => pages.join('') + end);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(`${frontend}index.html`, indexHtml());
