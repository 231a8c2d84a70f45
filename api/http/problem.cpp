#include "http/problem.h"

#include "json/writer.h"

namespace http {

Response problem(const core::Error& error, std::string_view request_id) {
  json::Writer writer;
  writer.open()
      .text("type", "/problems/" + error.code)
      .text("title", reason(error.status))
      .integer("status", error.status)
      .text("detail", error.detail)
      .text("code", error.code)
      .text("request_id", request_id);
  if (!error.fields.empty()) {
    writer.open_array("errors");
    for (const auto& field : error.fields) {
      writer.open()
          .text("pointer", field.pointer)
          .text("code", field.code)
          .text("detail", field.detail)
          .close();
    }
    writer.close_array();
  }
  for (const auto& [name, value] : error.members) writer.raw(name, value);

  Response response = json(error.status, writer.close().take());
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
  // RFC 9110, 15.5.2: a 401 names the way to sign in.
  if (error.status == 401 && response.header("WWW-Authenticate") == nullptr) {
    response.with("WWW-Authenticate", "Bearer");
  }
  return response;
}

core::Error shutting_down() {
  return core::Error(503, "shutting-down",
                     "The server is ending, and nothing was done. Please try again in a moment.")
      .with_header("Retry-After", "5");
}

core::Error internal_error() {
  return {500, "internal-error",
          "Something went wrong here. Please try again; the request id helps to find it."};
}

}  // namespace http
