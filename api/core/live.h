// A value that is replaced while others use it: what is made of a setting that is read again.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace core {

template <class T>
class Live {
 public:
  explicit Live(T value) : value_(std::make_shared<const T>(std::move(value))) {}
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // As it is now; whoever holds it keeps it as it was.
  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  void set(T value) {
    auto made = std::make_shared<const T>(std::move(value));
    // The old value goes with `made`, after the lock.
    const std::lock_guard lock(mutex_);
    value_.swap(made);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace core
