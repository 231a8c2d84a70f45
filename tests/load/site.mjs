// What people ask of a market, over connections that are kept.
import http from 'node:http';

export const PASSWORD = 'giraffe leaf 7 tall';

export class Site {
  constructor(port) {
    this.port = port;
    this.agent = new http.Agent({ keepAlive: true });
  }

  /** As nobody, or as the user whom load_fill signed in: {status, headers, text, ms}. */
  ask(method, path, { user, body, type = 'application/json' } = {}) {
    return new Promise((done, fail) => {
      const began = performance.now();
      const sent = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const headers = {
        ...(user && { authorization: `Bearer load-${user}` }),
        ...(sent !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(sent) }),
      };
      const request = http.request(
        { port: this.port, method, path, agent: this.agent, headers },
        (answer) => {
          let text = '';
          answer
            .setEncoding('utf8')
            .on('data', (some) => {
              text += some;
            })
            .on('end', () =>
              done({
                status: answer.statusCode,
                headers: answer.headers,
                text,
                ms: performance.now() - began,
              }),
            );
        },
      );
      request.on('error', fail);
      request.end(sent);
    });
  }

  /** What is answered, which has to be a success. */
  async get(method, path, options) {
    const { status, text } = await this.ask(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status}: ${text}`);
    return text && JSON.parse(text);
  }

  post(path, body) {
    return this.ask('POST', path, { body });
  }

  /** Signs up that many, a few at a time, since the queue is short; their names. */
  async signUp(count, name = 'storm') {
    const names = Array.from({ length: count }, (_, i) => `${name}${i}`);
    const waiting = [...names];
    const some = async () => {
      for (let username = waiting.pop(); username; username = waiting.pop()) {
        const email = `${username}@giraffe.example`;
        await this.get('POST', '/users', { body: { username, password: PASSWORD, email, major: '수학과' } });
      }
    };
    await Promise.all([some(), some(), some(), some()]);
    return names;
  }

  end() {
    this.agent.destroy();
  }
}
