#include "deals/deal_words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "core/text.h"
#include "json/writer.h"

namespace deals {

namespace {

constexpr std::array<std::pair<Event, std::string_view>, 20> event_names = {{
    {Event::deal_opened, "deal_opened"},
    {Event::offer, "offer"},
    {Event::accepted, "accepted"},
    {Event::declined, "declined"},
    {Event::withdrawn, "withdrawn"},
    {Event::reserved_elsewhere, "reserved_elsewhere"},
    {Event::free_again, "free_again"},
    {Event::confirmed, "confirmed"},
    {Event::completed, "completed"},
    {Event::cancelled, "cancelled"},
    {Event::expired, "expired"},
    {Event::closed, "closed"},
    {Event::meeting, "meeting"},
    {Event::meeting_cancelled, "meeting_cancelled"},
    {Event::meeting_soon, "meeting_soon"},
    {Event::reviewed, "reviewed"},
    {Event::left, "left"},
    {Event::barred, "barred"},
    {Event::post_held, "post_held"},
    {Event::post_restored, "post_restored"},
}};

// 12000 → "12,000원"
std::string won(std::int64_t amount) {
  return core::grouped(amount) + "원";
}

// "3월 2일 18:30", in Korea's time, which knows no summer time. Programs take the exact time from `data`.
std::string korean_time(core::Millis at) {
  using namespace std::chrono;
  const auto local = sys_time<milliseconds>{milliseconds{at + 9 * core::hour}};
  const auto date = floor<days>(local);
  const year_month_day ymd{date};
  const auto minutes_of_day = duration_cast<minutes>(local - date).count();
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<unsigned>(ymd.month())) + "월 " +
         std::to_string(static_cast<unsigned>(ymd.day())) + "일 " + two(minutes_of_day / 60) + ":" +
         two(minutes_of_day % 60);
}

// "한 시간 뒤", "25분 뒤", "1시간 30분 뒤"
std::string korean_wait(core::Millis left) {
  const auto minutes = std::max<std::int64_t>(1, (left + core::minute / 2) / core::minute);
  if (minutes == 60) return "한 시간 뒤";
  std::string out;
  if (minutes > 60) out = std::to_string(minutes / 60) + "시간 ";
  if (minutes % 60 > 0) out += std::to_string(minutes % 60) + "분 ";
  return out + "뒤";
}

std::string side_in_korean(std::optional<Side> side) {
  return side == Side::seller ? "판매자" : "구매자";
}

std::string closing_words(std::string_view reason) {
  if (reason == "sold") return "책이 다른 구매자에게 판매되었습니다. 거래가 불성립되었습니다.";
  if (reason == "unavailable") return "더 이상 거래할 수 없게 되었습니다. 거래가 불성립되었습니다.";
  return "판매글이 내려갔습니다. 거래가 불성립되었습니다.";
}

std::string body(Event event, const Deal& deal, std::optional<Side> by, std::string_view reason,
                 core::Millis now) {
  switch (event) {
    case Event::deal_opened:
      if (deal.price == deal.list_price) return "구매 가능할까요?";
      return won(deal.price) + "으로 네고 가능할까요?";
    case Event::offer:
      return won(deal.price) + (by == Side::buyer ? "으로 네고 가능할까요?" : "이면 가능합니다.");
    case Event::accepted:
      return "네! 가능합니다. 거래가 성립되었습니다.";
    case Event::declined:
      return "지금은 어려울 것 같습니다. 죄송합니다. 거래가 불성립되었습니다.";
    case Event::withdrawn:
      return side_in_korean(by) + "가 제안을 거두었습니다. 거래가 불성립되었습니다.";
    case Event::reserved_elsewhere:
      return "다른 구매자와 거래가 진행 중입니다. 결과가 나올 때까지 기다려 주세요.";
    case Event::free_again:
      return "다른 구매자와의 거래가 불성립되었습니다. 거래를 이어 가실 수 있습니다.";
    case Event::confirmed:
      return side_in_korean(by) + "가 거래를 확정했습니다. 상대방의 확정을 기다립니다.";
    case Event::completed:
      return "거래가 확정되었습니다.";
    case Event::cancelled:
      return side_in_korean(by) + "가 거래를 취소했습니다: " + std::string(reason) +
             " — 거래가 불성립되었습니다.";
    case Event::expired:
      return "기한이 지났습니다. 거래가 불성립되었습니다.";
    case Event::closed:
      return closing_words(reason);
    case Event::meeting:
      return "만날 약속: " + deal.meeting->place + ", " + korean_time(deal.meeting->at);
    case Event::meeting_cancelled:
      return side_in_korean(by) + "가 만날 약속을 취소했습니다. 거래는 그대로입니다.";
    case Event::meeting_soon:
      return korean_wait(deal.meeting->at - now) + " 만날 약속이 있습니다: " + deal.meeting->place + ", " +
             korean_time(deal.meeting->at);
    case Event::reviewed:
      return side_in_korean(by) + "가 거래 후기를 남겼습니다. " +
             (reason == "hidden" ? "상대방도 후기를 쓰면 함께 공개됩니다."
                                 : "이제 프로필에서 볼 수 있습니다.");
    case Event::left:
      return side_in_korean(by) + "가 탈퇴했습니다. 거래가 불성립되었습니다.";
    case Event::barred:
      return side_in_korean(by) + "의 이용이 제한되었습니다. 거래가 불성립되었습니다.";
    case Event::post_held:
      return "운영진이 판매글을 확인하고 있습니다. 결과가 나올 때까지 기다려 주세요.";
    case Event::post_restored:
      return "판매글이 다시 공개되었습니다. 거래를 이어 가실 수 있습니다.";
  }
  return {};
}

}  // namespace

std::string_view name(Event event) {
  for (const auto& [known, text] : event_names) {
    if (known == event) return text;
  }
  return {};
}

chat::SystemMessage words(Event event, const Deal& deal, std::optional<Side> by, std::string_view reason,
                          core::Millis now) {
  json::Writer w;
  w.open().text("event", name(event)).integer("deal_id", deal.id.value);
  if (by) {
    w.text("by", name(*by));
  } else {
    w.null("by");
  }
  if (event == Event::deal_opened || event == Event::offer || event == Event::accepted)
    w.integer("price", deal.price);
  if (event == Event::meeting || event == Event::meeting_soon)
    w.text("place", deal.meeting->place).time("at", deal.meeting->at);
  if (!reason.empty()) w.text("reason", reason);
  w.close();
  return {body(event, deal, by, reason, now), w.take()};
}

}  // namespace deals
