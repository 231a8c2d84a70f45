#include "mail/mail.h"

namespace mail {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::sent:
      return "sent";
    case Outcome::later:
      return "later";
    case Outcome::refused:
      return "refused";
    case Outcome::unreachable:
      return "unreachable";
  }
  return "unreachable";
}

}  // namespace mail
