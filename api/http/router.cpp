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
  for (const Route& route : routes_) patterns_.push_back(split_path(route.pattern));
}

const Route* Router::find(Request& request, std::string& allowed) const {
  const auto segments = split_path(request.path);
  const Method wanted = request.method == Method::head ? Method::get : request.method;
  const Route* found = nullptr;
  std::size_t specific = 0;  // patterns with more params than the first that fits are other resources
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    const std::vector<std::string>& pattern = patterns_[r];
    if (segments.size() != pattern.size()) continue;
    bool fits = true;
    std::size_t params = 0;
    for (std::size_t i = 0; i < pattern.size() && fits; ++i) {
      if (is_param(pattern[i])) {
        ++params;
        fits = !segments[i].empty();
      } else {
        fits = pattern[i] == segments[i];
      }
    }
    if (!fits || (!allowed.empty() && params > specific)) continue;
    specific = params;
    if (!allowed.empty()) allowed += ", ";
    allowed += name(routes_[r].method);
    if (routes_[r].method == Method::get) allowed += ", HEAD";
    if (routes_[r].method != wanted || found != nullptr) continue;
    found = &routes_[r];
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const std::string_view segment = pattern[i];
      if (is_param(segment)) request.params.emplace_back(segment.substr(1, segment.size() - 2), segments[i]);
    }
  }
  if (!allowed.empty()) allowed += ", OPTIONS";
  return found;
}

}  // namespace http
