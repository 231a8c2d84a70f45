/**
 * What a User-Agent header says of a device, in a word or two; browsers pretend to be each other, so the order counts.
 * @type {[RegExp, string][]}
 */
const BROWSERS = [
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(/, 'NAVER'],
  [/Whale\//, 'Whale'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/OPR\/|Opera\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/**
 * @param {[RegExp, string][]} table
 * @param {string} agent
 */
const first = (table, agent) => table.find(([pattern]) => pattern.test(agent))?.[1] ?? '';

/**
 * "Chrome, Android" and the icon for it. A program that is no browser is called by its own name ("curl"); words are ''
 * where the header says nothing.
 * @param {string} agent
 * @returns {{words: string, icon: 'phone' | 'device' | 'program'}}
 */
export function deviceOf(agent) {
  const browser = /^Mozilla\//.test(agent) ? first(BROWSERS, agent) : '';
  const system = first(SYSTEMS, agent);
  if (!browser && !system) {
    const program = /^[\w .-]{1,40}/.exec(agent)?.[0].trim() ?? '';
    return { words: program.startsWith('Mozilla') ? '' : program, icon: 'program' };
  }
  const phone = system === 'Android' || system === 'iPhone' || system === 'iPad';
  return { words: [browser, system].filter(Boolean).join(', '), icon: phone ? 'phone' : 'device' };
}
