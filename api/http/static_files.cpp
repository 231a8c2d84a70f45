#include "http/static_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "core/token.h"
#include "http/etag.h"

namespace http {

namespace {

std::string_view media_type(std::string_view extension) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".yaml", "application/yaml"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : types) {
    if (ending == extension) return type;
  }
  return "application/octet-stream";
}

// Pictures and fonts are as small as they get.
bool gets_smaller(std::string_view type) {
  return type.starts_with("text/") || type == "image/svg+xml" || type == "application/json" ||
         type == "application/manifest+json" || type == "application/yaml";
}

// Less than this fits into the packet that the head goes in.
constexpr std::size_t too_small_to_encode = 512;

// Everything comes from this server; what the page can do without is forbidden.
constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
// The API browser puts <style> elements into its shadow roots.
constexpr std::string_view docs_policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Of what a device has, pages use the camera, to read barcodes.
constexpr const char* page_permissions = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";

}  // namespace

void StaticFiles::add(const std::string& prefix, const std::string& directory) {
  namespace fs = std::filesystem;
  if (!fs::is_directory(directory)) return;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    add_file(prefix + fs::relative(entry.path(), directory).generic_string(), entry.path().string());
  }
}

void StaticFiles::add_file(const std::string& path, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return;
  const auto made = std::make_shared<File>();
  made->body = std::make_shared<const std::string>(std::istreambuf_iterator<char>(in),
                                                   std::istreambuf_iterator<char>());
  made->etag = entity_tag(core::hex(core::digest(*made->body).substr(0, 12)));
  made->type = media_type(std::filesystem::path(file).extension().string());
  if (gets_smaller(made->type) && made->body->size() >= too_small_to_encode)
    made->smaller = std::make_unique<const Encodings>(made->body);
  constexpr std::string_view index = "/index.html";
  if (path.ends_with(index)) {
    const std::string folder = path.substr(0, path.size() - index.size());
    files_[folder.empty() ? "/" : folder] = made;
    files_[folder + "/"] = made;
  }
  files_[path] = made;
}

std::optional<Response> StaticFiles::find(std::string_view path,
                                          std::optional<std::string_view> accept_encoding) const {
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return std::nullopt;
  const File& file = *found->second;
  Response response;
  response.body = file.body;
  response.with("Content-Type", file.type).with("ETag", file.etag).with("Cache-Control", "no-cache");
  if (file.smaller) {
    response.with("Vary", "Accept-Encoding");
    encode(response, *file.smaller, accept_encoding);
  }
  if (file.type.starts_with("text/html")) {
    response
        .with("Content-Security-Policy", std::string(path.starts_with("/docs") ? docs_policy : page_policy))
        .with("Permissions-Policy", page_permissions);
  }
  return response;
}

}  // namespace http
