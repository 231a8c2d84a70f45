// The requests that get mutated: some for the framer alone, and one for every route, signed in and about things that
// exist, so that a mutation reaches the code behind the parser.
import { act, buy, people, postBody, textMessage, writePost } from '../support/people.mjs';
import { jpeg, multipart, uploadPhoto } from '../support/pictures.mjs';

const host = 'Host: localhost\r\n';

export function request(method, target, { token, type, body, headers = [] } = {}) {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', ...headers];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (type) lines.push(`Content-Type: ${type}`);
  const bytes = Buffer.from(body ?? '');
  if (body !== undefined) lines.push(`Content-Length: ${bytes.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

const json = (method, target, token, value, headers) =>
  request(method, target, { token, type: 'application/json', body: JSON.stringify(value), headers });

export const framerSeeds = [
  `HEAD /posts HTTP/1.1\r\n${host}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
  `GET http://localhost/posts HTTP/1.1\r\n${host}\r\n`,
  'GET /photos/1/thumb HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
  `GET /posts/1 HTTP/1.1\r\n${host}If-None-Match: "abc", W/"x"\r\nCookie: session=abc; theme=dark\r\n\r\n`,
  `GET /../docs/%2e%2e/index.html HTTP/1.1\r\n${host}\r\n`,
  `POST /posts HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5;a=b\r\n{"a":\r\n2\r\n1}\r\n0\r\nX: y\r\n\r\n`,
  `PUT /posts/1/favorite HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  `PATCH /posts/1 HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 43\r\n\r\n{"version":1,"price":-1e309,"t":"\\ud800x" }`,
].map((text) => Buffer.from(text));

/** Two people with a post, a deal, a room and photos, and one who is in nobody's way: requests about these. */
export async function marketSeeds(server) {
  const [seller, buyer, stranger] = await people(server, 3);
  const [s, b] = [seller.token, buyer.token];
  const post = await writePost(seller, { photo_ids: [(await uploadPhoto(seller)).id] });
  const free = await writePost(seller);
  const deal = await buy(buyer, post);
  const agreed = (await act(seller, await buy(buyer, free), 'accept')).expect(200).body;
  const photo = await uploadPhoto(buyer);
  const room = `/chat/rooms/${deal.room_id}`;
  const cursor = (await buyer.client.get('/chat/events')).expect(200).body.cursor;
  const form = multipart(jpeg());
  const action = (token, which, value) =>
    json('POST', `/deals/${which.id}/actions`, token, { version: which.version, ...value });
  for (const { client } of [seller, buyer, stranger]) client.close();
  return [
    json('POST', '/users', undefined, {
      username: 'giraffe.1',
      password: 'leaf 7 tall',
      email: 'giraffe@giraffe.example',
      major: '수학과',
      display_name: '기린',
    }),
    json('POST', '/sessions', undefined, { username: buyer.username, password: 'x1', transport: 'cookie' }),
    request('GET', '/sessions', { token: b }),
    request('GET', '/users/me', { token: b, headers: ['If-None-Match: "x"'] }),
    json('PATCH', '/users/me', b, { display_name: '기린 🦒', bio: '책을 좋아해요', major: '물리학과' }),
    json('PUT', '/users/me/password', b, { current_password: 'wrong 1 word', new_password: 'tall leaf 8' }),
    request('GET', `/users/${seller.username}`),
    request('GET', `/users/${seller.username}/reviews?limit=3`),
    request('GET', '/posts?q=%EB%AF%B8%EC%A0%81%EB%B6%84&limit=20&sort=newest&status=selling,reserved'),
    request(
      'GET',
      `/posts?seller=${seller.username}&min_price=1&max_price=99999&condition=good,fair&major=x`,
    ),
    request('GET', '/posts?favorited=true&sort=price_asc&limit=1&isbn=978-0-306-40615-7', { token: b }),
    json('POST', '/posts', s, {
      ...postBody({ description: '필기 조금 있어요.\n깨끗해요', condition_flags: ['handwriting', 'torn'] }),
      course: { name: '선형대수', professor: '김길동' },
      book: { title: 'Calculus', isbn: '0-306-40615-2' },
    }),
    request('GET', `/posts/${post.id}`, { token: b }),
    json('PATCH', `/posts/${post.id}`, s, { version: post.version, price: 12000, title: '미적분학' }),
    json('PATCH', `/posts/${post.id}`, s, { description: '새 책' }, [`If-Match: "${post.version}"`]),
    request('POST', `/posts/${post.id}/bump`, { token: s }),
    request('PUT', `/posts/${post.id}/favorite`, { token: b }),
    request('DELETE', `/posts/${post.id}/favorite`, { token: b }),
    json('POST', `/posts/${post.id}/buy`, b, { offer: 9000, message: '살게요' }, ['Idempotency-Key: k-1']),
    request('GET', '/deals?role=buyer&state=negotiating,reserved&limit=5', { token: b }),
    request('GET', `/deals/${deal.id}`, { token: s }),
    action(s, deal, { action: 'offer', price: 11000 }),
    action(b, agreed, { action: 'meet', place: '도서관 앞', at: '2030-01-01T09:00:00.000Z' }),
    action(b, agreed, { action: 'confirm' }),
    action(b, agreed, { action: 'review', stars: 5, text: '친절해요' }),
    action(b, agreed, { action: 'cancel', reason: '다른 책을 샀어요' }),
    request('GET', '/chat/rooms?limit=10', { token: b }),
    request('GET', room, { token: b }),
    request('GET', `${room}/messages?after=0&limit=10`, { token: b }),
    json('POST', `${room}/messages`, b, textMessage('아직 있나요? 🦒')),
    json('POST', `${room}/messages`, b, { client_id: 'fuzz-photo-1', photo_id: photo.id }),
    json('PUT', `${room}/read`, s, { seq: 1 }),
    json('PUT', `${room}/mute`, s, { muted: true }),
    request('POST', `${room}/typing`, { token: s }),
    request('GET', `/chat/events?after=${encodeURIComponent(cursor)}&wait=0`, { token: b }),
    request('GET', '/chat/events?after=begin&wait=1', { token: s }),
    request('POST', '/photos', { token: s, type: 'image/jpeg', body: jpeg() }),
    request('POST', '/photos', { token: s, type: form.type, body: form.body }),
    request('GET', `/photos/${photo.id}/thumb`, { headers: ['Accept: image/webp'] }),
    request('GET', `/deals/${agreed.id}/meeting.ics`, {
      token: b,
      headers: ['Accept-Language: ko, en;q=0.5'],
    }),
    json('POST', '/alerts', b, { q: '미적분', max_price: 20000, major: '수학과' }),
    json('POST', '/tokens', b, {
      name: '알리미',
      scopes: ['read', 'chat'],
      expires_in_days: 30,
      current_password: 'wrong 1 word',
    }),
    request('GET', '/tokens', { token: b }),
    request('PUT', `/users/${stranger.username}/block`, { token: b }),
    request('DELETE', `/users/${stranger.username}/block`, { token: b }),
    request('GET', '/users/me/blocks?limit=5', { token: b }),
    json('POST', '/reports', b, { kind: 'post', id: post.id, reason: 'fraud', note: '선입금을 요구해요' }),
    json('POST', '/reports', b, { kind: 'user', id: stranger.username, reason: 'spam' }),
    json('POST', '/appeals', b, { text: '오해예요' }),
    request('GET', '/users/me/export', { token: stranger.token }),
    request('POST', '/users/me/email-verification', { token: stranger.token }),
    json('PUT', '/users/me/email-verification', stranger.token, { code: '012345' }),
    json('POST', '/password-resets', undefined, { email: `${stranger.username}@giraffe.example` }),
    json('PUT', `/password-resets/${'A'.repeat(43)}`, undefined, { new_password: 'tall leaf 8' }),
    request('GET', '/admin/reports?state=open&kind=post', { token: b }),
    request('GET', '/health/ready'),
    request('GET', '/openapi.yaml', { headers: ['Accept-Encoding: br, gzip'] }),
  ];
}
