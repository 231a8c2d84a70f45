/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'more.user': '{name} 님에 대한 다른 메뉴',

  'block.do': '차단하기',
  'block.undo': '차단 해제',
  'block.title': '{name} 님을 차단할까요?',
  'block.text':
    '서로의 판매글이 보이지 않고, 채팅도 거래도 할 수 없게 됩니다. 두 사람 사이에 진행 중인 거래는 끝나고, 지난 대화는 남습니다. 상대에게는 알리지 않습니다.',
  'block.done': '{name} 님을 차단했습니다.',
  'block.undone': '{name} 님의 차단을 풀었습니다.',
  'block.profile': '차단한 회원입니다. 서로의 판매글이 보이지 않고, 채팅과 거래를 할 수 없습니다.',
  'block.closed-by-me': '차단한 회원입니다.',
  'block.closed': '대화할 수 없는 상대입니다.',

  'blocks.title': '차단한 회원',
  'blocks.lead': '차단한 사람과는 채팅도 거래도 하지 않고, 서로의 판매글이 보이지 않습니다.',
  'blocks.none': '차단한 회원이 없습니다.',
  'blocks.since': '{date}부터',
  'blocks.undo-label': '{name} 님 차단 해제',

  'notice.prepayment':
    '책을 받기 전에 돈을 먼저 보내 달라는 말일 수 있습니다. 만나서 책을 확인한 뒤에 건네는 것이 안전합니다.',
  'notice.phone':
    '전화번호가 들어 있습니다. 약속이 정해질 때까지는 마켓 채팅으로 이야기하는 것이 안전합니다.',
  'notice.link': '마켓 밖으로 나가는 링크가 들어 있습니다. 로그인이나 결제를 요구하면 열지 마세요.',
  'notice.contact':
    '다른 메신저로 옮기자는 말일 수 있습니다. 대화가 마켓에 남아 있어야 문제가 생겼을 때 도움을 받을 수 있습니다.',
  'notice.more': '안전 거래 안내',
  'notice.dismiss': '이 채팅방에서 주의 안내 그만 보기',
  'notice.dismissed': '이 채팅방에서는 주의 안내를 더 보여 드리지 않습니다.',

  'error.blocked': '대화하거나 거래할 수 없는 상대입니다.',
  'error.user-left': '탈퇴한 회원입니다. 더 이상 대화할 수 없습니다.',
  'error.own-account': '자기 자신은 차단할 수 없습니다.',
  'error.too-many-blocks': '500명까지 차단할 수 있습니다. 먼저 다른 사람의 차단을 풀어 주세요.',
};
