#include "app/heartbeat.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace app {

namespace {
// How soon a part is asked again that had no room, or could not do its work.
constexpr std::chrono::milliseconds again{50};
}  // namespace

Heartbeat::Heartbeat(std::vector<Part> parts) : parts_(std::move(parts)) {
  answers_->states.resize(parts_.size(), State::unasked);
}

std::string Heartbeat::silent(std::chrono::milliseconds limit, const std::function<bool()>& over) {
  const auto end = std::chrono::steady_clock::now() + limit;
  {
    const std::lock_guard lock(answers_->mutex);
    std::replace(answers_->states.begin(), answers_->states.end(), State::alive, State::unasked);
  }
  for (;;) {
    ask_unasked();
    std::unique_lock lock(answers_->mutex);
    const auto all_alive = [&] {
      return std::all_of(answers_->states.begin(), answers_->states.end(),
                         [](State state) { return state == State::alive; });
    };
    if (answers_->changed.wait_for(lock, again, all_alive) || over()) return "";
    if (std::chrono::steady_clock::now() < end) continue;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (answers_->states[i] != State::alive) names.push_back(parts_[i].name);
    }
    return core::joined(names, ", ");
  }
}

void Heartbeat::ask_unasked() {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    {
      const std::lock_guard lock(answers_->mutex);
      if (answers_->states[i] != State::unasked) continue;
      answers_->states[i] = State::asked;
    }
    const auto note = [answers = answers_, i](State state) {
      {
        const std::lock_guard lock(answers->mutex);
        answers->states[i] = state;
      }
      answers->changed.notify_all();
    };
    if (!parts_[i].ask([note](bool well) { note(well ? State::alive : State::unasked); })) {
      note(State::unasked);
    }
  }
}

}  // namespace app
