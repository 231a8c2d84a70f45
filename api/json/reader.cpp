#include "json/reader.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "core/pointer.h"
#include "core/text.h"
#include "json/whole_number.h"

namespace json {

struct Fields::Shared {
  struct Read {
    std::string pointer;
    std::set<std::string, std::less<>> names;
  };
  Value root;
  std::vector<core::FieldError> faults;
  std::map<const Value*, Read> read;
};

namespace {

std::string listed(const Choices& allowed) {
  return "One of: " + core::joined(allowed, ", ") + ".";
}

// Stands in where an object is missing or of the wrong type: reading goes on, its faults go nowhere.
const Value& empty_object() {
  static const Value empty = [] {
    Value v;
    v.type = Value::Type::object;
    return v;
  }();
  return empty;
}

}  // namespace

Fields::Fields(std::string_view body) : shared_(std::make_shared<Shared>()), object_(&shared_->root) {
  shared_->root = parse(body);
  shared_->read[object_] = {};
  if (object_->type != Value::Type::object) {
    throw core::invalid_field("", "wrong-type", "The body has to be a JSON object.");
  }
}

Fields::Fields(std::shared_ptr<Shared> shared, const Value* object, std::string pointer)
    : shared_(std::move(shared)), object_(object), pointer_(std::move(pointer)) {
  shared_->read[object_].pointer = pointer_;
}

bool Fields::has(std::string_view name) const {
  const Value* value = object_->find(name);
  return value != nullptr && value->type != Value::Type::null;
}

bool Fields::mentions(std::string_view name) const {
  return object_->find(name) != nullptr;
}

const Value* Fields::take(std::string_view name) {
  shared_->read[object_].names.emplace(name);
  const Value* value = object_->find(name);
  return value != nullptr && value->type != Value::Type::null ? value : nullptr;
}

const Value* Fields::require(std::string_view name) {
  const Value* value = take(name);
  if (value == nullptr) fault(name, "required", "This field is required.");
  return value;
}

std::string Fields::pointer_to(std::string_view name) const {
  return core::pointer_to(name, pointer_);
}

std::string Fields::text(std::string_view name, TextRule rule) {
  const Value* value = require(name);
  return value != nullptr ? checked_text(*value, pointer_to(name), rule) : std::string();
}

std::optional<std::string> Fields::optional_text(std::string_view name, TextRule rule) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  const std::size_t min = std::exchange(rule.min, 0);
  std::string text = checked_text(*value, pointer_to(name), rule);
  if (text.empty() && min > 0) return std::nullopt;
  if (core::characters(text) < min) {
    fault(name, "too-short", "At least " + std::to_string(min) + " characters.");
  }
  return text;
}

std::string Fields::checked_text(const Value& value, const std::string& at, const TextRule& rule) {
  if (value.type != Value::Type::string) {
    fault_at(at, "wrong-type", "This has to be a text.");
    return {};
  }
  // What is too long by far is not normalised first: no character has more than four code points, each of
  // four bytes.
  constexpr std::size_t most_bytes = 16;
  if (value.text.size() / most_bytes > rule.max &&
      (!rule.trim || core::trimmed(value.text).size() / most_bytes > rule.max)) {
    fault_at(at, "too-long", "At most " + std::to_string(rule.max) + " characters.");
    return {};
  }
  auto text = core::nfc(rule.lines ? core::with_plain_line_ends(value.text) : value.text);
  if (!text || core::has_control(*text, rule.lines)) {
    fault_at(at, "control-character", "Control characters are not allowed here.");
    return {};
  }
  if (rule.trim) *text = core::trimmed(*text);
  const std::size_t length = core::characters(*text);
  if (length == 0 && rule.min > 0) {
    fault_at(at, "required", "This field is required.");
  } else if (length < rule.min) {
    fault_at(at, "too-short", "At least " + std::to_string(rule.min) + " characters.");
  } else if (length > rule.max) {
    fault_at(at, "too-long", "At most " + std::to_string(rule.max) + " characters.");
  }
  return std::move(*text);
}

std::int64_t Fields::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const Value* value = require(name);
  return value != nullptr ? checked_integer(*value, name, min, max) : 0;
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, std::int64_t min,
                                                     std::int64_t max) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  return checked_integer(*value, name, min, max);
}

std::int64_t Fields::checked_integer(const Value& value, std::string_view name, std::int64_t min,
                                     std::int64_t max) {
  std::int64_t number = 0;
  const NumberFault wrong =
      value.type == Value::Type::number ? whole_number(value.text, number) : NumberFault::fraction;
  if (wrong == NumberFault::fraction) {
    fault(name, "wrong-type", "This has to be a whole number.");
    return 0;
  }
  if (wrong == NumberFault::too_small) number = std::numeric_limits<std::int64_t>::min();
  if (wrong == NumberFault::too_large) number = std::numeric_limits<std::int64_t>::max();
  if (number < min) fault(name, "too-small", "At least " + std::to_string(min) + ".");
  if (number > max) fault(name, "too-large", "At most " + std::to_string(max) + ".");
  return number;
}

std::string Fields::choice(std::string_view name, const Choices& allowed) {
  const Value* value = require(name);
  return value != nullptr ? checked_choice(*value, pointer_to(name), allowed) : std::string();
}

std::optional<std::string> Fields::optional_choice(std::string_view name, const Choices& allowed) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  return checked_choice(*value, pointer_to(name), allowed);
}

std::string Fields::checked_choice(const Value& value, const std::string& at, const Choices& allowed) {
  if (value.type != Value::Type::string) {
    fault_at(at, "wrong-type", "This has to be a text.");
  } else if (std::find(allowed.begin(), allowed.end(), value.text) == allowed.end()) {
    fault_at(at, "not-allowed", listed(allowed));
  } else {
    return value.text;
  }
  return {};
}

bool Fields::boolean(std::string_view name) {
  return require(name) != nullptr && optional_boolean(name).value_or(false);
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->type != Value::Type::boolean) {
    fault(name, "wrong-type", "This has to be true or false.");
    return std::nullopt;
  }
  return value->boolean;
}

std::optional<std::vector<std::string>> Fields::optional_texts(std::string_view name, std::size_t max_items,
                                                               TextRule rule) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> out;
  if (value->type != Value::Type::array) {
    fault(name, "wrong-type", "This has to be a list.");
    return out;
  }
  if (value->items.size() > max_items) {
    fault(name, "too-long", "At most " + std::to_string(max_items) + " entries.");
    return out;
  }
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    const std::string at = pointer_to(name) + "/" + std::to_string(i);
    std::string text = checked_text(value->items[i], at, rule);
    if (std::find(out.begin(), out.end(), text) != out.end()) {
      fault_at(at, "duplicate", "This stands in the list already.");
    }
    out.push_back(std::move(text));
  }
  return out;
}

std::optional<std::vector<std::string>> Fields::optional_choices(std::string_view name,
                                                                 const Choices& allowed) {
  auto out = optional_texts(name, allowed.size(), {.min = 1, .max = 64, .trim = false});
  for (std::size_t i = 0; out && i < out->size(); ++i) {
    if (std::find(allowed.begin(), allowed.end(), (*out)[i]) == allowed.end()) {
      fault_at(pointer_to(name) + "/" + std::to_string(i), "not-allowed", listed(allowed));
    }
  }
  return out;
}

Fields Fields::object(std::string_view name) {
  require(name);
  // What is missing inside is told once the object itself is there.
  return optional_object(name).value_or(Fields(std::make_shared<Shared>(), &empty_object(), pointer_));
}

std::optional<Fields> Fields::optional_object(std::string_view name) {
  const Value* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->type != Value::Type::object) {
    fault(name, "wrong-type", "This has to be an object.");
    return Fields(std::make_shared<Shared>(), &empty_object(), pointer_);
  }
  return Fields(shared_, value, pointer_to(name));
}

void Fields::fault(std::string_view name, std::string code, std::string detail) {
  fault_at(pointer_to(name), std::move(code), std::move(detail));
}

bool Fields::faulty(std::string_view name) const {
  const std::string at = pointer_to(name);
  return std::any_of(shared_->faults.begin(), shared_->faults.end(),
                     [&](const auto& fault) { return fault.pointer == at; });
}

void Fields::fault_at(std::string pointer, std::string code, std::string detail) {
  shared_->faults.push_back({std::move(pointer), std::move(code), std::move(detail)});
}

void Fields::finish() {
  const bool known_faults = !shared_->faults.empty();
  for (const auto& [object, read] : shared_->read) {
    for (const auto& name : object->names) {
      if (!read.names.contains(name)) {
        fault_at(Fields(shared_, object, read.pointer).pointer_to(name), "unknown-field",
                 "There is no such field.");
      }
    }
  }
  if (shared_->faults.empty()) return;
  if (!known_faults) {
    throw core::Error(422, "unknown-field", "There are fields that are not known here.", shared_->faults);
  }
  throw core::Error(422, "invalid-fields", "Some fields are not valid.", shared_->faults);
}

}  // namespace json
