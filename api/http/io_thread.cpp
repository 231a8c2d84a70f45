#include "http/io_thread.h"

#include <pistache/peer.h>
#include <pistache/reactor.h>
#include <pistache/tcp.h>
#include <pistache/transport.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace http {
namespace {

thread_local IoThread* current_thread = nullptr;

}  // namespace

// What the transport calls. Pistache reads the sockets and tells when they close; it frames nothing and
// writes nothing: its parser hangs on a chunk cut between CR and LF, and its write queue knows only
// descriptor numbers, so that an answer for a client who has left reaches whoever was given the number next.
class IoThread::Events : public Pistache::Tcp::Handler {
 public:
  explicit Events(IoThread& owner) : owner_(owner) {}

  // Only reactors with several threads clone handlers; each of ours has one.
  std::shared_ptr<Pistache::Tcp::Handler> clone() const override {
    throw std::logic_error("the handler of an I/O thread is never cloned");
  }

  // Nothing may be thrown into the transport: it would end the process.
  void onInput(const char* bytes, std::size_t size,
               const std::shared_ptr<Pistache::Tcp::Peer>& peer) override {
    const int fd = peer->fd();
    try {
      if (fd == owner_.mailbox_->reading_end()) {
        owner_.read_mail();
      } else {
        owner_.received(fd, {bytes, size});
      }
    } catch (...) {  // out of memory: give up this connection, keep the others
      if (Connection* connection = owner_.find(fd)) connection->cut();
    }
  }

  void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override { owner_.lost(peer->fd()); }

 private:
  IoThread& owner_;
};

struct IoThread::Engine {
  Pistache::Aio::Reactor reactor;
  std::shared_ptr<Pistache::Tcp::Transport> transport;

  static Pistache::Address nowhere() { return {Pistache::Ipv4::any(), Pistache::Port(0)}; }

  // The address is of no use to the transport; the connection knows its own.
  void add(int fd) { transport->handleNewPeer(Pistache::Tcp::Peer::Create(fd, nowhere())); }
};

IoThread::IoThread(ServerState& server, Watch watch)
    : server_(server),
      watch_(std::move(watch)),
      mailbox_(std::make_shared<Mailbox>()),
      engine_(std::make_unique<Engine>()) {
  engine_->reactor.init();
  engine_->transport = std::make_shared<Pistache::Tcp::Transport>(std::make_shared<Events>(*this));
  engine_->reactor.addHandler(engine_->transport);
  // Before the thread runs: later the transport would have to compare thread ids that the thread itself sets.
  engine_->add(mailbox_->reading_end());
}

IoThread::~IoThread() {
  stop();
}

void IoThread::start() {
  thread_ = std::thread([this] { run(); });
}

IoThread* IoThread::current() {
  return current_thread;
}

void IoThread::run() {
  pthread_setname_np(pthread_self(), "http-io");
  current_thread = this;
  while (!stopping_) {
    try {
      engine_->reactor.run();
    } catch (...) {
      // The transport throws what it calls assertions when a descriptor closes at an unlucky moment. The
      // events of that round are lost; the deadlines take care of their connections.
    }
  }
  current_thread = nullptr;
}

void IoThread::stop() {
  stopping_ = true;
  if (thread_.joinable()) {
    engine_->reactor.shutdown();
    thread_.join();
  }
  for (const Arrival& arrival : mailbox_->close().arrivals) {
    ::close(arrival.fd);
    --server_.connections;
  }
  // Pistache's peers don't close their descriptors when they are destroyed.
  while (!connections_.empty()) {
    const int fd = connections_.begin()->first;
    release(fd);
    ::close(fd);
  }
}

Connection* IoThread::find(int fd) {
  const auto found = connections_.find(fd);
  return found == connections_.end() ? nullptr : found->second.get();
}

void IoThread::received(int fd, std::string_view bytes) {
  if (Connection* connection = find(fd)) connection->receive(bytes);
  resume_waiting();
}

void IoThread::lost(int fd) {
  try {
    release(fd);
    resume_waiting();
  } catch (...) {  // from a callback of the app that should not have thrown
  }
}

void IoThread::release(int fd) {
  auto node = connections_.extract(fd);
  if (node.empty()) return;
  --load_;
  --server_.connections;
  node.mapped()->abandon();
}

void IoThread::read_mail() {
  Mailbox::Batch batch = mailbox_->take();
  if (batch.displaced > 0) displace_idle(batch.displaced);
  for (Arrival& arrival : batch.arrivals) adopt(std::move(arrival));
  for (Answer& answer : batch.answers) deliver(answer.ticket, std::move(answer.response));
  for (const int fd : batch.writable) {
    if (Connection* connection = find(fd)) connection->writable();
  }
  if (batch.scan) {
    const auto now = Connection::Clock::now();
    for (auto& [fd, connection] : connections_) connection->check_deadlines(now);
  }
  if (batch.refuse_incomplete) {
    for (auto& [fd, connection] : connections_) connection->refuse_incomplete();
  }
  if (batch.close_all) {
    for (auto& [fd, connection] : connections_) connection->cut();
  }
  resume_waiting();
}

std::size_t IoThread::idle() const {
  const std::size_t taken = busy_ + displacing_;
  return load_ > taken ? load_ - taken : 0;
}

void IoThread::displace() {
  ++displacing_;
  mailbox_->post([](Mailbox::Batch& batch) { ++batch.displaced; });
}

void IoThread::displace_idle(std::size_t count) {
  std::vector<Connection*> idle;
  for (const auto& [fd, connection] : connections_) {
    if (connection->idle()) idle.push_back(connection.get());
  }
  const auto end = idle.begin() + static_cast<std::ptrdiff_t>(std::min(count, idle.size()));
  std::nth_element(idle.begin(), end, idle.end(), [](const Connection* a, const Connection* b) {
    return a->idle_since() < b->idle_since();
  });
  for (auto one = idle.begin(); one != end; ++one) (*one)->cut();
  displacing_ -= count;
}

void IoThread::count_busy(bool busy) {
  if (busy) {
    ++busy_;
    ++server_.busy;
  } else {
    --busy_;
    --server_.busy;
  }
}

// One body fits, however many threads there are.
std::size_t IoThread::share_of(std::size_t bytes) const {
  const ServerLimits& limits = server_.limits;
  return std::max(bytes / std::max<std::size_t>(limits.io_threads, 1), limits.body_bytes);
}

template <typename Held, typename Since>
Connection* IoThread::oldest(Held held, Since since) {
  Connection* oldest = nullptr;
  for (const auto& [fd, connection] : connections_) {
    if (!held(*connection)) continue;
    if (oldest == nullptr || since(*connection) < since(*oldest)) oldest = connection.get();
  }
  return oldest;
}

void IoThread::count_buffered(std::size_t before, std::size_t now) {
  buffered_ += now - before;  // modulo 2^64, also downwards
  while (now > before && buffered_ > share_of(server_.limits.buffered_bytes)) {
    Connection* const body =
        oldest([](const Connection& one) { return one.receiving() && one.buffered() > 0; },
               [](const Connection& one) { return one.receiving_since(); });
    if (body == nullptr) return;
    body->refuse_body();
  }
}

void IoThread::count_unread(std::size_t before, std::size_t now) {
  unread_ += now - before;
  while (now > before && unread_ > share_of(server_.limits.unread_bytes)) {
    Connection* const answer = oldest([](const Connection& one) { return one.unread() > 0; },
                                      [](const Connection& one) { return one.unread_since(); });
    if (answer == nullptr) return;
    answer->cut();
  }
}

void IoThread::adopt(Arrival arrival) {
  const int fd = arrival.fd;
  connections_.insert_or_assign(fd, std::make_unique<Connection>(*this, std::move(arrival)));
  try {
    engine_->add(fd);
  } catch (...) {  // the kernel refuses to watch one more descriptor
    connections_.at(fd)->cut();
  }
}

void IoThread::deliver(const Ticket& ticket, Response response) {
  if (Connection* connection = find(ticket.fd)) connection->answer(ticket, std::move(response));
}

// Queued requests are taken up here, at the end of an event, and not where the answer before them was given:
// answers that set off answers of other connections would otherwise nest as deep as there are connections.
void IoThread::resume_waiting() {
  while (!to_resume_.empty()) {
    for (const int fd : std::exchange(to_resume_, {})) {
      if (Connection* connection = find(fd)) connection->resume();
    }
  }
}

}  // namespace http
