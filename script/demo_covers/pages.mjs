// What is printed inside a book and on its back: a page of text as a student leaves it, a blurb over a bar code.
import { FAMILIES, HEIGHT, PALETTES, WIDTH } from './artwork.mjs';
import { escaped } from './cover.mjs';
import { ean13 } from './ean13.mjs';

// Sentences any textbook could have, so that one list serves every subject.
const SENTENCES = [
  '이 절에서는 앞에서 다룬 개념을 조금 더 넓은 경우로 확장해 본다.',
  '먼저 가장 단순한 예에서 시작하자.',
  '결과를 그대로 외우기보다 어떤 가정에서 나왔는지를 살펴보는 것이 중요하다.',
  '그림에서 보듯이 두 값은 서로 반대 방향으로 변한다.',
  '이러한 차이는 실제 상황에서 더욱 뚜렷하게 나타난다.',
  '따라서 위의 조건이 성립하지 않으면 결론도 달라질 수 있다.',
  '다음 예제를 통해 이를 확인해 보자.',
  '여기서 주의할 점은 두 용어가 같은 뜻이 아니라는 것이다.',
  '앞 장의 표를 다시 보면 이 관계를 쉽게 이해할 수 있다.',
  '이 과정을 세 단계로 나누어 정리하면 다음과 같다.',
  '첫째, 주어진 정보를 빠짐없이 적는다.',
  '둘째, 알고자 하는 것을 한 문장으로 표현한다.',
  '셋째, 둘 사이를 잇는 원리를 찾는다.',
  '많은 학생이 이 부분에서 부호를 바꾸어 쓰는 실수를 한다.',
  '이 정의는 뒤에서 여러 번 다시 사용된다.',
  '자세한 논의는 연습문제에서 다룬다.',
  '실제 사례를 하나 살펴보자.',
  '이 두 관점은 오랫동안 함께 발전해 왔다.',
];
const MARGIN_NOTES = [
  '시험!!',
  '꼭 외우기',
  '★ 기출',
  '교수님 강조',
  '다시 보기',
  '→ p.112',
  '예제 3번!',
  '여기 헷갈림',
];
const ANSWERS = ['답: ②', '답: 3.14', '답: 그렇다', '답: 0', '답: ④'];

export function insideHtml(post, design, random) {
  const palette = PALETTES[design.palette];
  const flags = post.condition_flags;
  const marker = random.pick(['#fff04a', '#ffb3d1', '#b7f08e']);
  const sentence = () => {
    const text = random.pick(SENTENCES);
    if (flags.includes('highlighting') && random.chance(0.24))
      return `<mark style="background:linear-gradient(177deg,#0000 12%,${marker}cc 16% 88%,#0000 92%)">${text}</mark>`;
    return flags.includes('handwriting') && random.chance(0.13) ? `<u>${text}</u>` : text;
  };
  const paragraph = (length) => `<p>${Array.from({ length }, sentence).join(' ')}</p>`;
  const margin = flags.includes('handwriting')
    ? Array.from(
        { length: 3 },
        (_, k) =>
          `<b class="hand" style="left:${random.between(338, 350)}px;top:${110 + k * 150 + random.between(-20, 30)}px;transform:rotate(${random.between(-12, 8)}deg);color:${random.pick(['#2446b8', '#c52b3a', '#444'])}">${random.pick(MARGIN_NOTES)}</b>`,
      ).join('')
    : '';
  const answers = flags.includes('answers_written');
  const question = () =>
    `<li>${random.pick(SENTENCES)}${answers ? ` <b class="answer">${random.pick(ANSWERS)}</b>` : ''}</li>`;
  // The figure is a piece of the book's own drawing: a page should look as if it belonged to its cover.
  const figure = `<svg class="figure" viewBox="40 230 360 230" style="background:${palette.paper}">${FAMILIES[design.family](palette, random, design.sign)}</svg>`;
  const chapter = random.whole(2, 9);
  return `<div class="page"><div class="head"><span>${random.whole(41, 289)}</span><span>${escaped(post.course.name)}</span></div>
    <h3 style="color:${palette.paper === '#f7f6f2' || design.palette === 'cream' ? palette.a : 'inherit'}">${chapter}.${random.whole(1, 6)} ${random.pick(['기본 원리', '핵심 개념 살펴보기', '정리와 적용', '사례로 이해하기'])}</h3>
    ${paragraph(5)}${figure}<p class="caption">그림 ${chapter}-${random.whole(1, 9)} 앞에서 설명한 관계를 나타낸 그림</p>${paragraph(answers ? 2 : 5)}
    ${answers ? `<h3>연습문제</h3><ol>${[0, 1, 2, 3].map(question).join('')}</ol>` : ''}${margin}<div class="over" style="background:linear-gradient(90deg,#0005,#0000 9%)"></div></div>`;
}

function barCode(isbn) {
  const bits = ean13(isbn);
  return `<svg viewBox="0 0 95 40" preserveAspectRatio="none">${[...bits].map((bit, x) => (bit === '1' ? `<rect x="${x}" width="1.02" height="40"/>` : '')).join('')}</svg><small>ISBN ${isbn}</small>`;
}

export function backHtml(post, design, random) {
  const palette = PALETTES[design.palette];
  const { book } = post;
  const listPrice = Math.ceil((post.price * 1.7) / 1000) * 1000;
  return `<div class="print backprint" style="background:${palette.paper};color:${palette.ink}">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" opacity=".28">${FAMILIES[design.family](palette, random, design.sign)}</svg>
    <div class="blurb" style="background:${palette.paper}"><h4>${escaped(book.title)}</h4><p>처음 배우는 사람의 눈높이에서 시작해 스스로 문제를 풀 수 있을 때까지 한 걸음씩 함께 갑니다.</p>
      <p>장마다 핵심 정리와 단계별 연습문제를 실었고, 강의 한 학기 분량에 맞추어 구성했습니다.</p><ul><li>그림으로 이해하는 개념 설명</li><li>난이도별 연습문제</li><li>한 장으로 보는 단원 요약</li></ul></div>
    <div class="code">${book.isbn ? barCode(book.isbn) : ''}<b>값 ${listPrice.toLocaleString('ko-KR')}원</b></div><span class="imprint">${escaped(book.publisher)}</span></div>`;
}

export const PAGE_STYLE = `
.page { position:absolute; inset:0; background:#fbf7ea; padding:34px 84px 30px 54px; color:#2d2a26; font:15.5px/1.62 'NanumMyeongjo'; overflow:hidden; word-break:keep-all }
.head { display:flex; justify-content:space-between; font-size:12px; border-bottom:1px solid #9a917d; margin-bottom:14px } h3 { font-size:20px; margin:8px 0 } .page p { margin:0 0 9px; text-indent:1em }
.figure { display:block; width:270px; height:150px; margin:10px auto 6px; border:1px solid #8a8270 } .page p.caption { text-align:center; text-indent:0; font-size:12px } .page ol { margin:0; padding-left:20px }
.page u { text-decoration:underline; text-decoration-color:#c52b3a; text-decoration-thickness:2px; text-underline-offset:4px } mark { color:inherit }
.hand { position:absolute; font:28px/1 'Nanum Pen Script'; white-space:nowrap } .answer { font:25px/1 'Nanum Pen Script'; color:#2446b8 }
.backprint { font-family:'NanumBarunGothic' } .blurb { position:absolute; left:34px; right:40px; top:52px; padding:20px 22px; font-size:16.5px; line-height:1.6 } .blurb h4 { margin:0 0 8px; font-size:25px; line-height:1.25 } .blurb p { margin:0 0 8px } .blurb ul { margin:0; padding-left:20px }
.code { position:absolute; right:30px; bottom:30px; width:168px; background:#fff; color:#111; padding:9px 12px 6px; text-align:center; font:12px 'NanumGothic' } .code svg { position:static; width:100%; height:56px } .print .code svg { position:static; height:56px } .code b { display:block }
.imprint { position:absolute; left:36px; bottom:40px; font-weight:700; font-size:19px }`;
