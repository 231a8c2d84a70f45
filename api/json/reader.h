// Reads an object's members by their rules and collects every fault, so that one answer tells all of them.
//
//   Fields f(body);
//   draft.title = f.text("title", {1, 100});
//   draft.price = f.integer("price", 0, 10'000'000);
//   f.finish();                       // throws 422 with all faults, unknown members among them
//
// A reading that failed gives a value of the right type (empty, 0) and leaves a fault behind, so that reading
// can go on; nothing read may be used before finish() has returned.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "json/value.h"

namespace json {

struct TextRule {
  std::size_t min = 0;  // characters after normalising (NFC) and trimming
  std::size_t max = 0;
  bool lines = false;  // may hold line breaks and tabs
  bool trim = true;    // passwords are taken as they are
};

using Choices = std::vector<std::string_view>;

class Fields {
 public:
  // Parses `body`, which must be an object (422 `wrong-type` at "" otherwise). Throws 400 `malformed-json`.
  explicit Fields(std::string_view body);

  // A member that is there and not null.
  bool has(std::string_view name) const;
  // A member that is there, be it null: PATCH's "take it away".
  bool mentions(std::string_view name) const;

  // Required: a missing or null one is a fault `required`.
  std::string text(std::string_view name, TextRule rule);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::string choice(std::string_view name, const Choices& allowed);
  bool boolean(std::string_view name);

  // Optional: missing or null gives nothing. An empty text counts as nothing where `rule.min` is above 0.
  std::optional<std::string> optional_text(std::string_view name, TextRule rule);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::string> optional_choice(std::string_view name, const Choices& allowed);
  std::optional<bool> optional_boolean(std::string_view name);
  // Texts without repetition; a repeated one is a fault `duplicate`.
  std::optional<std::vector<std::string>> optional_texts(std::string_view name, std::size_t max_items,
                                                         TextRule rule);
  std::optional<std::vector<std::string>> optional_choices(std::string_view name, const Choices& allowed);

  // A nested object, whose faults carry this one's pointer. It shares this reader's faults: only the
  // outermost reader is finished.
  Fields object(std::string_view name);
  std::optional<Fields> optional_object(std::string_view name);

  // A fault the caller found; `name` is a member ("password"), the pointer is made from it.
  void fault(std::string_view name, std::string code, std::string detail);
  bool faulty(std::string_view name) const;

  // Throws core::Error 422 when anything was wrong: `unknown-field` when all faults are unknown members, else
  // `invalid-fields`.
  void finish();

 private:
  struct Shared;  // the document, its faults, and what has been read of each object
  Fields(std::shared_ptr<Shared> shared, const Value* object, std::string pointer);

  const Value* take(std::string_view name);
  const Value* require(std::string_view name);
  std::string pointer_to(std::string_view name) const;
  std::string checked_text(const Value& value, const std::string& at, const TextRule& rule);
  std::int64_t checked_integer(const Value& value, std::string_view name, std::int64_t min, std::int64_t max);
  std::string checked_choice(const Value& value, const std::string& at, const Choices& allowed);
  void fault_at(std::string pointer, std::string code, std::string detail);

  std::shared_ptr<Shared> shared_;
  const Value* object_;
  std::string pointer_;
};

}  // namespace json
