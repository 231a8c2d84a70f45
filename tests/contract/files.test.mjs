// What is served beside the routes: the document, and the page that shows it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Client } from '../support/client.mjs';
import { root, useServer } from '../support/server.mjs';

const server = useServer();
const client = new Client(server);
// Swagger UI reads 1.7 MB of script and the whole document: beside compilers that takes its time.
const PATIENCE_MS = 120_000;
let browser;
async function open(path) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return { page, show: () => page.goto(`${server.address}${path}`) };
}
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser?.close());

test('/openapi.yaml is the document, byte for byte, and comes once', async () => {
  const answer = (await client.get('/openapi.yaml')).expect(200);
  assert.ok(answer.text.equals(readFileSync(`${root}openapi.yaml`)));
  const again = await client.get('/openapi.yaml', { headers: { 'if-none-match': answer.headers.etag } });
  again.expect(304);
});

test('/docs shows the document and asks no other host for anything', async () => {
  const { page, show } = await open('/docs');
  const asked = [];
  const complaints = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await show();
  await page.locator('.opblock').first().waitFor();
  assert.equal(await page.locator('.opblock').count(), operationsShown());
  const foreign = asked.filter((url) => !url.startsWith(server.address) && !/^(data|blob):/.test(url));
  assert.deepEqual(foreign, []);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('/docs can try an operation out', async () => {
  const { page, show } = await open('/docs#/running/getLive');
  await show();
  const operation = page.locator('#operations-running-getLive');
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table').getByText('"status": "ok"').waitFor();
  await page.close();
});

function operationsShown() {
  const text = readFileSync(`${root}openapi.yaml`, 'utf8');
  return [...text.matchAll(/^ {6}operationId: /gm)].length;
}
