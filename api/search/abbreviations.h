// What students call their courses: 운체 is 운영체제, 컴구 is 컴퓨터구조. No rule makes them, so that there
// is a list.
#pragma once

#include <vector>

#include "search/query.h"

namespace search {

// The names that a term stands for, each as one term; none for most terms. All begin with its first syllable,
// by which saved searches are filed (filing.h).
const std::vector<Term>& abbreviated(const Term& term);

}  // namespace search
