#include "http/problem.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace http {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& writer, std::string_view value) {
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void member(Writer& writer, std::string_view name, std::string_view value) {
  writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  text(writer, value);
}

}  // namespace

Response problem(const core::Error& error, std::string_view request_id) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  member(writer, "type", "/problems/" + error.code);
  member(writer, "title", reason(error.status));
  writer.Key("status");
  writer.Int(error.status);
  member(writer, "detail", error.detail);
  member(writer, "code", error.code);
  member(writer, "request_id", request_id);
  if (!error.fields.empty()) {
    writer.Key("errors");
    writer.StartArray();
    for (const auto& field : error.fields) {
      writer.StartObject();
      member(writer, "pointer", field.pointer);
      member(writer, "code", field.code);
      member(writer, "detail", field.detail);
      writer.EndObject();
    }
    writer.EndArray();
  }
  for (const auto& [name, json_text] : error.members) {
    writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    writer.RawValue(json_text.data(), json_text.size(), rapidjson::kObjectType);
  }
  writer.EndObject();

  Response response;
  response.status = error.status;
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
  response.body = std::make_shared<const std::string>(buffer.GetString(), buffer.GetSize());
  return response;
}

Response internal_error(std::string_view request_id) {
  return problem({500, "internal-error",
                  "Something went wrong here. Please try again; the request id helps to find it."},
                 request_id);
}

}  // namespace http
