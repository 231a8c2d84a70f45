// Somebody else's website, with pages that a test writes.
import { once } from 'node:events';
import http from 'node:http';
import { after } from 'node:test';

export class ForeignSite {
  #pages = new Map();
  /** Everything that was asked for: {path, headers}. */
  visits = [];

  /** @param {string} host a browser takes `localhost` for another site than `127.0.0.1`, but not another port of it */
  async start(host) {
    this.server = http.createServer((request, response) => {
      this.visits.push({ path: request.url, headers: request.headers });
      const page = this.#pages.get(request.url);
      response.writeHead(page === undefined ? 404 : 200, {
        'content-type': 'text/html; charset=utf-8',
        'access-control-allow-origin': '*',
      });
      response.end(page);
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.origin = `http://${host}:${this.server.address().port}`;
    return this;
  }

  /** Answers the address of a page with that body. */
  page(body = '') {
    const path = `/${this.#pages.size}`;
    this.#pages.set(path, `<!doctype html><title>foreign</title><body>${body}</body>`);
    return this.origin + path;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** One site for all tests of a file; before the market starts, whose settings may name it. */
export async function foreignSite(host) {
  const site = await new ForeignSite().start(host);
  after(() => site.stop());
  return site;
}
