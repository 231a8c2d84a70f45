// How often passwords may be guessed at. Wrong ones are counted three ways, and what each count allows is a
// number of guesses at once, then a wait that doubles from one to the next (http::GrowingDelay), for known
// and unknown names alike:
//
// - a *place*, which is an account at one network (an IPv4 address or an IPv6 /64): `burst` guesses, then
//   1 s, 2 s, 4 s … up to 15 min; one is forgotten every 15 min.
// - a *network*, whoever's accounts it guesses at: 4 × `burst`, one forgotten every minute. Many people may
//   be behind one address, and some of them mistype.
// - an *account*, whatever networks it is guessed at from: 5 × `burst`, one forgotten every 3 min.
//
// Where an account has been signed in to before, only its place counts. So nobody who guesses from elsewhere,
// at this account or at others, keeps its owner out at home. At a place that is new the owner has to wait
// only while several addresses guess at the account: one alone guesses more slowly than the account forgets.
// (That a place goes on to answer where others wait tells whoever shares its network that the account was
// there.)
//
// In the long run a count lets through what it forgets. The most that can be guessed of one account in a day,
// with the defaults (`burst` 5), from N addresses that it has never been signed in from:
//
//   N = 1: 110 on the first day, 96 on every other; N ≥ 5: 512 and 480, however many they are.
//
// From a network that it has been signed in from, 110 and 96 more. One network guesses at no more than 1,465
// and 1,440 accounts a day that it is strange to. (A test counts them.)
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "http/growing_delay.h"
#include "http/response.h"

namespace users {

class SignInLimit {
 public:
  // `burst` 0: no limit. The waits begin with `delay` and end with `most`.
  SignInLimit(std::int64_t burst, core::Millis delay, core::Millis most);

  // One try, taken from every count it falls under; given back by going away when it was neither right nor
  // wrong.
  class Attempt {
   public:
    void wrong();
    // Whoever knows the password may start over with this account; what their network did to others stands.
    void right();

   private:
    friend class SignInLimit;
    std::vector<http::GrowingDelay::Taken> of_account_;
    std::vector<http::GrowingDelay::Taken> of_network_;
  };

  // `known`: the account has been signed in to from this address's network. Throws 429 `too-many-requests`
  // with the longest wait of all that apply.
  [[nodiscard]] Attempt attempt(const std::string& username, const std::string& address, bool known,
                                core::Millis now);
  // Of one who is signed in and asked for the password again. A session counts like a place.
  [[nodiscard]] Attempt attempt(core::SessionId session, core::Millis now);

  // Adds to an answer how many wrong passwords are left to the account at that place.
  void describe(http::Response& response, const std::string& username, const std::string& address,
                core::Millis now) const;

  // Drops what has been forgotten.
  void sweep(core::Millis now);

 private:
  http::GrowingDelay places_;
  http::GrowingDelay networks_;
  http::GrowingDelay accounts_;
};

}  // namespace users
