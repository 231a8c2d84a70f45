// Reads an Atom feed as RFC 4287 has it, by a strict XML parser; what the RFC forbids fails.
import assert from 'node:assert/strict';
import { SaxesParser } from 'saxes';

const ATOM = 'http://www.w3.org/2005/Atom';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Each element as {name, attributes, children, text}. Throws at whatever is not well-formed XML in namespaces. */
function parseXml(text) {
  const parser = new SaxesParser({ xmlns: true });
  const top = { children: [] };
  const open = [top];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => assert.fail('a feed has no document type'));
  parser.on('processinginstruction', () => assert.fail('a feed has no processing instructions'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    assert.equal(uri, ATOM, `<${local}> is not Atom's`);
    const own = Object.values(attributes).filter(({ prefix }) => prefix !== 'xmlns' && prefix !== 'xml');
    for (const attribute of Object.values(attributes)) {
      if (attribute.prefix === 'xml') assert.equal(attribute.uri, XML);
    }
    const element = {
      name: local,
      attributes: Object.fromEntries(
        own.filter(({ name }) => name !== 'xmlns').map(({ name, value }) => [name, value]),
      ),
      language: attributes['xml:lang']?.value,
      children: [],
      text: '',
    };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on('text', (more) => {
    const element = open.at(-1);
    if (element !== top) element.text += more;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  return top.children[0];
}

// Section 4: what an element may hold, and how often ([least, most]).
const MANY = Number.POSITIVE_INFINITY;
const COMMON = { author: [0, MANY], category: [0, MANY], contributor: [0, MANY], link: [0, MANY] };
const CONTAINERS = {
  feed: {
    ...COMMON,
    id: [1, 1],
    title: [1, 1],
    updated: [1, 1],
    subtitle: [0, 1],
    icon: [0, 1],
    logo: [0, 1],
    generator: [0, 1],
    rights: [0, 1],
    entry: [0, MANY],
  },
  entry: {
    ...COMMON,
    id: [1, 1],
    title: [1, 1],
    updated: [1, 1],
    published: [0, 1],
    summary: [0, 1],
    content: [0, 1],
    rights: [0, 1],
    source: [0, 1],
  },
  author: { name: [1, 1], uri: [0, 1], email: [0, 1] },
};
const ATTRIBUTES = {
  link: ['href', 'rel', 'type', 'hreflang', 'title', 'length'],
  category: ['term', 'scheme', 'label'],
  title: ['type'],
  subtitle: ['type'],
  summary: ['type'],
  content: ['type', 'src'],
};

function checkElement(element) {
  const known = CONTAINERS[element.name];
  const place = `<${element.name}>`;
  for (const name of Object.keys(element.attributes)) {
    assert.ok(ATTRIBUTES[element.name]?.includes(name), `${place} has no ${name}`);
  }
  if (!known) {
    assert.equal(element.children.length, 0, `${place} holds elements`);
  } else {
    assert.equal(element.text.trim(), '', `${place} holds text`);
    for (const { name } of element.children) assert.ok(known[name], `${place} holds <${name}>`);
    for (const [name, [least, most]] of Object.entries(known)) {
      const count = element.children.filter((child) => child.name === name).length;
      assert.ok(count >= least && count <= most, `${place} has ${count} of <${name}>`);
    }
    element.children.forEach(checkElement);
  }
}

const one = (element, name) => element.children.find((child) => child.name === name);
const all = (element, name) => element.children.filter((child) => child.name === name);
const textOf = (element, name) => one(element, name)?.text;

/** An absolute address, as ids, icons and every link of ours are. */
function checkAddress(text) {
  assert.doesNotMatch(text, /[\s<>"{}|\\^`]/, text);
  assert.ok(new URL(text).href, text);
}

function checkDate(text) {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
  assert.ok(!Number.isNaN(Date.parse(text)), text);
}

function checkLinks(element) {
  const seen = new Set();
  for (const { attributes } of all(element, 'link')) {
    checkAddress(attributes.href);
    assert.match(attributes.type, /^[a-z]+\/[a-z0-9.+-]+$/);
    const key = `${attributes.rel} ${attributes.type} ${attributes.hreflang ?? ''}`;
    if (['alternate', 'self'].includes(attributes.rel)) assert.ok(!seen.has(key), `two links ${key}`);
    seen.add(key);
  }
}

function checkDated(element) {
  checkAddress(textOf(element, 'id'));
  checkDate(textOf(element, 'updated'));
  checkLinks(element);
  assert.notEqual(textOf(element, 'title').trim(), '', 'a title is empty');
  for (const name of ['title', 'summary', 'content']) {
    assert.ok(['text', 'html', undefined].includes(one(element, name)?.attributes.type), name);
  }
}

/**
 * The feed as {id, title, updated, language, self, alternate, entries: [{id, title, updated, published, link, photo,
 * author, uri, summary, content}]}, once every rule holds.
 * @param {Buffer} bytes
 */
export function readFeed(bytes) {
  const feed = parseXml(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  assert.equal(feed.name, 'feed');
  checkElement(feed);
  checkDated(feed);
  const linkOf = (element, rel) =>
    all(element, 'link').find(({ attributes }) => attributes.rel === rel)?.attributes.href;
  const entries = all(feed, 'entry');
  assert.equal(
    new Set(entries.map((entry) => textOf(entry, 'id'))).size,
    entries.length,
    'an id comes twice',
  );
  for (const entry of entries) {
    checkDated(entry);
    checkDate(textOf(entry, 'published'));
    assert.ok(one(entry, 'author') ?? one(feed, 'author'), 'nobody wrote an entry');
    assert.notEqual(textOf(one(entry, 'author'), 'name').trim(), '');
    checkAddress(textOf(one(entry, 'author'), 'uri'));
    assert.ok(one(entry, 'content') || linkOf(entry, 'alternate'), 'an entry leads nowhere');
  }
  checkAddress(textOf(feed, 'icon'));
  return {
    id: textOf(feed, 'id'),
    title: textOf(feed, 'title'),
    updated: textOf(feed, 'updated'),
    language: feed.language,
    self: linkOf(feed, 'self'),
    alternate: linkOf(feed, 'alternate'),
    entries: entries.map((entry) => ({
      id: textOf(entry, 'id'),
      title: textOf(entry, 'title'),
      updated: textOf(entry, 'updated'),
      published: textOf(entry, 'published'),
      link: linkOf(entry, 'alternate'),
      photo: linkOf(entry, 'enclosure'),
      author: textOf(one(entry, 'author'), 'name'),
      uri: textOf(one(entry, 'author'), 'uri'),
      summary: textOf(entry, 'summary'),
      content: textOf(entry, 'content'),
    })),
  };
}
