// SQLite as the market's database: one writer thread that commits what waits in one batch, and a read
// connection for each thread that reads.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/lane_state.h"
#include "core/worker_pool.h"
#include "db/database.h"
#include "db/sqlite_connection.h"
#include "db/writer_stats.h"

namespace db {

struct SqliteLimits {
  std::size_t queue = 4096;  // writes that may wait; beyond, 503
  std::size_t batch = 256;   // writes that share one commit, and so one fsync
  int log_pages = 4096;      // in the log when they begin to be moved into the database
};

class SqliteDatabase : public Database {
 public:
  // Creates the file when there is none.
  explicit SqliteDatabase(const std::string& path, SqliteLimits limits = {});
  ~SqliteDatabase() override;

  bool post_write(std::function<void(Tx&)> work, std::function<void(std::exception_ptr)> done,
                  Repeat repeat = Repeat::no) override;
  core::Error refusal() const override;
  void on_change(std::vector<std::string> tables, std::function<void()> hook) override;
  void on_replace(std::function<void()> hook) override;
  void replace_with(const std::string& path,
                    const std::function<void(std::int64_t, std::int64_t)>& told) override;

  // Makes another database's tables readable in writes, as `name`.table. Nothing can be written to it.
  void attach(const std::string& path, const std::string& name);
  // Moves what is in the log into the database file, and gives the log's room back unless somebody still
  // reads of it.
  void checkpoint();

  void on_fault(std::function<void(Fault, const std::string&)> told) override {
    told_of_fault_ = std::move(told);
  }
  std::size_t queued() const override;
  void stop() override;

  // What has been written, and what waits.
  const WriterStats& writer_stats() const { return stats_; }
  core::LaneState writer_lane() const;

 protected:
  void write_and_wait(const std::function<void(Tx&)>& work) override;
  void read_now(const std::function<void(Tx&)>& work) override;
  void close() override;
  void open() override;

 private:
  struct Job {
    std::function<void(Tx&)> work;
    std::function<void(std::exception_ptr)> done;
    std::exception_ptr failure;
    Repeat repeat = Repeat::no;
    bool alone = false;  // not in a transaction
  };

  // What is undone of a batch when one of its writes fails.
  enum class Undo { one, all };

  struct Watch {
    std::vector<std::string> tables;
    std::function<void()> hook;
    bool changed = false;  // in the batch that is running
  };

  void run();
  // Runs `work` behind what is queued, also while the database is closed.
  void run_alone(const std::function<void(SqliteConnection&)>& work);
  // Fills `batch` with what waits; false when there is nothing more to come.
  bool take_batch(std::vector<Job>& batch);
  void commit_batch(std::vector<Job>& batch);
  void work_alone(Job& job);
  void log_has(int pages);
  void checkpoint_now(Checkpoint last);
  // Begins a transaction and runs the batch in it; a write that fails is undone with its hooks. False when
  // all had to be undone for that: then there is no transaction any more.
  bool work_through(std::vector<Job>& batch, Undo undo);
  void work_within(const std::function<void(Tx&)>& work);
  void undo_all();
  // Passes on what it was that a read or a write failed of.
  void tell_fault(const std::exception_ptr& failure) const;
  std::unique_ptr<SqliteConnection> borrow_reader();
  void return_reader(std::unique_ptr<SqliteConnection> reader);

  const std::string path_;
  const SqliteLimits limits_;
  SqliteConnection writer_;
  std::vector<Watch> watches_;
  std::vector<std::function<void()>> replaced_;
  std::function<void(Fault, const std::string&)> told_of_fault_;

  mutable std::mutex queue_mutex_;
  std::condition_variable filled_;
  std::deque<Job> queue_;
  std::size_t wanted_ = 1;  // writes for which the writer is woken
  bool stopping_ = false;
  bool closed_ = false;

  bool part_failed_ = false;  // a write within the one that is running

  // Of the last batch, for the writer alone.
  std::size_t companions_ = 1;
  std::chrono::steady_clock::duration commit_time_{0};

  WriterStats stats_;

  std::atomic<bool> checkpointing_ = false;  // because the log is long
  std::mutex checkpoint_mutex_;
  SqliteConnection beside_writer_;
  core::WorkerPool checkpoints_{"checkpoint", 1, 1};

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> readers_;  // those idle

  std::thread thread_;
};

}  // namespace db
