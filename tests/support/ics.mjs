// Reads an iCalendar object as RFC 5545 has it; what the RFC forbids fails.
import assert from 'node:assert/strict';

// What a component may hold here, and how often ([least, most]); what is not listed is refused.
const ONE = [1, 1];
const ANY = [0, 1];
const COMPONENTS = {
  VCALENDAR: { VERSION: ONE, PRODID: ONE, CALSCALE: ANY, METHOD: ANY },
  VEVENT: {
    UID: ONE,
    DTSTAMP: ONE,
    DTSTART: ONE,
    DTEND: ANY,
    SEQUENCE: ANY,
    SUMMARY: ANY,
    LOCATION: ANY,
    DESCRIPTION: ANY,
    URL: ANY,
    STATUS: ANY,
    CLASS: ANY,
  },
  VALARM: { ACTION: ONE, TRIGGER: ONE, DESCRIPTION: ONE },
};
const WITHIN = { VCALENDAR: undefined, VEVENT: 'VCALENDAR', VALARM: 'VEVENT' };

const TEXTS = new Set(['UID', 'PRODID', 'SUMMARY', 'LOCATION', 'DESCRIPTION', 'VERSION']);
const FORMS = {
  DTSTAMP: /^\d{8}T\d{6}Z$/,
  DTSTART: /^\d{8}T\d{6}Z$/,
  DTEND: /^\d{8}T\d{6}Z$/,
  SEQUENCE: /^\d+$/,
  TRIGGER: /^-PT\d+[HM]$/,
  ACTION: /^DISPLAY$/,
  STATUS: /^(TENTATIVE|CONFIRMED|CANCELLED)$/,
  CLASS: /^(PUBLIC|PRIVATE|CONFIDENTIAL)$/,
  URL: /^[a-z]+:\/\/[!-~]+$/,
};

/** The content lines (3.1): each ends with CRLF, has at most 75 octets and whole characters, and is unfolded. */
function contentLines(bytes) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  assert.equal(bytes.subarray(-2).toString('latin1'), '\r\n', 'the last line ends, too');
  const lines = [];
  for (const raw of bytes.subarray(0, -2).toString('latin1').split('\r\n')) {
    const line = Buffer.from(raw, 'latin1');
    assert.ok(line.length > 0, 'no line is empty');
    assert.ok(line.length <= 75, `a line has ${line.length} octets`);
    const text = decoder.decode(line);
    assert.doesNotMatch(text, /\p{Cc}/u, 'no control character stands in a line');
    if (text.startsWith(' ')) {
      assert.ok(lines.length > 0, 'the first line goes on from nothing');
      lines[lines.length - 1] += text.slice(1);
    } else {
      lines.push(text);
    }
  }
  return lines;
}

/** What an escaped text (3.3.11) says. */
function textOf(value) {
  assert.match(value, /^(?:[^\\;,]|\\[\\;,nN])*$/u, 'a text has something in it that is to be escaped');
  return value.replaceAll(/\\([\\;,nN])/g, (_, c) => (c.toLowerCase() === 'n' ? '\n' : c));
}

/** 20260302T093000Z → Date */
function timeOf(value) {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  assert.ok(!Number.isNaN(at.getTime()), `${value} is no time`);
  return at;
}

/**
 * @param {Buffer} bytes
 * @returns {{uid: string, sequence: number, start: Date, end: Date, stamp: Date, summary: string, place: string,
 *   description: string, url: string, status: string, alarms: string[]}} its one event
 */
export function readMeeting(bytes) {
  const top = { children: [] };
  const open = [top];
  for (const line of contentLines(bytes)) {
    const [, name, value] = /^([A-Z-]+):(.*)$/u.exec(line) ?? assert.fail(`no content line: ${line}`);
    const within = open.at(-1);
    if (name === 'BEGIN') {
      assert.ok(value in COMPONENTS, `a component ${value}`);
      assert.equal(within.name, WITHIN[value], `${value} within ${within.name}`);
      const component = { name: value, values: {}, children: [] };
      within.children.push(component);
      open.push(component);
    } else if (name === 'END') {
      assert.equal(within.name, value, 'a component ends that did not begin');
      for (const [property, [least]] of Object.entries(COMPONENTS[value])) {
        assert.ok(least === 0 || property in within.values, `${value} lacks ${property}`);
      }
      open.pop();
    } else {
      assert.ok(within.name && name in COMPONENTS[within.name], `${name} in ${within.name}`);
      assert.ok(!(name in within.values), `${name} twice`);
      if (FORMS[name]) assert.match(value, FORMS[name], name);
      within.values[name] = TEXTS.has(name) ? textOf(value) : value;
    }
  }
  assert.equal(open.length, 1, 'a component has no end');
  assert.equal(top.children.length, 1, 'one calendar');
  const [calendar] = top.children;
  assert.equal(calendar.values.VERSION, '2.0');
  assert.equal(calendar.children.length, 1, 'one event');
  const [{ values, children }] = calendar.children;
  return {
    uid: values.UID,
    sequence: Number(values.SEQUENCE),
    start: timeOf(values.DTSTART),
    end: timeOf(values.DTEND),
    stamp: timeOf(values.DTSTAMP),
    summary: values.SUMMARY,
    place: values.LOCATION,
    description: values.DESCRIPTION,
    url: values.URL,
    status: values.STATUS,
    alarms: children.map((alarm) => alarm.values.TRIGGER),
  };
}
