/** @type {Record<string, import('../../lib/i18n.js').Phrase>} */
export default {
  'own-data.title': '내 데이터',
  'own-data.lead':
    '마켓이 나에 대해 가지고 있는 모든 것(글, 사진 주소, 대화, 거래, 후기, 찜, 구해요, 기기)을 파일 하나로 내려받습니다.',
  'own-data.export': '내 데이터 내려받기',
  'own-data.exported': '파일을 내려받았습니다.',

  'privacy.lead':
    '{name}이 어떤 개인정보를 왜, 얼마나 가지고 있는지, 누가 볼 수 있는지, 그리고 어떻게 가져가고 고치고 지울 수 있는지 적었습니다. 기간은 이 서버에 설정된 값 그대로입니다.',
  'privacy.items': '항목',
  'privacy.why': '목적',
  'privacy.kept': '기간',
  'privacy.part-what': '무엇을, 왜, 얼마나 가지고 있나요',
  'privacy.part-who': '누가 볼 수 있나요',
  'privacy.part-others': '다른 곳에 주나요',
  'privacy.part-browser': '브라우저에 무엇을 저장하나요',
  'privacy.part-safety': '어떻게 지키나요',
  'privacy.part-rights': '내 권리',
  'privacy.part-operator': '책임자와 연락처',

  'privacy.account': '계정',
  'privacy.items-account': '아이디, 비밀번호(되돌릴 수 없는 해시만), 이메일, 전공 · 선택: 별명, 자기소개',
  'privacy.why-account': '로그인, 거래 상대에게 나를 알리기',
  'privacy.kept-account': '탈퇴할 때까지. 탈퇴하면 바로 지웁니다.',
  'privacy.devices': '로그인한 기기',
  'privacy.items-devices':
    '기기 이름, 브라우저 종류, 로그인한 시각과 마지막으로 쓴 시각, 그때의 IP 주소. 접근 토큰의 이름과 권한',
  'privacy.why-devices': '로그인 유지, 모르는 기기를 찾아 로그아웃시키기',
  'privacy.kept-devices': '로그아웃할 때까지, 길어도 로그인한 뒤 {sessions}',
  'privacy.places': '로그인한 곳',
  'privacy.items-places': '로그인에 성공한 네트워크의 주소와 마지막 시각',
  'privacy.why-places': '다른 곳에서 비밀번호를 맞히려 해도 내가 막히지 않게 하기',
  'privacy.kept-places': '그곳에서 마지막으로 로그인한 뒤 {sign_in_places}, 탈퇴하면 바로 지웁니다.',
  'privacy.mails': '보낸 메일',
  'privacy.items-mails':
    '인증 코드, 비밀번호 링크, 계정 알림을 어느 주소로 언제 보냈는지. 처음 보는 기기를 알아보기 위한, 되돌릴 수 없게 바꾼 값',
  'privacy.why-mails': '이메일 인증, 비밀번호 찾기, 새 기기 로그인 알림',
  'privacy.kept-mails':
    '내용은 보내자마자, 기록은 {mails} 뒤에 지웁니다. 기기를 알아보는 값은 탈퇴할 때까지 최대 50개입니다.',
  'privacy.posts': '판매글',
  'privacy.items-posts': '책과 글의 내용, 가격, 거래 장소, 조회와 찜의 수',
  'privacy.why-posts': '책 팔기, 찾기, 시세 알려 주기',
  'privacy.kept-posts':
    '지우거나 탈퇴할 때까지 보여 줍니다. 지운 글의 제목·책·가격은 거래 내역과 시세에 남고, 탈퇴하면 설명과 장소를 비웁니다.',
  'privacy.photos': '사진',
  'privacy.items-photos': '올린 사진. 촬영 위치·시각·기기 같은 부가 정보는 올리는 순간 지웁니다.',
  'privacy.why-photos': '책 상태 보여 주기',
  'privacy.kept-photos':
    '글을 지우면 대화방에 보이는 대표 사진만 남기고 지웁니다. 올리고 쓰지 않은 사진은 {unused_photos} 뒤에 지웁니다. 신고된 글의 사진은 처리가 끝난 뒤에 지웁니다.',
  'privacy.chat': '대화',
  'privacy.items-chat': '메시지와 사진, 어디까지 읽었는지',
  'privacy.why-chat': '거래를 약속하고, 다툼이 있을 때 확인하기',
  'privacy.kept-chat':
    '방의 마지막 메시지 뒤 {messages}(진행 중인 거래가 있는 방은 끝날 때까지). 그 뒤 내용과 사진을 지웁니다.',
  'privacy.kept-chat-for-ever': '기한 없이. 탈퇴하면 내 이름만 지워집니다.',
  'privacy.deals': '거래와 후기',
  'privacy.items-deals': '가격, 제안, 약속 장소와 시각, 확정과 취소, 별점과 후기',
  'privacy.why-deals': '거래 내역과 평판',
  'privacy.kept-deals': '두 사람의 기록이라 계속 남습니다. 탈퇴하면 ‘탈퇴한 회원’의 것이 됩니다.',
  'privacy.lists': '찜, 구해요, 차단',
  'privacy.items-lists': '찜한 글, 저장한 검색, 차단한 회원',
  'privacy.why-lists': '바뀐 가격과 새 책을 알려 주기, 만나고 싶지 않은 사람을 피하기',
  'privacy.kept-lists': '지우거나 탈퇴할 때까지',
  'privacy.news': '알림',
  'privacy.items-news': '새 메시지, 거래, 찜한 글의 소식이 있었다는 기록',
  'privacy.why-news': '여러 기기에 빠짐없이 알리기',
  'privacy.kept-news': '{events}, 탈퇴하면 바로 지웁니다.',
  'privacy.answers': '요청의 답',
  'privacy.items-answers': '같은 요청이 두 번 왔을 때 다시 줄 답',
  'privacy.why-answers': '끊긴 연결에서 글이나 거래가 두 번 생기지 않게 하기',
  'privacy.kept-answers': '{idempotency_keys}',
  'privacy.reports': '신고',
  'privacy.items-reports':
    '신고한 사람, 이유와 덧붙인 말, 신고된 글·메시지·별명·자기소개를 신고할 때 그대로 옮긴 것',
  'privacy.why-reports': '무엇이 신고되었는지 운영진이 보고 판단하기',
  'privacy.kept-reports':
    '신고된 내용은 처리될 때까지, 그리고 처리된 뒤 {messages}. 신고된 사람이 탈퇴하면 이름과 자기소개는 바로, 나머지도 처리가 끝나는 대로 지웁니다. 신고가 있었다는 기록과 결정은 남습니다.',
  'privacy.kept-reports-for-ever':
    '신고된 내용은 기한 없이. 신고된 사람이 탈퇴하면 이름과 자기소개는 바로, 나머지도 처리가 끝나는 대로 지웁니다. 신고가 있었다는 기록과 결정은 남습니다.',
  'privacy.left': '탈퇴한 아이디',
  'privacy.items-left': '아이디의 해시와 탈퇴한 시각, 이용이 제한된 채 탈퇴했으면 이메일의 해시',
  'privacy.why-left': '다른 사람이 같은 아이디로 사칭하거나, 탈퇴로 이용 제한을 피하지 못하게 하기',
  'privacy.kept-left':
    '탈퇴한 뒤 {left_names}, 이메일의 해시는 제한이 끝나고 {left_names} 뒤까지(영구 제한은 계속)',
  'privacy.kept-left-never':
    '아이디는 가지고 있지 않고, 바로 다시 쓸 수 있습니다. 이메일의 해시는 제한이 끝날 때까지(영구 제한은 계속)',
  'privacy.snapshots': '백업(스냅샷)',
  'privacy.items-snapshots': '위에 적은 것 전체의 사본',
  'privacy.why-snapshots': '고장이나 실수 뒤에 마켓을 이전 상태로 되돌리기',
  'privacy.kept-snapshots':
    '시간·일·주마다 하나씩 골라 {snapshots} 치를 남기고 지웁니다. 운영자가 직접 남긴 것은 지울 때까지 있습니다. 되돌려도 탈퇴한 사람의 정보는 돌아오지 않습니다.',
  'privacy.log': '접속 기록',
  'privacy.items-log':
    '시각, 부른 기능, 결과와 걸린 시간, 회원 번호. 서버 앞에 프록시가 있으면 IP 주소와 요청한 경로도. 검색어와 글·대화의 내용은 적지 않습니다.',
  'privacy.why-log': '고장과 공격을 찾기',
  'privacy.kept-log': '운영자가 정한 기간 뒤에 지워집니다. 자세한 것은 아래 연락처로 물어보세요.',

  'privacy.all': '누구나',
  'privacy.sees-all': '아이디, 별명, 전공, 자기소개, 인증 여부, 가입일, 판매글, 평점과 후기',
  'privacy.other': '거래 상대방',
  'privacy.sees-other': '둘 사이의 대화와 사진, 읽은 위치, 거래의 내용',
  'privacy.self': '나만',
  'privacy.sees-self': '이메일, 찜, 구해요, 숨긴 글, 로그인한 기기',
  'privacy.operator': '운영자',
  'privacy.sees-operator':
    '서버를 관리하는 사람은 데이터베이스를 볼 수 있습니다. 비밀번호는 해시만 있어 운영자도 알 수 없습니다.',
  'privacy.others-text':
    '이 소프트웨어는 개인정보를 누구에게도 제공하거나 맡기지 않습니다. 광고도, 통계 도구도, 다른 서버에서 불러오는 글꼴이나 코드도 없습니다. 법에 따른 요청에 운영자가 응해야 할 때는 예외입니다.',
  'privacy.browser-cookie': '쿠키는 하나, 로그인 상태를 지키는 session뿐입니다. 로그인하지 않으면 없습니다.',
  'privacy.browser-storage':
    '로컬 저장소에는 언어와 화면 모드, 로그인했다는 표시, 안전 안내를 접어 둔 채팅방의 번호, 쓰던 글, 아직 보내지 못한 메시지를 둡니다. 글과 메시지는 보낸 뒤에 사라지고, 서버는 읽지 않습니다.',
  'privacy.browser-none': '추적하는 쿠키나 다른 회사의 쿠키는 없습니다.',
  'privacy.safety-text':
    '비밀번호는 Argon2id, 로그인 표식은 해시로만 저장합니다. 사진은 다시 만들어 부가 정보를 없앱니다. 모든 요청은 본인 것인지 서버에서 확인하고, 로그인 시도의 횟수를 제한합니다.',
  'privacy.right-see': '열람·이동: 내 데이터 전체를 언제든 JSON 파일로 내려받을 수 있습니다.',
  'privacy.right-correct': '정정: 프로필과 글을 직접 고칠 수 있습니다.',
  'privacy.right-delete': '삭제·처리 정지: 글, 찜, 구해요를 지우거나 탈퇴할 수 있습니다.',
  'privacy.right-ask': '그 밖의 요청과 동의 철회는 아래 책임자에게 알려 주세요.',
  'privacy.sign-in': '로그인하고 내 권리 쓰기',
  'privacy.authorities':
    '도움이 필요하면 개인정보침해신고센터(국번 없이 118)나 개인정보분쟁조정위원회(1833-6972)에 문의할 수 있습니다.',
  'privacy.operator-name': '운영자',
  'privacy.operator-contact': '연락처',
  'privacy.operator-privacy_officer': '개인정보 보호책임자',
  'privacy.not-told': '운영자가 아직 적지 않았습니다.',
};
