/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'app.name': '기린 A+ 북 마켓',
  'app.skip': '본문으로 건너뛰기',
  'app.loading': '불러오는 중…',

  'nav.label': '주 메뉴',
  'nav.market': '마켓',
  'nav.write': '글쓰기',
  'nav.chat': '채팅',
  'nav.me': '내 정보',
  'nav.sign-in': '로그인',
  'nav.unread': '읽지 않은 메시지 {count}개',
  'safety.link': '안전 거래 안내',
  'nav.language': 'Switch to English',
  'nav.language-short': 'EN',

  'title.not-found': '페이지를 찾을 수 없습니다',

  'action.retry': '다시 시도',
  'action.cancel': '취소',
  'action.close': '닫기',
  'action.save': '저장',
  'action.delete': '삭제',
  'action.more': '더 보기',
  'action.back-to-list': '목록으로 돌아가기',
  'action.apply': '적용',
  'action.reset': '초기화',
  'action.go-market': '마켓 둘러보기',

  'field.optional': '선택',

  'time.now': '방금 전',

  'theme.label': '화면 모드',
  'theme.system': '시스템',
  'theme.light': '밝게',
  'theme.dark': '어둡게',

  'error.network': '서버에 연결할 수 없습니다. 인터넷 연결을 확인해 주세요.',
  'error.network-submit': '서버에 연결할 수 없습니다. 입력한 내용은 그대로 있으니 잠시 후 다시 눌러 주세요.',
  'error.unknown': '문제가 생겼습니다. 다시 시도해 주세요.',
  'error.not-found': '찾으시는 내용이 없습니다.',
  'error.page-not-found': '페이지를 찾을 수 없습니다!',
  'error.server': '서버에 문제가 생겼습니다. 잠시 후 다시 시도해 주세요.',
  'error.busy': '지금은 이용자가 많습니다. 잠시 후 다시 시도해 주세요.',
  'error.maintenance':
    '마켓을 이전 상태로 되돌리는 중입니다. 쓰던 내용은 그대로 있으니 몇 초 뒤에 다시 시도해 주세요.',
  'error.too-many-requests': '요청이 너무 많습니다. {wait} 후에 다시 시도해 주세요.',
  'error.not-signed-in': '로그인이 필요합니다.',
  'error.body-too-large': '보낸 내용이 너무 큽니다. 파일은 10MB까지 올릴 수 있습니다.',
  'error.idempotency-key-reused': '이미 다른 내용으로 처리된 요청입니다. 다시 시도해 주세요.',
  'error.invalid-query': '주소에 적힌 조건을 알아볼 수 없습니다.',
  'error.invalid-fields': '입력한 내용을 확인해 주세요.',
  'error.storage-failing':
    '서버의 저장 장치에 문제가 있어 아무것도 바뀌지 않았습니다. 잠시 후 다시 시도해 주세요.',
  'error.disk-full': '서버의 저장 공간이 부족합니다. 잠시 후 다시 시도해 주세요.',
  'error.cross-site-request': '요청이 차단되었습니다. 페이지를 새로 고친 뒤 다시 시도해 주세요.',

  'fault.required': '입력해 주세요.',
  'fault.too-short': '너무 짧습니다.',
  'fault.too-long': '너무 깁니다.',
  'fault.too-small': '값이 너무 작습니다.',
  'fault.too-large': '값이 너무 큽니다.',
  'fault.wrong-type': '형식이 올바르지 않습니다.',
  'fault.not-allowed': '사용할 수 없는 값입니다.',
  'fault.unknown-field': '알 수 없는 항목이 들어 있습니다.',
  'fault.duplicate': '같은 값이 두 번 들어 있습니다.',
  'fault.not-found': '찾을 수 없습니다. 다시 골라 주세요.',
  'fault.invalid': '올바르지 않은 값입니다.',
  'fault.invalid-format': '형식이 올바르지 않습니다.',
  'fault.control-character': '사용할 수 없는 문자가 들어 있습니다.',

  // Beside names and posts wherever they stand.
  'me.favorites': '찜',
  'user.verified': '이메일 인증',
  'user.verified-campus': '{campus} 인증',
  'user.rating': '평점 {average} · 후기 {count}개',
  'user.no-rating': '아직 후기가 없습니다',
  'review.stars': '별점 5점 만점에 {stars}점',

  // Linked to from the first page of all.
  'privacy.title': '개인정보 처리방침',
};
