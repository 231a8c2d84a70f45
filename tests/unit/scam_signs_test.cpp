// What the receiver of a message is warned of: Korean and English, how it is disguised, and what only looks
// like it.
#include "chat/scam_signs.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace scam_signs_test {

namespace {

const std::array<std::string, 1> own = {"market.example.ac.kr"};

// "prepayment phone", empty: nothing.
std::string signs(const std::string& text) {
  const chat::ScamSigns found = chat::scam_signs(text, own);
  std::string out;
  const auto add = [&out](bool there, const char* name) {
    if (there) out += (out.empty() ? "" : " ") + std::string(name);
  };
  add(found.prepayment, "prepayment");
  add(found.phone, "phone");
  add(found.link, "link");
  add(found.contact, "contact");
  return out;
}

struct Case {
  const char* text;
  const char* signs;
};

template <std::size_t N>
void check(const Case (&cases)[N]) {
  for (const Case& one : cases) {
    CAPTURE(std::string(one.text));
    CHECK(signs(one.text) == std::string(one.signs));
  }
}

}  // namespace

TEST_CASE("whoever asks to be paid first is noticed") {
  check({
      {"선입금 해주시면 바로 보내드려요", "prepayment"},
      {"선 입 금 부탁드립니다", "prepayment"},
      {"선.입.금 하셔야 해요", "prepayment"},
      {"먼저 입금해 주세요", "prepayment"},
      {"돈을 먼저 보내 주시면 좋겠어요", "prepayment"},
      {"계좌이체 먼저 해 주세요", "prepayment"},
      {"입금 확인되면 택배로 보낼게요", "prepayment"},
      {"예약금 5천원 받고 있어요", "prepayment"},
      {"택배만 가능합니다", "prepayment"},
      {"직거래는 어려워요", "prepayment"},
      {"안전결제 링크 보내드릴게요", "prepayment"},
      {"선입금 안 하시면 안 팔아요", "prepayment"},
      {"먼저 입금해 주실 수 있나요?", "prepayment"},
      {"입금해 주시면 바로 택배 발송할게요", "prepayment"},
      {"계좌번호 보내드릴게요", "prepayment"},
      {"국민 123456-01-123456 김기린", "prepayment"},
      {"우리은행 1002-123-456789", "prepayment"},
      {"계좌: 110123456789", "prepayment"},
      {"３３３３－０１－１２３４５６７ 카카오뱅크", "prepayment"},
      {"Please pay first, then I ship it", "prepayment"},
      {"Send the money first please", "prepayment"},
      {"I need an Advance Payment.", "prepayment"},
      {"delivery only, sorry", "prepayment"},
      {"You can pay with a gift card", "prepayment"},
  });
}

TEST_CASE("a telephone number is noticed, however it is written") {
  check({
      {"010-1234-5678", "phone"},
      {"01012345678로 연락 주세요", "phone"},
      {"010 9876 5432 예요", "phone"},
      {"010.9876.5432", "phone"},
      {"０１０－９８７６－５４３２", "phone"},
      {"⓪①⓪ ⑨⑧⑦⑥ ⑤④③②", "phone"},
      {"0 1 0 9 8 7 6 5 4 3 2", "phone"},
      {"공일공 구팔칠육 오사삼이", "phone"},
      {"공일공-9876-5432이에요", "phone"},
      {"공1공 9876 5432", "phone"},
      {"o1o-9876-5432", "phone"},
      {"O1O 9876 5432", "phone"},
      {"010다시9876다시5432", "phone"},
      {"0️⃣1️⃣0️⃣ 9876 5432", "phone"},
      {"제 번호는 이거예요 010)9876-5432", "phone"},
      {"15,000원이고 010-9876-5432 입니다", "phone"},
      {"+82 10 9876 5432", "phone"},
      {"+1 (415) 555-0100", "phone"},
      {"02-880-1234", "phone"},
      {"연구실 031-400-1234", "phone"},
      {"070-1234-5678", "phone"},
      {"0504-1234-5678", "phone"},
      {"010 12 34 56 78 이에요", "phone"},
      {"01 09 87 65 43 2", "phone"},
      {"영일영 구팔칠륙 오사삼이", "phone"},
      {"공일공에 구팔칠육에 오사삼이", "phone"},
      {"010\n9876\n5432", "phone"},
      {"ㅇ1ㅇ-9876-5432", "phone"},
      {"010📞9876📞5432", "phone"},
      {"우리 010-9876-5432 로 얘기해요", "phone"},
      {"010--9876--5432", "phone"},
      {"010 ( 9876 ) 5432", "phone"},
  });
}

TEST_CASE("a link to somewhere else is noticed, the market's own is not") {
  check({
      {"https://evil.example/pay", "link"},
      {"http://123.45.67.89/pay", "link"},
      {"HTTPS://Evil.Example", "link"},
      {"h t t p s : // evil.example", "link"},
      {"hxxps://evil.example", "link"},
      {"www.example.com 봐 주세요", "link"},
      {"naver.com에서 찾아보세요", "link"},
      {"smartstore.naver.com/book", "link"},
      {"bit.ly/3abc", "link"},
      {"t.me/seller", "link"},
      {"t . me / seller", "link"},
      {"evil。com/pay", "link"},
      {"evil 점 com", "link"},
      {"evil dot com", "link"},
      {"open.kakao.com/o/abc", "link"},
      {"https://market.example.ac.kr.evil.com/p/1", "link"},
      {"https://market.example.ac.kr@evil.com/", "link contact"},
      {"https://market.example.ac.kr/p/12", ""},
      {"https://market.example.ac.kr:8443/#/posts/12 이 책이요", ""},
      {"market.example.ac.kr/p/12", ""},
  });
}

TEST_CASE("an account elsewhere is noticed") {
  check({
      {"카톡 아이디 giraffe77 이에요", "contact"},
      {"카 톡 으 로 연락 주세요", "contact"},
      {"오픈채팅으로 오세요", "contact"},
      {"오.픈.채.팅 열었어요", "contact"},
      {"텔레그램 하세요?", "contact"},
      {"라인 아이디 알려드릴게요", "contact"},
      {"인스타 DM 주세요", "contact"},
      {"kim@naver.com 으로 보내 주세요", "contact"},
      {"Add me on Telegram", "contact"},
      {"my KakaoTalk is giraffe", "contact"},
      {"kakao id: giraffe", "contact"},
      {"카톡 아이디 a, 010-9876-5432, 선입금이요", "prepayment phone contact"},
  });
}

TEST_CASE("what is said in every honest talk is no sign of anything") {
  check({
      {"안녕하세요! 책 상태 어떤가요?", ""},
      {"15,000원에 될까요?", ""},
      {"12000원에서 10000원으로 네고 가능할까요?", ""},
      {"내일 10:10에 도서관 앞에서 봬요", ""},
      {"01:01:23 에 시작하는 강의 영상이요", ""},
      {"2026.11.25 14:30에 봬요", ""},
      {"2026-11-25 10:10-11:10", ""},
      {"ISBN 978-89-01-06789-2 맞나요?", ""},
      {"9788901067892 맞죠?", ""},
      {"0198534531 이 판이요", ""},
      {"978-89-010-6789-5, 15000원", ""},
      {"3장 1-2절에 필기가 있어요", ""},
      {"제 학번은 2024123456 이에요", ""},
      {"국민대 2024123456 김기린입니다", ""},
      {"2진수 01011010101 문제요", ""},
      {"이 일 사 오 육 중에 골라요", ""},
      {"공일이 많아서 오늘은 어려워요", ""},
      {"선입금 없이 직거래해요", ""},
      {"선입금은 안 받습니다", ""},
      {"선입금 하지 마세요", ""},
      {"선입금인가요?", ""},
      {"우선 불편하시면 말씀해 주세요", ""},
      {"우선 금요일에 볼까요?", ""},
      {"먼저 연락 주셔서 감사해요", ""},
      {"직거래는 안전한 도서관에서 해요", ""},
      {"직거래 안내문 봤어요", ""},
      {"카톡방에 올라온 교재 맞나요?", ""},
      {"온라인 아이디어 수업 교재예요", ""},
      {"ASP.NET Core 책이에요", ""},
      {"Node.js 3.5 버전이요", ""},
      {"좋아요. Me too", ""},
      {"p.12 ~ p.34 사이에 필기", ""},
      {"No prepayment, let's meet on campus", ""},
      {"You don't have to pay in advance", ""},
      {"Should I pay first?", ""},
      {"I can pay in advance if you like", ""},
      {"책방에서 010쪽부터 1234쪽까지 5678", ""},
      {"사진 먼저 보내 주시면 좋겠어요", ""},
      {"계좌로 입금할게요, 계좌번호는 어떻게 되나요?", ""},
      {"입금 먼저 할까요?", ""},
      {"택배만 가능한가요?", ""},
      {"우리 번호 교환할까요?", ""},
      {"버스가 05:01 05:12 06:30 에 있어요", ""},
      {"01:01 02:02 03:03 에 나와요", ""},
      {"가격은 10,000원, 12,000원, 15,000원 중에 고르세요", ""},
      {"시험 범위: 01, 02, 03, 04, 05, 06장", ""},
      {"0.5점 차이로 떨어졌어요", ""},
      {"도서관 3층 301호 앞이요", ""},
      {"e-book 코드가 1234-5678-9012-3456 이에요", ""},
      {"I'll be on line 2 of the subway", ""},
      {"하나 남았어요 15,000원", ""},
      {"우리 내일 1시에 봐요", ""},
  });
}

}  // namespace scam_signs_test
