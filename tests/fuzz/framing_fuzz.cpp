// libFuzzer: whatever bytes come, the framer keeps its limits and does not care where the network cuts them.
// Built and run by script/fuzz. The first byte of an input chooses the cuts, the rest is the stream.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text.h"
#include "http/framing.h"

namespace {

using http::Request;
using http::RequestFramer;

http::ServerLimits limits() {
  http::ServerLimits small;
  small.head_bytes = 1024;
  small.target_bytes = 256;
  small.headers = 16;
  small.body_bytes = 512;
  return small;
}

void demand(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

void check(const Request& request) {
  demand(request.body.size() <= limits().body_bytes, "the body keeps its limit");
  demand(request.headers.size() <= limits().headers, "the headers keep their limit");
  demand(request.target.size() <= limits().target_bytes, "the target keeps its limit");
  demand(core::valid_utf8(request.path), "the path is UTF-8");
  demand(request.path == "*" || request.path.starts_with('/'), "the path begins with a slash");
  demand((request.path + "/").find("/../") == std::string::npos, "the path has no '..'");
  demand((request.path + "/").find("/./") == std::string::npos, "the path has no '.'");
  demand(request.path.find("//") == std::string::npos, "the path has no empty segment");
  demand(request.path.find('\0') == std::string::npos, "the path has no NUL");
  for (const auto& [name, value] : request.query) {
    demand(core::valid_utf8(name) && core::valid_utf8(value), "the query is UTF-8");
  }
  for (const auto& [name, value] : request.headers) {
    demand(!name.empty() && value.find_first_of("\r\n") == std::string::npos, "a header is one line");
  }
}

std::string outcome(std::string_view bytes, std::size_t piece) {
  RequestFramer framer(limits());
  std::string log;
  while (!bytes.empty() && framer.state() != RequestFramer::State::failed) {
    const std::size_t used = framer.feed(bytes.substr(0, piece));
    demand(used > 0 || framer.state() == RequestFramer::State::failed, "feeding makes progress");
    bytes.remove_prefix(used);
    if (framer.state() == RequestFramer::State::complete) {
      const Request request = framer.take();
      check(request);
      log += std::string(name(request.method)) + request.target + "\n" + request.body + "\n";
      for (const auto& [key, value] : request.headers) log += key + ":" + value + "\n";
    }
  }
  if (framer.state() == RequestFramer::State::failed) log += framer.error().code;
  return log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = outcome(bytes, bytes.size());
  demand(outcome(bytes, data[0] % 16 + 1u) == whole, "cuts make no difference");
  return 0;
}
