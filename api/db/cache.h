// What was read of some tables, kept by a key until a commit changes one of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/database.h"

namespace db {

// How often what was asked for lay ready, and how often not.
class CacheCounts {
 public:
  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

 protected:
  std::atomic<std::uint64_t> hits_ = 0;
  std::atomic<std::uint64_t> misses_ = 0;
};

// Any thread. A Value is copied out, so that it had better be small or shared.
template <class Key, class Value>
class Cache : public CacheCounts {
 public:
  // Watches every table that a value is made from (Database::on_change). One more than there is room for, and
  // all are let go. `room` is a number of entries, unless put() tells what each takes of it.
  Cache(Database& database, const std::vector<std::string>& tables, std::size_t room) : room_(room) {
    database.on_change(tables, [this] { ++generation_; });
  }

  // Taken before the rows are read, given back with put(): what a commit overtook is not kept.
  std::uint64_t generation() const { return generation_; }

  std::optional<Value> find(const Key& key) {
    auto found = peek(key);
    ++(found ? hits_ : misses_);
    return found;
  }

  // The same uncounted, for who has looked before.
  std::optional<Value> peek(const Key& key) {
    const std::shared_lock lock(mutex_);
    const auto found = entries_generation_ == generation_ ? entries_.find(key) : entries_.end();
    return found == entries_.end() ? std::nullopt : std::optional<Value>(found->second.value);
  }

  // What there would be no room for by itself is not kept.
  void put(const Key& key, Value value, std::uint64_t generation, std::size_t size = 1) {
    const std::unique_lock lock(mutex_);
    if (generation != generation_ || size > room_) return;
    const auto before = entries_.find(key);
    const std::size_t freed = before == entries_.end() ? 0 : before->second.size;
    if (entries_generation_ != generation || used_ - freed + size > room_) {
      entries_.clear();
      used_ = size;
      entries_generation_ = generation;
    } else {
      used_ += size - freed;
    }
    entries_.insert_or_assign(key, Entry{std::move(value), size});
  }

  // What is kept, or else what `read` gives.
  template <class Read>
  Value get(const Key& key, Read&& read) {
    const std::uint64_t before = generation();
    if (auto kept = find(key)) return std::move(*kept);
    Value value = read();
    put(key, value, before);
    return value;
  }

 private:
  struct Entry {
    Value value;
    std::size_t size;
  };

  const std::size_t room_;
  std::atomic<std::uint64_t> generation_{1};
  std::shared_mutex mutex_;
  std::uint64_t entries_generation_ = 0;
  std::size_t used_ = 0;
  std::unordered_map<Key, Entry> entries_;
};

}  // namespace db
