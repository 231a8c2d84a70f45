// The market's busiest routes as a well-made Node server has them: Fastify and better-sqlite3, on the same database.
//   node fastify.mjs DATABASE PROCESSES     prints its port; ends with its standard input
// It does less than the market: no limits, no log, no ETag, no idempotency keys, no scam signs, no counted looks.
import cluster from 'node:cluster';
import Fastify from 'fastify';
import { Chat } from './chat.mjs';
import { detailAnswer, listAnswer, messageAnswer, pollAnswer, userAnswer } from './schemas.mjs';
import { refusal, Store } from './store.mjs';

const [file, processes] = process.argv.slice(2);

async function work() {
  const store = new Store(file);
  const chat = new Chat(store);
  const app = Fastify({ logger: false });
  app.decorateRequest('viewer', 0);
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) request.viewer = store.userOf(authorization.replace(/^bearer /i, ''));
    done();
  });
  const signedIn = {
    onRequest: (request, _reply, done) => done(request.viewer ? undefined : refusal(401, 'not-signed-in')),
  };

  app.get('/posts', { schema: listAnswer }, (request) => store.list(request.query, request.viewer));
  app.get('/posts/:id', { schema: detailAnswer }, (request) =>
    store.detail(Number(request.params.id), request.viewer),
  );
  app.get('/users/:name', { schema: userAnswer }, (request) =>
    store.user(request.params.name.toLowerCase(), request.viewer),
  );
  app.post('/chat/rooms/:id/messages', { ...signedIn, schema: messageAnswer }, async (request, reply) => {
    const message = await chat.send(request.viewer, Number(request.params.id), request.body);
    reply.code(201);
    return message;
  });
  app.get('/chat/events', { ...signedIn, schema: pollAnswer }, (request, reply) => {
    const { after, wait = '25' } = request.query;
    chat.poll(request.viewer, after, Number(wait), reply);
    return reply; // sent by then, or later
  });
  await app.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  process.on('disconnect', () => process.exit());
  process.send({ port: app.server.address().port });
}

// What one process has committed, all the others' polls have to hear of.
function lead() {
  let listening = 0;
  for (let i = 0; i < Number(processes); ++i) cluster.fork();
  cluster.on('message', (from, message) => {
    if (message.port) {
      listening += 1;
      if (listening === Number(processes)) console.log(message.port);
      return;
    }
    for (const worker of Object.values(cluster.workers)) if (worker !== from) worker.send(message);
  });
  cluster.on('exit', () => {
    throw new Error('a process of the server has ended');
  });
  process.stdin.resume().on('end', () => process.exit());
}

if (cluster.isPrimary) lead();
else await work();
