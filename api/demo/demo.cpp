#include "demo/demo.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/token.h"
#include "demo/story.h"

namespace demo {

namespace {

constexpr core::Millis before_first_offer = 3 * core::day;  // when they sign up
constexpr core::Millis until_read = 9 * core::minute;       // how soon a message is read
// In rooms where something has happened since, the other side still has something to read.
constexpr core::Millis fresh = core::hour;

using Staged = std::unique_ptr<photos::StagedPhoto>;

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("the demo's photo " + path.string() + " can't be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Decodes and stores the photos of all offers, in their order, on every core.
std::vector<Staged> stage_photos(photos::PhotoService& photos, const Story& story,
                                 const std::filesystem::path& covers) {
  std::vector<std::filesystem::path> files;
  for (const Offer& offer : story.offers) {
    for (const auto& name : offer.photos) files.push_back(covers / name);
  }
  std::vector<Staged> staged(files.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      // Nobody's yet: the owners sign up in the transaction that follows.
      staged[i] = Staged(new photos::StagedPhoto(photos.stage(core::UserId{}, contents(files[i]))));
    }
  };
  std::vector<std::future<void>> workers(std::max(1U, std::thread::hardware_concurrency()));
  for (auto& worker : workers) worker = std::async(std::launch::async, work);
  for (auto& worker : workers) worker.get();
  return staged;
}

std::string new_password(std::string_view username) {
  std::string password;
  do {
    password = "giraffe-" + core::new_public_id().substr(0, 8);
  } while (users::password_fault(password, username));
  return password;
}

// Plays a story in the order of its times.
class Player {
 public:
  Player(app::Services& services, core::ManualClock& clock, const Story& story, std::vector<Staged>& staged)
      : services_(services), clock_(clock), story_(story), next_photo_(staged.begin()) {}

  // The last of them is the admin.
  std::vector<Account> play() {
    const core::Millis now = clock_.now();
    plan_people();
    plan_offers();
    for (const Room& room : story_.rooms) plan_room(room, now);
    for (const Complaint& complaint : story_.complaints) at(complaint.at, [&] { report(complaint); });
    at(now, [&] { appoint_admin(); });
    std::stable_sort(plan_.begin(), plan_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, happen] : plan_) {
      clock_.set(at);
      happen();
    }
    clock_.set(now);
    look_around();
    return accounts_;
  }

 private:
  void at(core::Millis time, std::function<void()> happen) { plan_.emplace_back(time, std::move(happen)); }

  void plan_people() {
    core::Millis time = story_.offers.front().at - before_first_offer;
    for (const Person& person : story_.people) {
      at(time, [&] { sign_up(person); });
      time += 5 * core::hour + 17 * core::minute;
    }
  }

  void sign_up(const Person& person) {
    const std::string password = new_password(person.username);
    const auto user =
        services_.users.sign_up({person.username, password, person.email, person.major, person.display_name});
    users::UserChanges bio;
    bio.bio = person.bio;
    http::Principal who;
    who.user = user.card.id;
    services_.users.update(who, bio);
    users_[person.username] = user.card.id;
    accounts_.push_back({person.username, password, person.display_name});
  }

  void plan_offers() {
    for (const Offer& offer : story_.offers) {
      at(offer.at, [&] { put_up(offer); });
      // Two of five books please each of the others, within an hour or so.
      for (std::size_t i = 0; i < story_.people.size(); ++i) {
        const Person& person = story_.people[i];
        const auto number = static_cast<std::size_t>(offer.number);
        if (person.username == offer.seller || number * (i + 2) % 5 >= 2) continue;
        const auto later = static_cast<core::Millis>(7 + number * 11 % 60) * core::minute;
        at(std::min(offer.at + later, clock_.now()),
           [&] { services_.posts.set_favorite(posts_.at(offer.number), users_.at(person.username), true); });
      }
    }
  }

  void put_up(const Offer& offer) {
    const core::UserId seller = users_.at(offer.seller);
    posts::Draft draft = offer.draft;
    draft.photo_ids.emplace();
    for (std::size_t i = 0; i < offer.photos.size(); ++i) {
      draft.photo_ids->push_back(services_.photos.add(seller, **next_photo_++).id);
    }
    posts_[offer.number] = services_.posts.create(seller, draft).first;
  }

  struct Talk {
    core::UserId buyer, seller;
    core::RoomId room;
    core::DealId deal;
    std::int64_t version = 0;

    core::UserId party(deals::Side side) const { return side == deals::Side::buyer ? buyer : seller; }
  };

  void plan_room(const Room& room, core::Millis now) {
    const auto talk = std::make_shared<Talk>();
    for (const Step& step : room.steps) {
      at(step.at, [this, &room, &step, talk] { take(room, step, *talk); });
      plan_what_follows(step, now);
    }
    const Step& last = room.steps.back();
    if (last.at + fresh > now) return;
    at(last.at + until_read, [this, &last, talk] { read_all(*talk, talk->party(deals::other(last.from))); });
  }

  // What the sweep would have done meanwhile.
  void plan_what_follows(const Step& step, core::Millis now) {
    const app::Config& config = services_.config;
    const core::Millis reminded = step.move.meeting.at - config.meeting_reminder_ms;
    if (step.action == deals::Action::meet && reminded <= now)
      at(reminded, [this] { services_.deals.remind_due(); });
    const core::Millis shown = step.at + config.review_hidden_ms;
    if (step.action == deals::Action::review && shown <= now)
      at(shown, [this] { services_.deals.reviews().publish_due(); });
  }

  void take(const Room& room, const Step& step, Talk& talk) {
    if (step.action == deals::Action::buy) return begin(room, step, talk);
    const core::UserId who = talk.party(step.from);
    read_all(talk, who);
    if (!step.action) {
      const auto sent =
          services_.chat.send(who, talk.room, {core::new_public_id(), step.move.text, std::nullopt});
      messages_[step.move.text] = sent.message.id;
      return;
    }
    deals::Move move = step.move;
    move.version = talk.version;
    const auto acted = services_.deals.act(who, talk.deal, move);
    if (!acted.refusal.empty()) {
      throw std::runtime_error("the demo's deal over post " + std::to_string(room.post) +
                               " can't go on: " + acted.refusal);
    }
    talk.version = acted.deal.deal.version;
  }

  void begin(const Room& room, const Step& step, Talk& talk) {
    const auto bought =
        services_.deals.buy(users_.at(room.buyer), posts_.at(room.post), {step.offer, std::nullopt});
    const deals::Deal& deal = bought.deal.deal;
    talk = {deal.buyer, deal.seller, deal.room, deal.id, deal.version};
  }

  void report(const Complaint& complaint) {
    reports::NewReport wanted{complaint.kind, complaint.user, 0, complaint.reason, complaint.note};
    if (complaint.kind == "post") wanted.id = posts_.at(complaint.post).value;
    if (complaint.kind == "message") wanted.id = messages_.at(complaint.text).value;
    services_.reports.report(users_.at(complaint.by), wanted, {});
  }

  void appoint_admin() {
    sign_up({"giraffe.admin", "기린 운영진", "giraffe.admin@giraffe-univ.example", "학생회",
             "신고와 이의를 살펴봅니다."});
    services_.moderation.set_role({.user = {}, .source = "operator", .request_id = {}}, "giraffe.admin",
                                  "admin");
  }

  void read_all(const Talk& talk, core::UserId reader) {
    const auto newest = services_.chat.room(reader, talk.room).room.last_seq;
    services_.chat.read_up_to(reader, talk.room, newest);
  }

  // Passers-by: the longer a book has been there, the more have looked at it.
  void look_around() {
    const core::UserId nobody;
    for (const Offer& offer : story_.offers) {
      const auto days = (clock_.now() - offer.at) / core::day;
      const auto looks = 3 + std::min<core::Millis>(days, 20) * 2 + offer.number * 7 % 13;
      const posts::Mark post = services_.posts.read(posts_.at(offer.number), nobody).mark;
      for (core::Millis i = 0; i < looks; ++i) services_.posts.count_look(post, nobody);
    }
    services_.posts.flush_views();
  }

  app::Services& services_;
  core::ManualClock& clock_;
  const Story& story_;
  std::vector<Staged>::iterator next_photo_;
  std::vector<std::pair<core::Millis, std::function<void()>>> plan_;
  std::vector<Account> accounts_;
  std::map<std::string, core::UserId> users_;
  std::map<std::int64_t, core::PostId> posts_;
  std::map<std::string, core::MessageId> messages_;  // by what they say
};

}  // namespace

std::optional<Filled> fill(app::Services& services, core::ManualClock& clock,
                           const std::filesystem::path& folder) {
  if (services.database.read([](db::Tx& tx) { return users::UserStore().any(tx); })) return std::nullopt;
  const Story story = read_story(folder, clock.now());
  auto staged = stage_photos(services.photos, story, folder / "covers");
  return services.database.write([&](db::Tx&) {
    Player player(services, clock, story, staged);
    auto accounts = player.play();
    const Account admin = accounts.back();
    accounts.pop_back();
    return Filled{std::move(accounts), admin, story.offers.size(), story.rooms.size()};
  });
}

}  // namespace demo
