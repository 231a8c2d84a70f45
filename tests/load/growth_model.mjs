// What a market of a size needs: the arithmetic between what one thing costs, as growth.mjs measures it, and the table.

const GB = 1e9;
const MB = 1e6;
const WRITES_OF_DEAL = 4; // bought, accepted, confirmed by both

/**
 * What a student does in a semester. None of it is measured: change what is otherwise at your university.
 * Half of the students sell their four books, and everybody buys one or two; half of the visits end with nothing but looking.
 */
export const usage = {
  days: 112, // 16 weeks
  posts: 2,
  photos: 4, // two a post
  deals: 1.5, // three of four posts are sold
  messages: 30, // twenty a deal, by both together
  signIns: 4, // a session lasts a month
  visits: 40, // about every third day
  visit: { lists: 8, searches: 2, details: 8, photos: 25, files: 3, polls: 20 }, // requests; a browser keeps the rest
  visitMinutes: 20, // connected: a page that nobody looks at any more, too
  busiestDay: 3, // times the average one: the first weeks
  busiestHour: 0.15, // of its day
};

/** What the machine has and the server is told to use. */
export const machine = {
  files: 20_000, // descriptors that a process may have here
  filesForOthers: 1000, // of these; the server's own limit is 19,000 connections
  snapshotEvery: 3600, // seconds
  checkEvery: 86_400,
};

/** The share of a semester's things that falls into its busiest hour. */
const peak = ({ days, busiestDay, busiestHour }) => (busiestDay * busiestHour) / days;

/** Of each kind of request, how many a student makes in a semester. */
export function requests(of = usage) {
  const looking = Object.entries(of.visit).map(([kind, count]) => [kind, count * of.visits]);
  const { posts, deals, messages, signIns } = of;
  return { ...Object.fromEntries(looking), posts, deals, messages, signIns, uploads: of.photos };
}

/** How many students are connected at once in the busiest hour, of one. */
export const online = (of = usage) => of.visits * peak(of) * (of.visitMinutes / 60);

/** Microseconds of a processor in a second of the busiest hour, for one student, by kind of request. */
export function load(cpu, of = usage) {
  return Object.fromEntries(
    Object.entries(requests(of)).map(([kind, count]) => [kind, (count * peak(of) * cpu[kind]) / 3600]),
  );
}

const sum = (values) => Object.values(values).reduce((all, one) => all + one, 0);

/** Bytes of the database and of the photos, for one student after a semester. Events go after a month of the four. */
export function disk(unit, of = usage) {
  const kept = of.messages * unit.message + of.deals * unit.deal + of.posts * unit.post + unit.student;
  const events = ((of.messages * 2 + of.deals * unit.eventsOfDeal) * unit.event) / 4;
  return { database: kept + events, photos: of.photos * unit.photo };
}

/** One row of the table: what that many students need. */
export function needs(students, unit, of = usage) {
  const bytes = disk(unit.disk, of);
  const connected = students * online(of);
  const { posts, messages, deals, signIns, uploads } = requests(of);
  const written = posts + messages + WRITES_OF_DEAL * deals + signIns + uploads;
  return {
    students,
    connected,
    memory: unit.memory.base + connected * unit.memory.poll,
    database: students * bytes.database,
    photos: students * bytes.photos,
    requests: (students * sum(requests(of)) * peak(of)) / 3600,
    writes: (students * written * peak(of)) / 3600,
    processors: (students * sum(load(unit.cpu, of))) / MB,
    snapshot: (students * bytes.database * unit.snapshot) / GB,
    check: (students * bytes.database * unit.check) / GB,
  };
}

/**
 * Where it ends, by how many students there are then after one semester: the first wall first.
 * @param {{processors: number, memory: number, disk: number}} has
 */
export function walls(unit, has, of = usage) {
  const one = needs(1, unit, of);
  const decoding = load(unit.cpu, of).uploads / MB; // of a thread
  const written = one.writes / unit.most.writes;
  return [
    {
      what: `connections: ${machine.files} files a process`,
      students: (machine.files - machine.filesForOthers) / online(of),
    },
    { what: `processors: ${has.processors}`, students: has.processors / one.processors },
    {
      what: `memory: the database no longer fits into ${(has.memory / GB).toFixed(0)} GB`,
      students: (has.memory - unit.memory.base) / (one.memory - unit.memory.base + one.database),
    },
    {
      what: `disk: ${(has.disk / GB).toFixed(0)} GB for one semester`,
      students: has.disk / (one.database + one.photos),
    },
    { what: `the writer: ${unit.most.writes.toFixed(0)} writes/s`, students: 1 / written },
    {
      what: `photos: ${(MB / unit.cpu.uploads).toFixed(1)}/s, by one thread with a processor of its own`,
      students: 1 / decoding,
    },
    {
      what: 'a snapshot takes as long as the hour to the next',
      students: machine.snapshotEvery / one.snapshot,
    },
    { what: 'the daily check takes a day', students: machine.checkEvery / one.check },
  ].sort((a, b) => a.students - b.students);
}
