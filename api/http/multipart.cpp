#include "http/multipart.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "http/field.h"

namespace http {
namespace {

[[noreturn]] void refuse(std::string why) {
  throw core::Error(400, "malformed-multipart", std::move(why));
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

std::string_view take_token(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
  const std::string_view token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(token.size());
  return token;
}

// Only \" and \\ are escapes: a browser on Windows may send a file name with single backslashes.
std::string take_quoted(std::string_view& text) {
  std::string value;
  text.remove_prefix(1);
  while (!text.starts_with('"')) {
    if (text.starts_with("\\\"") || text.starts_with("\\\\")) text.remove_prefix(1);
    if (text.empty() || is_control(text.front())) refuse("A quoted value in a header has no end.");
    value += text.front();
    text.remove_prefix(1);
  }
  text.remove_prefix(1);
  return value;
}

struct Parameter {
  std::string name;  // in lower case
  std::string value;
};

// "form-data; name=photo": its first word in lower case, and the parameters behind it.
std::pair<std::string, std::vector<Parameter>> parse_value(std::string_view text, bool media_type) {
  std::string first(take_token(text));
  if (media_type && text.starts_with('/')) {
    text.remove_prefix(1);
    first += '/' + std::string(take_token(text));
  }
  std::vector<Parameter> parameters;
  for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
    if (!text.starts_with(';')) refuse("A header's parameters are not separated by semicolons.");
    text.remove_prefix(1);
    skip_blanks(text);
    std::string name = core::lower_ascii(take_token(text));
    if (name.empty() || !text.starts_with('=')) refuse("A header's parameter has no name or no value.");
    text.remove_prefix(1);
    std::string value = text.starts_with('"') ? take_quoted(text) : std::string(take_token(text));
    // Two readers could each believe another one of the two.
    if (std::any_of(parameters.begin(), parameters.end(), [&](const auto& p) { return p.name == name; }))
      refuse("A header's parameter is given twice.");
    parameters.push_back({std::move(name), std::move(value)});
  }
  return {core::lower_ascii(first), std::move(parameters)};
}

const std::string* find(const std::vector<Parameter>& parameters, std::string_view name) {
  for (const auto& parameter : parameters)
    if (parameter.name == name) return &parameter.value;
  return nullptr;
}

// RFC 2046: 1 to 70 of these characters, and no blank at the end.
bool is_boundary(std::string_view text) {
  constexpr std::string_view punctuation = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  punctuation.find(c) != std::string_view::npos;
         });
}

std::string boundary_of(std::string_view content_type) {
  const auto [type, parameters] = parse_value(content_type, true);
  const std::string* boundary = find(parameters, "boundary");
  if (type != "multipart/form-data" || boundary == nullptr || !is_boundary(*boundary))
    refuse("The Content-Type has to be multipart/form-data with a boundary of 1 to 70 characters.");
  return *boundary;
}

void read_header(std::string_view line, Part& part, bool& disposed) {
  const std::string name = core::lower_ascii(take_token(line));
  if (name.empty() || !line.starts_with(':')) refuse("A part's header is not 'name: value'.");
  line.remove_prefix(1);
  skip_blanks(line);
  if (std::any_of(line.begin(), line.end(), [](char c) { return is_control(c) && c != '\t'; }))
    refuse("A part's header holds a control character.");
  if (name == "content-disposition") {
    if (disposed) refuse("A part has two Content-Disposition headers.");
    disposed = true;
    const auto [disposition, parameters] = parse_value(line, false);
    const std::string* field = find(parameters, "name");
    if (disposition != "form-data" || field == nullptr) refuse("A part has no name.");
    if (!core::valid_utf8(*field)) refuse("A part's name is not UTF-8.");
    part.name = *field;
    if (const std::string* file = find(parameters, "filename")) part.filename = *file;
  } else if (name == "content-type") {
    if (part.content_type) refuse("A part has two Content-Type headers.");
    part.content_type = std::string(line);
  } else if (name == "content-transfer-encoding") {
    const std::string encoding = core::lower_ascii(trim(line));
    // Anything else would have to be decoded; no one has sent it since mail.
    if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") refuse("A part is encoded.");
  }
}

Part read_part(std::string_view bytes) {
  Part part;
  bool disposed = false;
  for (std::size_t used = 0;;) {
    const std::size_t end = bytes.substr(0, max_part_head - used).find("\r\n");
    if (end == std::string_view::npos)
      refuse(bytes.size() < max_part_head - used ? "A part's headers have no end."
                                                 : "A part's headers are too long.");
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    used += end + 2;
    if (line.empty()) break;
    read_header(line, part, disposed);
  }
  if (!disposed) refuse("A part has no Content-Disposition.");
  part.content = bytes;
  return part;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return core::lower_ascii(trim(content_type.substr(0, content_type.find(';')))) == "multipart/form-data";
}

std::vector<Part> parse_multipart(std::string_view content_type, std::string_view body) {
  const std::string boundary = boundary_of(content_type);
  const std::string delimiter = "\r\n--" + boundary;
  // The first boundary has no line before it: RFC 2046's preamble is for mail.
  if (!body.starts_with(std::string_view(delimiter).substr(2)))
    refuse("The body does not begin with its boundary.");
  body.remove_prefix(delimiter.size() - 2);

  std::vector<Part> parts;
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) refuse("A boundary is followed by something else than a line's end.");
    body.remove_prefix(2);
    if (parts.size() == max_parts) refuse("There are more than " + std::to_string(max_parts) + " parts.");
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) refuse("The last boundary is missing.");
    parts.push_back(read_part(body.substr(0, end)));
    body.remove_prefix(end + delimiter.size());
  }
  if (const std::string_view rest = body.substr(2); !rest.empty() && rest != "\r\n")
    refuse("Something follows the last boundary.");
  return parts;
}

}  // namespace http
