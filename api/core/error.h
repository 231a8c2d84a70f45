// The one exception every layer throws for a refusal that the client is to be told about.
#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace core {

// One fault of one field. `pointer` is an RFC 6901 JSON pointer into the body ("/book/isbn").
struct FieldError {
  std::string pointer;
  std::string code;
  std::string detail;
};

// Becomes an RFC 9457 problem document. `detail` is shown to the client: it never holds SQL, a path or
// another exception's text.
class Error : public std::exception {
 public:
  Error(int status_in, std::string code_in, std::string detail_in, std::vector<FieldError> fields_in = {})
      : status(status_in),
        code(std::move(code_in)),
        detail(std::move(detail_in)),
        fields(std::move(fields_in)) {}

  // Adds a header to the answer (Retry-After in whole seconds, Allow).
  Error& with_header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  // Adds a member to the problem document; `json` is already serialised.
  Error& with_member(std::string name, std::string json) {
    members.emplace_back(std::move(name), std::move(json));
    return *this;
  }

  const char* what() const noexcept override { return code.c_str(); }

  int status;        // HTTP status, 400 to 599
  std::string code;  // stable and kebab-case, part of the API
  std::string detail;
  std::vector<FieldError> fields;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> members;
};

inline Error not_found(std::string what) {
  return {404, "not-found", std::move(what)};
}
inline Error conflict(std::string code, std::string detail) {
  return {409, std::move(code), std::move(detail)};
}
inline Error forbidden(std::string code, std::string detail) {
  return {403, std::move(code), std::move(detail)};
}
// For a fault of a single field that only a look at the data reveals.
inline Error invalid_field(std::string pointer, std::string code, std::string detail) {
  return {422,
          "invalid-fields",
          "Some fields are not valid.",
          {{std::move(pointer), std::move(code), std::move(detail)}}};
}
// A lane, the writer or a limit is full; the client should come back after `seconds`.
inline Error busy(int seconds = 1) {
  Error error(503, "busy", "The server has too much to do right now. Please try again shortly.");
  error.with_header("Retry-After", std::to_string(seconds));
  return error;
}

}  // namespace core
