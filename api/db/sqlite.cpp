#include "db/sqlite.h"

#include <pthread.h>

#include <algorithm>
#include <future>
#include <stdexcept>

#include "core/error.h"

namespace db {

namespace {
// The database in whose batch this thread is running a write: only ever set on a writer's thread.
thread_local const SqliteDatabase* writing = nullptr;
// How long the writer waits for as many writes as the last batch had: half of what it takes to get them on
// the disk, but not long where that has stalled.
constexpr std::chrono::milliseconds most_patience{5};
// Writes whose work takes longer than the commit they share.
constexpr std::size_t many = 16;

// Nothing can be written while the database is replaced: a matter of seconds.
core::Error maintenance() {
  core::Error error(503, "maintenance",
                    "The market is being brought back to an earlier state. Please try again in a moment.");
  return error.with_header("Retry-After", "5");
}
}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& path, SqliteLimits limits)
    : path_(path),
      limits_(limits),
      writer_(path, Access::read_write),
      beside_writer_(path, Access::read_write),
      thread_([this] { run(); }) {
  writer_.on_commit([this](int pages) { log_has(pages); });
  pthread_setname_np(thread_.native_handle(), "db-writer");
}

SqliteDatabase::~SqliteDatabase() {
  stop();
}

void SqliteDatabase::stop() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  writer_.be_impatient();
  if (!thread_.joinable()) return;
  thread_.join();
  checkpoints_.stop();
  {
    const std::lock_guard lock(readers_mutex_);
    readers_.clear();
  }
  try {
    // One file holds everything then, and is copied as such. What another process still reads stays in the
    // log, where the next start finds it.
    writer_.script("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): nothing is lost by it
  }
}

void SqliteDatabase::on_change(std::vector<std::string> tables, std::function<void()> hook) {
  // On the writer's thread, so that no batch is running meanwhile.
  write_and_wait([&](Tx&) {
    watches_.push_back({std::move(tables), std::move(hook)});
    writer_.on_row_change([this](std::string_view table) {
      for (Watch& watch : watches_) {
        watch.changed =
            watch.changed || std::find(watch.tables.begin(), watch.tables.end(), table) != watch.tables.end();
      }
    });
  });
}

void SqliteDatabase::on_replace(std::function<void()> hook) {
  write_and_wait([&](Tx&) { replaced_.push_back(std::move(hook)); });
}

std::size_t SqliteDatabase::queued() const {
  const std::lock_guard lock(queue_mutex_);
  return queue_.size();
}

core::LaneState SqliteDatabase::writer_lane() const {
  return {.queued = queued(),
          .limit = limits_.queue,
          .running = stats_.running,
          .threads = 1,
          .refused = stats_.refused};
}

bool SqliteDatabase::post_write(std::function<void(Tx&)> work, std::function<void(std::exception_ptr)> done,
                                Repeat repeat) {
  {
    const std::lock_guard lock(queue_mutex_);
    if (stopping_ || closed_ || queue_.size() >= limits_.queue) {
      ++stats_.refused;
      return false;
    }
    queue_.push_back(
        {.work = std::move(work), .done = std::move(done), .failure = nullptr, .repeat = repeat});
    if (queue_.size() < wanted_) return true;
  }
  filled_.notify_one();
  return true;
}

void SqliteDatabase::write_and_wait(const std::function<void(Tx&)>& work) {
  if (writing == this) return work_within(work);
  std::exception_ptr failure;
  std::promise<void> promise;
  auto finished = promise.get_future();
  const bool taken = post_write(work, [&](std::exception_ptr why) {
    failure = std::move(why);
    promise.set_value();
  });
  if (!taken) throw refusal();
  finished.get();
  if (failure) std::rethrow_exception(std::move(failure));
}

core::Error SqliteDatabase::refusal() const {
  const std::lock_guard lock(queue_mutex_);
  return closed_ ? maintenance() : core::busy();
}

void SqliteDatabase::close() {
  {
    const std::lock_guard lock(queue_mutex_);
    if (std::exchange(closed_, true)) throw std::logic_error("the database is closed already");
  }
  try {
    run_alone([](SqliteConnection&) {});
  } catch (...) {
    open();
    throw;
  }
}

void SqliteDatabase::open() {
  const std::lock_guard lock(queue_mutex_);
  closed_ = false;
}

void SqliteDatabase::run_alone(const std::function<void(SqliteConnection&)>& work) {
  std::promise<std::exception_ptr> promise;
  auto finished = promise.get_future();
  {
    const std::lock_guard lock(queue_mutex_);
    if (stopping_) throw core::busy();
    queue_.push_back({.work = [this, &work](Tx&) { work(writer_); },
                      .done = [&promise](std::exception_ptr why) { promise.set_value(std::move(why)); },
                      .failure = nullptr,
                      .alone = true});
  }
  filled_.notify_one();
  if (auto failure = finished.get()) std::rethrow_exception(std::move(failure));
}

void SqliteDatabase::attach(const std::string& path, const std::string& name) {
  run_alone([&](SqliteConnection& writer) { writer.attach(path, name); });
}

void SqliteDatabase::checkpoint() {
  checkpoint_now(Checkpoint::truncate);
}

// In the COMMIT, as SQLite has it by itself, all that share it would wait for the checkpoint.
void SqliteDatabase::log_has(int pages) {
  if (pages < limits_.log_pages || checkpointing_.exchange(true)) return;
  const bool begun = checkpoints_.try_post([this] {
    try {
      checkpoint_now(Checkpoint::restart);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): after the next commit, once more
    }
    checkpointing_ = false;
  });
  if (!begun) checkpointing_ = false;
}

// The most of it beside the writer, twice: the second time what was written during the first. What is left is
// little, and the writer's: the log only begins anew when nobody writes meanwhile, and else would grow on.
void SqliteDatabase::checkpoint_now(Checkpoint last) {
  const std::lock_guard lock(checkpoint_mutex_);
  beside_writer_.checkpoint(Checkpoint::beside);
  const bool whole = beside_writer_.checkpoint(Checkpoint::beside);
  // As long as somebody reads an old state, as a snapshot does, the writer would only lose time.
  if (!whole && last == Checkpoint::restart) return;
  run_alone([last](SqliteConnection& writer) { writer.checkpoint(last); });
}

void SqliteDatabase::replace_with(const std::string& path,
                                  const std::function<void(std::int64_t, std::int64_t)>& told) {
  {
    const std::lock_guard lock(queue_mutex_);
    if (!closed_) throw std::logic_error("only a closed database can be replaced");
  }
  run_alone([&](SqliteConnection& writer) {
    writer.replace_with(path, told);
    for (const auto& hook : replaced_) hook();
    for (const Watch& watch : watches_) watch.hook();
  });
}

void SqliteDatabase::run() {
  writing = this;
  std::vector<Job> batch;
  while (take_batch(batch)) {
    const auto start = std::chrono::steady_clock::now();
    if (batch.front().alone) {
      work_alone(batch.front());
    } else {
      stats_.began(start, batch.size());
      commit_batch(batch);
      companions_ = batch.size();
    }
    // Given away with the last reference to it: from here on it is the waiting thread's alone.
    for (Job& job : batch) job.done(std::move(job.failure));
    batch.clear();
    stats_.ended();
  }
}

// Those whom the last commit answered tend to write again. Without a moment's patience the first few of them
// would have a commit of their own, and all the others would wait for it to end. Where many write, half of
// them are a batch: while the writer works for these, the others are answered and come again. All at once,
// either the writer would be waiting or they.
bool SqliteDatabase::take_batch(std::vector<Job>& batch) {
  std::unique_lock lock(queue_mutex_);
  filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const std::size_t half = (companions_ + queue_.size()) / 2;
  const std::size_t wanted = half >= many ? half : companions_;
  if (!stopping_ && queue_.size() < wanted) {
    wanted_ = wanted;
    filled_.wait_for(lock, std::min<std::chrono::nanoseconds>(commit_time_ / 2, most_patience),
                     [this] { return stopping_ || queue_.size() >= wanted_; });
    wanted_ = 1;
  }
  const std::size_t size = std::min({queue_.size(), limits_.batch, std::max(half, many)});
  const auto most = queue_.begin() + static_cast<std::ptrdiff_t>(size);
  const auto alone = std::find_if(queue_.begin(), most, [](const Job& job) { return job.alone; });
  // What runs alone is a batch of its own.
  const auto count = alone == queue_.begin() && alone != most ? 1 : alone - queue_.begin();
  std::move(queue_.begin(), queue_.begin() + count, std::back_inserter(batch));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return count > 0;
}

void SqliteDatabase::work_alone(Job& job) {
  try {
    job.work(writer_);
  } catch (...) {
    job.failure = std::current_exception();
  }
}

void SqliteDatabase::commit_batch(std::vector<Job>& batch) {
  const auto start = WriterStats::Clock::now();
  // A savepoint has each page copied that is written after it, a sixth of what a message costs.
  const bool separable = batch.size() > 1 && std::any_of(batch.begin(), batch.end(), [](const Job& job) {
                           return job.repeat == Repeat::no;
                         });
  try {
    if (!work_through(batch, separable ? Undo::one : Undo::all) && batch.size() > 1) {
      work_through(batch, Undo::one);
    }
    const auto written = WriterStats::Clock::now();
    if (writer_.in_transaction()) writer_.script("COMMIT");
    commit_time_ = WriterStats::Clock::now() - written;
    stats_.committed(batch.size(), WriterStats::Clock::now() - start);
  } catch (...) {
    const auto failure = std::current_exception();
    stats_.failed();
    tell_fault(failure);
    undo_all();
    for (Job& job : batch) {
      if (!job.failure) job.failure = failure;
    }
    return;
  }
  for (const auto& hook : writer_.take_hooks()) hook();
  for (Watch& watch : watches_) {
    if (std::exchange(watch.changed, false)) watch.hook();
  }
}

bool SqliteDatabase::work_through(std::vector<Job>& batch, Undo undo) {
  writer_.script("BEGIN IMMEDIATE");
  for (Job& job : batch) {
    job.failure = nullptr;
    const std::size_t hooks = writer_.hook_count();
    const std::int64_t changes = writer_.changes();
    part_failed_ = false;
    try {
      if (undo == Undo::one) writer_.run("SAVEPOINT job");
      job.work(writer_);
      if (part_failed_) throw std::logic_error("a write went on although a part of it had failed");
      if (undo == Undo::one) writer_.run("RELEASE job");
    } catch (...) {
      job.failure = std::current_exception();
      tell_fault(job.failure);
      // A full disk makes SQLite roll everything back by itself: then nothing of the batch has happened.
      if (!writer_.in_transaction()) throw;
      writer_.forget_hooks_after(hooks);
      if (undo == Undo::one) {
        writer_.run("ROLLBACK TO job");
        writer_.run("RELEASE job");
      } else if (batch.size() == 1 || writer_.changes() != changes) {
        // What changes the schema is not counted, and happens alone: it is not repeatable.
        undo_all();
        return false;
      }
    }
  }
  return true;
}

void SqliteDatabase::work_within(const std::function<void(Tx&)>& work) {
  try {
    work(writer_);
  } catch (...) {
    part_failed_ = true;
    throw;
  }
}

void SqliteDatabase::undo_all() {
  writer_.take_hooks();
  try {
    if (writer_.in_transaction()) writer_.script("ROLLBACK");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the failure that led here is told
  }
}

void SqliteDatabase::tell_fault(const std::exception_ptr& failure) const {
  if (!told_of_fault_) return;
  try {
    std::rethrow_exception(failure);
  } catch (const Damaged& damage) {
    told_of_fault_(Fault::damaged, damage.what());
  } catch (const core::Error& error) {
    if (error.code == "storage-failing" || error.code == "disk-full") {
      told_of_fault_(Fault::unwritable, error.code);
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): nothing is wrong with the file
  }
}

std::unique_ptr<SqliteConnection> SqliteDatabase::borrow_reader() {
  {
    const std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  try {
    return std::make_unique<SqliteConnection>(path_, Access::read_only);
  } catch (const Damaged& damage) {
    if (told_of_fault_) told_of_fault_(Fault::damaged, damage.what());
    throw;
  } catch (const std::runtime_error&) {
    // Most likely the process has no file descriptor left. Others may be given back soon.
    throw core::busy();
  }
}

void SqliteDatabase::read_now(const std::function<void(Tx&)>& work) {
  if (writing == this) return work(writer_);
  auto reader = borrow_reader();
  reader->run("BEGIN");
  try {
    work(*reader);
  } catch (const core::Error& error) {
    if (error.status >= 500) {
      tell_fault(std::current_exception());
      reader->take_hooks();
      throw;
    }
    // "There is no such post" says nothing against the connection, and opening another one costs far more
    // than most reads: whoever asks for what is not there must not slow down the others.
    return_reader(std::move(reader));
    throw;
  } catch (...) {
    // A connection that failed is not used again: its state is not worth guessing.
    tell_fault(std::current_exception());
    reader->take_hooks();
    throw;
  }
  return_reader(std::move(reader));
}

void SqliteDatabase::return_reader(std::unique_ptr<SqliteConnection> reader) {
  reader->run("COMMIT");
  const std::lock_guard lock(readers_mutex_);
  readers_.push_back(std::move(reader));
}

}  // namespace db
