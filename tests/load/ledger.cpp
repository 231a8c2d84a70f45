#include "load/ledger.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace load {

namespace {

double ms_between(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

}  // namespace

Ledger::Ledger(std::string run, std::size_t polls, std::size_t users)
    : mark_("[" + std::move(run) + "-"), users_(users), seen_(polls) {}

std::size_t Ledger::add(std::size_t room, Clock::time_point due) {
  // The users 2 * room - 1 and 2 * room; each has every users_-th poll.
  const auto polls_of = [this](std::size_t user) { return (seen_.size() - user) / users_ + 1; };
  const std::size_t receptions = polls_of(2 * room - 1) + polls_of(2 * room);
  messages_.push_back({room, due, {}, {}, receptions});
  missing_ += receptions + 1;
  return messages_.size() - 1;
}

std::string Ledger::text(std::size_t message) const {
  // As long as what people write.
  return mark_ + std::to_string(message) + "] 안녕하세요! 책 아직 있나요? 오늘 저녁에 볼 수 있어요.";
}

void Ledger::accepted(std::size_t number) {
  Message& message = messages_[number];
  if (message.accepted) return;
  --missing_;
  changed_ = Clock::now();
  message.accepted = changed_;
  answers_ms_.push_back(ms_between(message.due, changed_));
  note_delay(message);
}

void Ledger::note_delay(const Message& message) {
  if (message.accepted && message.woke) delays_ms_.push_back(ms_between(*message.accepted, *message.woke));
}

void Ledger::received(std::size_t poll, std::string_view body) {
  std::vector<std::size_t>& seen = seen_[poll];
  for (auto at = body.find(mark_); at != std::string_view::npos; at = body.find(mark_, at + 1)) {
    std::size_t number = messages_.size();
    std::from_chars(body.data() + at + mark_.size(), body.data() + body.size(), number);
    if (number >= messages_.size()) throw std::runtime_error("a message came that was not sent");
    Message& message = messages_[number];
    const auto who = static_cast<std::size_t>(user(poll));
    if ((who + 1) / 2 != message.room) {
      ++misled_;
      continue;
    }
    if (std::find(seen.rbegin(), seen.rend(), number) != seen.rend()) {
      ++doubled_;
      continue;
    }
    if (!seen.empty() && number < seen.back()) ++reordered_;
    seen.push_back(number);
    --message.missing;
    --missing_;
    changed_ = Clock::now();
    if (who % 2 != 0 || poll >= users_) continue;
    message.woke = changed_;
    wakes_ms_.push_back(ms_between(message.due, changed_));
    note_delay(message);
  }
}

std::vector<double> Ledger::take_wakes() {
  return std::exchange(wakes_ms_, {});
}

std::vector<double> Ledger::take_answers() {
  return std::exchange(answers_ms_, {});
}

std::vector<double> Ledger::take_delays() {
  return std::exchange(delays_ms_, {});
}

std::string Ledger::counts() const {
  std::size_t lost = 0;
  std::size_t unanswered = 0;
  for (const Message& message : messages_) {
    if (message.accepted) {
      lost += message.missing;
    } else {
      ++unanswered;
    }
  }
  return "\"sent\":" + std::to_string(messages_.size()) + ",\"unanswered\":" + std::to_string(unanswered) +
         ",\"lost\":" + std::to_string(lost) + ",\"doubled\":" + std::to_string(doubled_) +
         ",\"reordered\":" + std::to_string(reordered_) + ",\"misled\":" + std::to_string(misled_);
}

}  // namespace load
