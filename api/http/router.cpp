#include "http/router.h"

#include <algorithm>

namespace http {

namespace {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> out;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    out.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    path.remove_prefix(slash + 1);
  }
}

bool is_param(std::string_view segment) {
  return segment.starts_with('{');
}

std::string joined(const std::vector<std::string>& segments, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < segments.size(); ++i) {
    if (i > from) out += '/';
    out += segments[i];
  }
  return out;
}

}  // namespace

std::vector<Route> scoped(Scope reading, Scope changing, std::vector<Route> routes) {
  for (Route& route : routes) route.scope = route.method == Method::get ? reading : changing;
  return routes;
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  // Fixed segments before captured ones, so that /users/me is not taken for a user of that name.
  std::stable_sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) {
    return std::count(a.pattern.begin(), a.pattern.end(), '{') <
           std::count(b.pattern.begin(), b.pattern.end(), '{');
  });
  for (const Route& route : routes_) {
    Pattern pattern{split_path(route.pattern), route.pattern.ends_with("...}")};
    patterns_.push_back(std::move(pattern));
  }
}

const Route* Router::find(Request& request, std::string& allowed) const {
  const auto segments = split_path(request.path);
  const Method wanted = request.method == Method::head ? Method::get : request.method;
  const Route* found = nullptr;
  std::size_t specific = 0;  // patterns with more params than the first that fits are other resources
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const Pattern& pattern = patterns_[r];
    const std::size_t count = pattern.segments.size();
    if (pattern.rest ? segments.size() < count : segments.size() != count) continue;
    bool fits = true;
    std::size_t params = 0;
    for (std::size_t i = 0; i < count && fits; ++i) {
      if (is_param(pattern.segments[i])) {
        ++params;
        fits = !segments[i].empty();
      } else {
        fits = pattern.segments[i] == segments[i];
      }
    }
    if (!fits || (!allowed.empty() && params > specific)) continue;
    specific = params;
    if (!allowed.empty()) allowed += ", ";
    allowed += name(routes_[r].method);
    if (routes_[r].method == Method::get) allowed += ", HEAD";
    if (routes_[r].method != wanted || found != nullptr) continue;
    found = &routes_[r];
    for (std::size_t i = 0; i < count; ++i) {
      std::string_view segment = pattern.segments[i];
      if (!is_param(segment)) continue;
      segment = segment.substr(1, segment.size() - 2);
      if (segment.ends_with("...")) {
        request.params.emplace_back(segment.substr(0, segment.size() - 3), joined(segments, i));
      } else {
        request.params.emplace_back(segment, segments[i]);
      }
    }
  }
  if (!allowed.empty()) allowed += ", OPTIONS";
  return found;
}

}  // namespace http
