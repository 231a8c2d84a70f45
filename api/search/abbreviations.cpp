#include "search/abbreviations.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace search {

namespace {

struct Abbreviation {
  std::string_view short_name;
  std::vector<std::string_view> names;
};

const std::vector<Abbreviation> abbreviations = {
    {"컴구", {"컴퓨터구조"}},
    {"운체", {"운영체제"}},
    {"자구", {"자료구조"}},
    {"데베", {"데이터베이스"}},
    {"데구", {"데이터구조"}},
    {"컴네", {"컴퓨터네트워크"}},
    {"컴그", {"컴퓨터그래픽스"}},
    {"컴비", {"컴퓨터비전"}},
    {"소공", {"소프트웨어공학"}},
    {"객프", {"객체지향프로그래밍"}},
    {"시프", {"시스템프로그래밍"}},
    {"논회", {"논리회로"}},
    {"디논", {"디지털논리"}},
    {"디회", {"디지털회로"}},
    {"전회", {"전자회로"}},
    {"회이", {"회로이론"}},
    {"신시", {"신호및시스템", "신호와시스템"}},
    {"반공", {"반도체공학"}},
    {"선대", {"선형대수"}},
    {"미방", {"미분방정식"}},
    {"공수", {"공업수학", "공학수학"}},
    {"수통", {"수리통계"}},
    {"확통", {"확률과통계", "확률및통계", "확률통계"}},
    {"통개", {"통계학개론"}},
    {"해개", {"해석개론"}},
    {"일물", {"일반물리"}},
    {"일화", {"일반화학"}},
    {"일생", {"일반생물"}},
    {"유화", {"유기화학"}},
    {"무화", {"무기화학"}},
    {"물화", {"물리화학"}},
    {"분화", {"분석화학"}},
    {"생화", {"생화학"}},
    {"재역", {"재료역학"}},
    {"유역", {"유체역학"}},
    {"고역", {"고체역학"}},
    {"토역", {"토질역학"}},
    {"기공", {"기계공작법"}},
    {"재관", {"재무관리"}},
    {"중회", {"중급회계"}},
    {"고회", {"고급회계"}},
    {"원회", {"원가회계"}},
    {"관회", {"관리회계"}},
    {"세회", {"세무회계"}},
    {"경원", {"경제학원론", "경영학원론"}},
    {"경개", {"경제학개론", "경영학개론"}},
    {"경통", {"경제통계", "경영통계"}},
    {"미경", {"미시경제"}},
    {"거경", {"거시경제"}},
    {"계경", {"계량경제"}},
    {"생관", {"생산관리"}},
    {"인관", {"인사관리", "인적자원관리"}},
    {"마관", {"마케팅관리"}},
    {"민총", {"민법총칙"}},
    {"채총", {"채권총론"}},
    {"형총", {"형법총론"}},
    {"형각", {"형법각론"}},
    {"행총", {"행정법총론"}},
    {"심개", {"심리학개론"}},
    {"사개", {"사회학개론"}},
    {"교개", {"교육학개론"}},
    {"정개", {"정치학개론"}},
    {"성간", {"성인간호"}},
    {"아간", {"아동간호"}},
    {"모간", {"모성간호"}},
    {"정간", {"정신간호"}},
};

constexpr std::size_t longest = 2;
constexpr int bits_of_code = 21;

// Of a short term. It is asked for in every text that a search looks into, and so must cost next to nothing.
std::uint64_t key_of(const Term& term) {
  std::uint64_t out = 0;
  for (const Unit& unit : term) out = out << bits_of_code | unit.code;
  return out;
}

std::unordered_map<std::uint64_t, std::vector<Term>> by_key() {
  std::unordered_map<std::uint64_t, std::vector<Term>> out;
  for (const Abbreviation& one : abbreviations) {
    for (const auto name : one.names) out[key_of(split(one.short_name))].push_back(split(name));
  }
  return out;
}

}  // namespace

const std::vector<Term>& abbreviated(const Term& term) {
  static const auto known = by_key();
  static const std::vector<Term> none;
  if (term.size() > longest) return none;
  const auto found = known.find(key_of(term));
  return found == known.end() ? none : found->second;
}

}  // namespace search
