// The words by which scam_signs finds what it looks for. Korean ones as they are without spaces and
// punctuation, English ones as whole words.
#pragma once

#include <array>
#include <string_view>

namespace chat {

// Begins with '^': only where a word begins ("^선불" is not in 우선 불편).
constexpr auto prepayment_words = std::to_array<std::string_view>(
    {"선입금",         "선송금",         "선이체",        "선결제",         "^선불",        "^선금",
     "먼저입금",       "먼저송금",       "먼저이체",      "먼저계좌",       "먼저결제",     "먼저돈",
     "입금먼저",       "송금먼저",       "이체먼저",      "결제먼저",       "^돈먼저",      "입금을먼저",
     "송금을먼저",     "이체를먼저",     "돈을먼저",      "입금부터",       "송금부터",     "^돈부터",
     "입금하시면",     "입금해주시면",   "입금주시면",    "송금하시면",     "송금해주시면", "이체해주시면",
     "입금확인되면",   "입금확인후",     "입금확인하고",  "입금확인되는",   "입금되면바로", "입금후발송",
     "입금후배송",     "입금후택배",     "입금후보내",    "입금해주세요",   "송금해주세요", "이체해주세요",
     "입금부탁",       "송금부탁",       "이체부탁",      "입금바랍",       "송금바랍",     "계좌로입금",
     "계좌로송금",     "계좌로이체",     "계좌로보내주",  "계좌로먼저",     "계좌번호드",   "계좌번호보내드",
     "계좌번호알려드", "계좌번호입니다", "계좌번호예요",  "계좌번호는",     "예약금",       "안전결제링크",
     "안전결제주소",   "안전결제사이트", "안전거래링크",  "안전거래사이트", "안전결제로",   "안전거래로",
     "^택배만",        "^택배로만",      "택배거래만",    "택배거래로만",   "직거래불가",   "직거래는불가",
     "직거래안해",     "직거래안합",     "직거래는안해",  "직거래는안합",   "직거래안됩",   "직거래는안됩",
     "직거래안돼",     "직거래는안돼",   "직거래못",      "직거래는못",     "직거래어려",   "직거래는어려",
     "기프트카드",     "상품권으로",     "문화상품권번호"});

// Said of one of those, they say the contrary, unless a condition follows: "선입금 안 하시면 안 팔아요".
constexpr auto denials = std::to_array<std::string_view>(
    {"안해", "안합",   "안하",   "안받",   "안돼", "안됩", "안되", "없이", "없어", "없습",  "없고",
     "없는", "하지마", "하지말", "하지않", "말고", "말아", "불가", "사절", "금지", "못해",  "못합",
     "싫",   "아니",   "아닙",   "필요없", "거절", "조심", "사기", "주의", "되나", "해야하"});
// Directly behind one of those: the buyer asks or offers.
constexpr auto offers_of_buyers =
    std::to_array<std::string_view>({"할게", "했", "해드릴", "하겠", "할까", "드릴까", "인가", "가능한가"});
constexpr auto conditions = std::to_array<std::string_view>({"시면", "하면", "으면", "니면", "되면"});

constexpr auto contact_words = std::to_array<std::string_view>(
    {"카톡아이디",     "카톡id",     "카톡주",       "카톡줘",       "카톡친추",     "카톡추가",
     "카톡해주",       "카톡보내",   "카톡으로",     "카톡하",       "카톡연락",     "카톡은",
     "카카오톡아이디", "카카오톡id", "카카오톡주",   "카카오톡으로", "카카오톡추가", "카카오톡보내",
     "카카오아이디",   "카카오id",   "까톡",         "깨톡",         "오픈채팅",     "오픈톡",
     "오픈카톡",       "옾챗",       "옵챗",         "텔레그램",     "텔레그렘",     "^텔레로",
     "^텔그",          "위챗",       "왓츠앱",       "라인으로연락", "^라인아이디",  "^라인id",
     "디스코드",       "인스타dm",   "인스타디엠",   "인스타로",     "^디엠주",      "^디엠보내",
     "^dm주",          "^dm보내",    "골뱅이네이버", "골뱅이naver",  "골뱅이지메일", "골뱅이gmail",
     "골뱅이한메일",   "골뱅이다음"});

// Between single spaces.
constexpr auto english_prepayment = std::to_array<std::string_view>({"pay first",
                                                                     "pay me first",
                                                                     "payment first",
                                                                     "pay upfront",
                                                                     "pay up front",
                                                                     "pay in advance",
                                                                     "paid in advance",
                                                                     "payment in advance",
                                                                     "advance payment",
                                                                     "prepay",
                                                                     "prepayment",
                                                                     "pre payment",
                                                                     "deposit first",
                                                                     "money first",
                                                                     "transfer first",
                                                                     "wire transfer",
                                                                     "wire the money",
                                                                     "pay before",
                                                                     "payment before",
                                                                     "before i ship",
                                                                     "before i send",
                                                                     "once you pay",
                                                                     "once you ve paid",
                                                                     "after the payment",
                                                                     "after i receive the payment",
                                                                     "once i receive the payment",
                                                                     "delivery only",
                                                                     "shipping only",
                                                                     "no meetup",
                                                                     "no meet up",
                                                                     "can t meet",
                                                                     "cannot meet",
                                                                     "gift card",
                                                                     "gift cards",
                                                                     "safe payment link",
                                                                     "secure payment link",
                                                                     "escrow link",
                                                                     "my account number is",
                                                                     "bank account number is"});
// Before one of those.
constexpr auto english_denials = std::to_array<std::string_view>(
    {"no", "not", "never", "without", "dont", "don", "won", "isn", "avoid", "refuse"});

constexpr auto english_contacts = std::to_array<std::string_view>(
    {"telegram",   "whatsapp",   "whats app",    "wechat",       "kakaotalk", "kakao talk", "kakao id",
     "my kakao",   "kakao me",   "line id",      "my line",      "open chat", "openchat",   "discord id",
     "my discord", "on discord", "my instagram", "instagram dm", "my insta",  "snapchat",   "text me at",
     "call me at", "e mail me",  "email me",     "mail me at"});

constexpr auto spelled_links = std::to_array<std::string_view>({"점com", "닷com", "쩜com"});

constexpr auto banks = std::to_array<std::string_view>(
    {"국민",   "kb",         "신한",   "우리", "하나", "농협",     "nh",       "기업",
     "ibk",    "카카오뱅크", "카카오", "카뱅", "토스", "토스뱅크", "케이뱅크", "케뱅",
     "새마을", "새마을금고", "우체국", "신협", "수협", "sc제일",   "제일",     "산업",
     "부산",   "대구",       "광주",   "전북", "경남", "제주",     "씨티"});
// Between the name of a bank and the number.
constexpr auto of_accounts =
    std::to_array<std::string_view>({"은행", "뱅크", "계좌번호", "계좌", "통장", "번호", "입금", "는", "로"});

// Endings of hosts that are told apart from what else has a dot in it; those of the second need a path.
constexpr auto endings = std::to_array<std::string_view>(
    {"com",  "net",  "org", "kr",   "shop", "store", "site", "online", "info", "biz", "xyz", "top",
     "link", "club", "app", "page", "gg",   "ly",    "cc",   "tv",     "jp",   "cn",  "ru",  "dev"});
constexpr auto short_endings = std::to_array<std::string_view>(
    {"me", "io", "to", "la", "gl", "do", "co", "us", "in", "is", "gy", "at", "be"});
constexpr auto no_hosts = std::to_array<std::string_view>({"asp.net", "vb.net", "ado.net", "ml.net"});

// Written with spaces in it so as not to be found.
constexpr auto known_links = std::to_array<std::string_view>(
    {"t.me/", "telegram.me/", "open.kakao", "openkakao.com", "bit.ly/", "wa.me/", "discord.gg/", "line.me/",
     "forms.gle/", "han.gl/", "me2.do/", "vo.la/", "url.kr/", "naver.me/", "tinyurl.com/"});

}  // namespace chat
