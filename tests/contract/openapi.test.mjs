// openapi.yaml itself: its examples fit its schemas, its table names each problem code, and the server has its routes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isCollection, isPair, parseDocument, visit } from 'yaml';
import { contract } from '../support/openapi.mjs';
import { binary, root } from '../support/server.mjs';

const { document } = contract();

/** Calls `visit(node, pointer)` for every object of the document, through arrays, but not behind references. */
function walk(visit, node = document, pointer = []) {
  if (node === null || typeof node !== 'object') return;
  if (!Array.isArray(node)) visit(node, pointer);
  for (const [key, value] of Object.entries(node)) walk(visit, value, [...pointer, key]);
}

/** Every place that has a schema beside its examples: media types, parameters, headers. */
function withExamples() {
  const found = [];
  walk((node, pointer) => {
    if (!node.schema || pointer.includes('schemas')) return;
    const examples = Object.entries(node.examples ?? {}).map(([name, example]) => ({
      name,
      value: contract().resolve(example, []).value.value,
    }));
    if (node.example !== undefined) examples.push({ name: 'example', value: node.example });
    found.push({ pointer, examples });
  });
  return found;
}

/** The values a `code` may have in a schema of a problem. */
function codesOf(schema) {
  const codes = [];
  walk((node) => {
    const code = node.properties?.code;
    if (code?.enum) codes.push(...code.enum);
    if (code?.const) codes.push(code.const);
  }, schema);
  return codes;
}

/** [{status, code}] of the table in the document's description. */
const table = [...document.info.description.matchAll(/^\| (\d{3}) \| `([a-z-]+)` \|/gm)].map(
  ([, status, code]) => ({
    status: Number(status),
    code,
  }),
);

/** Every response of every operation and of the components: [{status, place, response}]. */
function responses() {
  const all = [];
  for (const { operation, method, template } of contract().operations()) {
    for (const [status, given] of Object.entries(operation.responses)) {
      const { value, pointer } = contract().resolve(given, []);
      all.push({ status, place: `${method} ${template} ${status}`, response: value, shared: pointer.at(-1) });
    }
  }
  return all;
}

test('every example fits its schema', () => {
  const places = withExamples();
  assert.ok(places.length > 100);
  for (const { pointer, examples } of places) {
    for (const { name, value } of examples) {
      assert.deepEqual(contract().errors([...pointer, 'schema'], value), [], `${pointer.join('/')} ${name}`);
    }
  }
});

test('every JSON body, of a request or an answer, has an example', () => {
  const without = withExamples().filter(
    ({ pointer, examples }) =>
      /json$/.test(pointer.at(-1)) && pointer.includes('content') && examples.length === 0,
  );
  assert.deepEqual(
    without.map(({ pointer }) => pointer.join(' ')),
    [],
  );
});

test('every schema compiles under strict rules', () => {
  for (const name of Object.keys(document.components.schemas))
    contract().validator(['components', 'schemas', name]);
});

test('an object of a request or an answer takes no member that is not listed', () => {
  const open = [];
  walk((node, pointer) => {
    const closed = node.additionalProperties === false || node.unevaluatedProperties === false;
    // What others are made of is closed by them, and form data is no JSON.
    // A parameter of the query that is an object stands for any name.
    const part =
      pointer.some((key) => /Base$/.test(key) || key === 'parameters') ||
      pointer.includes('multipart/form-data');
    if ((node.type === 'object' || node.type?.includes?.('object')) && !closed && !part)
      open.push(pointer.join('/'));
  });
  assert.deepEqual(open, []);
});

test('the table of problems and the operations name the same codes, with the same status', () => {
  assert.equal(new Set(table.map(({ code }) => code)).size, table.length, 'a code stands in the table twice');
  const statusOf = new Map(table.map(({ status, code }) => [code, status]));
  const used = new Set();
  for (const { status, place, response } of responses()) {
    const schema = response.content?.['application/problem+json']?.schema;
    for (const code of schema ? codesOf(schema) : []) {
      used.add(code);
      assert.ok(statusOf.has(code), `${place}: ${code} is not in the table`);
      if (status !== 'default') assert.equal(statusOf.get(code), Number(status), `${place}: ${code}`);
    }
  }
  assert.deepEqual([...used].sort(), [...statusOf.keys()].sort());
  assert.deepEqual(codesOf(document.components.schemas.Problem).sort(), [...statusOf.keys()].sort());
});

test("a problem's description names its codes, and each example carries one of them", () => {
  for (const { place, response } of responses()) {
    const media = response.content?.['application/problem+json'];
    if (!media) continue;
    const codes = codesOf(media.schema);
    assert.ok(codes.length > 0, `${place} lists no codes`);
    for (const code of codes)
      assert.ok(response.description.includes(`\`${code}\``), `${place} does not name ${code}`);
    for (const example of Object.values(media.examples)) {
      const { value } = contract().resolve(example, []).value;
      assert.equal(value.type, `/problems/${value.code}`, place);
      assert.ok(
        table.some(({ status, code }) => status === value.status && code === value.code),
        place,
      );
    }
  }
});

test('every operation has what its kind of request can be refused with', () => {
  for (const { method, template, operation } of contract().operations()) {
    const place = `${method} ${template}`;
    const has = (status) => assert.ok(operation.responses[status], `${place} lacks ${status}`);
    const parameters = [...(document.paths[template].parameters ?? []), ...(operation.parameters ?? [])].map(
      (parameter) => contract().resolve(parameter, []).value,
    );
    assert.ok(operation.summary && operation.operationId && operation.tags?.length === 1, place);
    has('default');
    if (template.includes('{')) has(404);
    if (parameters.some((parameter) => parameter.in === 'query')) has(400);
    const security = operation.security ?? document.security;
    if (security.length) has(401);
    if (method !== 'get' && security.length) has(403);
    if (operation.requestBody?.content['application/json']) for (const status of [400, 415, 422]) has(status);
    const idempotent = parameters.some((parameter) => parameter.name === 'Idempotency-Key');
    if (idempotent) for (const status of [400, 422]) has(status);
    if (method === 'post' && !idempotent) {
      assert.ok(
        // A token is told once: no answer of it may be kept.
        ['signUp', 'signIn', 'tellTyping', 'createToken'].includes(operation.operationId),
        `${place} takes no Idempotency-Key`,
      );
    }
  }
});

test('every operation tells what an access token needs for it', () => {
  for (const { method, template, operation } of contract().operations())
    assert.ok(
      ['read', 'write', 'chat', 'any', 'none'].includes(operation['x-scope']),
      `${method} ${template} has no x-scope`,
    );
});

test('the server has exactly the routes that are documented', () => {
  const data = mkdtempSync(join(tmpdir(), 'giraffe-routes-'));
  try {
    const served = execFileSync(binary, ['routes', '--data', data], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.deepEqual(readdirSync(data), [], 'the list of routes leaves a market behind');
    // Files are served beside the table of routes; files.test.mjs fetches them.
    const files = new Set(['/openapi.yaml', '/docs']);
    const documented = contract()
      .operations()
      .filter(({ template }) => !files.has(template))
      .map(({ method, template }) => `${method.toUpperCase()} ${template}`);
    assert.deepEqual(served.sort(), documented.sort());
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('readers of YAML 1.1 can load it, as those of many generators of clients are', () => {
  const yaml = parseDocument(readFileSync(join(root, 'openapi.yaml'), 'utf8'));
  const refused = [];
  visit(yaml, {
    Scalar(_, scalar, path) {
      const flow = path.some((node) => isCollection(node) && node.flow && !isPair(node));
      // PyYAML and SnakeYAML end a plain text there.
      if (flow && scalar.type === 'PLAIN' && /[?,[\]{}]/.test(scalar.source)) refused.push(scalar.source);
    },
  });
  assert.deepEqual(refused, []);
});
