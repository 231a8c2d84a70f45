// What a Korean input method (두벌식) shows while a text is typed, key by key.

const LEADS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const TAILS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

// The letters that take two keys.
const PAIRS = {
  ㅘ: 'ㅗㅏ',
  ㅙ: 'ㅗㅐ',
  ㅚ: 'ㅗㅣ',
  ㅝ: 'ㅜㅓ',
  ㅞ: 'ㅜㅔ',
  ㅟ: 'ㅜㅣ',
  ㅢ: 'ㅡㅣ',
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};
const JOINED = Object.fromEntries(Object.entries(PAIRS).map(([whole, keys]) => [keys, whole]));

/** 값 → ㄱ ㅏ ㅂ ㅅ; what is no Hangul is one key. */
export function keys(text) {
  return [...text].flatMap((character) => {
    const index = character.charCodeAt(0) - 0xac00;
    if (character.length > 1 || index < 0 || index >= 11_172) return [character];
    const letters = [
      LEADS[Math.floor(index / 588)],
      VOWELS[Math.floor(index / 28) % 21],
      TAILS[index % 28].trim(),
    ];
    return letters.flatMap((letter) => [...(PAIRS[letter] ?? letter)]);
  });
}

const syllable = ({ lead, vowel, tail }) =>
  vowel
    ? String.fromCharCode(
        0xac00 + (LEADS.indexOf(lead) * 21 + VOWELS.indexOf(vowel)) * 28 + TAILS.indexOf(tail || ' '),
      )
    : lead;

/** The text after each key of `text`: 대수 → ㄷ, 대, 댓, 대수. */
export function* keystrokes(text) {
  let done = '';
  let now = null;
  const finish = () => {
    if (now) done += syllable(now);
    now = null;
  };
  for (const key of keys(text)) {
    if (VOWELS.includes(key)) {
      if (now?.tail) {
        // The tail's last consonant begins the next syllable.
        const [stays, moves] = PAIRS[now.tail] ?? ['', now.tail];
        now.tail = stays;
        finish();
        now = { lead: moves, vowel: key, tail: '' };
      } else if (now?.vowel && JOINED[now.vowel + key]) {
        now.vowel = JOINED[now.vowel + key];
      } else if (now && !now.vowel) {
        now.vowel = key;
      } else {
        finish();
        done += key;
      }
    } else if (LEADS.includes(key)) {
      const tail = now?.tail ? JOINED[now.tail + key] : key;
      if (now?.vowel && tail && TAILS.includes(tail)) {
        now.tail = tail;
      } else {
        finish();
        now = { lead: key, vowel: '', tail: '' };
      }
    } else {
      finish();
      done += key;
    }
    yield done + (now ? syllable(now) : '');
  }
}
