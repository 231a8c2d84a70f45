// What the answers look like, from which Fastify compiles what writes them.
const text = { type: 'string' };
const number = { type: 'integer' };
const flag = { type: 'boolean' };
const orNull = (schema) => ({ ...schema, nullable: true });
const list = (items) => ({ type: 'array', items });
const object = (properties) => ({ type: 'object', properties });
const answer = (schema, status = 200) => ({ response: { [status]: schema } });

const rating = object({ average: orNull({ type: 'number' }), count: number });

const card = object({
  username: text,
  display_name: text,
  major: text,
  email_verified: flag,
  campus: orNull(text),
  rating,
});

const photo = object({
  id: text,
  width: number,
  height: number,
  urls: object({ thumb: text, card: text, full: text }),
});

const common = {
  id: number,
  status: text,
  title: text,
  book: object({
    title: text,
    author: orNull(text),
    publisher: orNull(text),
    edition: orNull(text),
    isbn: orNull(text),
  }),
  price: number,
  condition: text,
  condition_flags: list(text),
  place: text,
  major: orNull(text),
  course: orNull(object({ name: text, professor: orNull(text) })),
  seller: card,
  favorite_count: number,
  favorited: flag,
  deal_count: number,
  created_at: text,
  updated_at: text,
  bumped_at: text,
  sold_at: orNull(text),
  mine: flag,
};

export const listAnswer = answer(
  object({
    items: list(object({ ...common, photo: orNull(photo), photo_count: number })),
    next_cursor: orNull(text),
  }),
);

export const detailAnswer = answer(
  object({
    ...common,
    description: text,
    photos: list(photo),
    view_count: number,
    version: number,
    my_deal: orNull(object({ id: number, state: text })),
  }),
);

export const userAnswer = answer(
  object({
    username: text,
    display_name: text,
    email_verified: flag,
    campus: orNull(text),
    major: text,
    bio: text,
    created_at: text,
    rating,
    counts: object({ selling: number, sold: number, bought: number }),
    stars: list(number),
    reply_time: orNull(object({ median_ms: number, count: number })),
    blocked: flag,
  }),
);

const message = object({
  id: number,
  room_id: number,
  seq: number,
  from: text,
  kind: text,
  body: text,
  client_id: orNull(text),
  sent_at: text,
});

export const messageAnswer = answer(message, 201);

export const pollAnswer = answer(
  object({
    events: list(object({ seq: number, type: text, at: text, room_id: number, post_id: number, message })),
    cursor: text,
  }),
);
