// Preloaded into a server (LD_PRELOAD), makes the files below GIRAFFE_FAULT_DIR fail as a disk does, for as long as
// the test says so: the first byte of the file GIRAFFE_FAULT_FILE tells how, the second one what:
//   'r' read-only   'f' full   'e' no write reaches the disk   's' only syncing fails   'x' nothing can be read either
//   'd' denied, for want of rights
//   'a' everything  'w' the database's log (-wal)   'd' the database itself   'p' the photos
// Anything else, and everything is well.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static volatile const char *told = "--";
static const char *folder = "";

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("GIRAFFE_FAULT_FILE");
  const char *below = getenv("GIRAFFE_FAULT_DIR");
  if (!file || !below) return;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  void *map = fd < 0 ? MAP_FAILED : mmap(NULL, 2, PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) abort();  // a test without its fault would prove nothing
  folder = below;
  told = map;
}

static int ends_with(const char *path, const char *end) {
  const size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static int meant(const char *path) {
  if (strncmp(path, folder, strlen(folder)) != 0) return 0;
  switch (told[1]) {
    case 'a': return 1;
    case 'w': return ends_with(path, "-wal");
    case 'd': return ends_with(path, "market.db");
    case 'p': return strncmp(path + strlen(folder), "/photos", 7) == 0;
    default: return 0;
  }
}

static int fd_meant(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = '\0';
  return meant(path);
}

// The error of a write, a sync or a read; 0 when it is to be done.
static int write_error(void) {
  switch (told[0]) {
    case 'r': return EROFS;
    case 'f': return ENOSPC;
    case 'e': case 'x': return EIO;
    case 'd': return EACCES;
    default: return 0;
  }
}
static int sync_error(void) { return told[0] == 's' || told[0] == 'e' || told[0] == 'x' ? EIO : 0; }
static int read_error(void) { return told[0] == 'x' ? EIO : 0; }

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

#define FAIL_FD(error, fd) \
  do { const int failed = (error); if (failed && fd_meant(fd)) { errno = failed; return -1; } } while (0)
#define FAIL_PATH(error, path) \
  do { const int failed = (error); if (failed && meant(path)) { errno = failed; return -1; } } while (0)

ssize_t write(int fd, const void *bytes, size_t size) {
  FAIL_FD(write_error(), fd);
  return REAL(write)(fd, bytes, size);
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
  FAIL_FD(write_error(), fd);
  return REAL(pwrite)(fd, bytes, size, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  FAIL_FD(write_error(), fd);
  return REAL(pwrite64)(fd, bytes, size, at);
}
ssize_t pread(int fd, void *bytes, size_t size, off_t at) {
  FAIL_FD(read_error(), fd);
  return REAL(pread)(fd, bytes, size, at);
}
ssize_t pread64(int fd, void *bytes, size_t size, off64_t at) {
  FAIL_FD(read_error(), fd);
  return REAL(pread64)(fd, bytes, size, at);
}
ssize_t read(int fd, void *bytes, size_t size) {
  FAIL_FD(read_error(), fd);
  return REAL(read)(fd, bytes, size);
}
int ftruncate(int fd, off_t size) {
  FAIL_FD(write_error(), fd);
  return REAL(ftruncate)(fd, size);
}
int ftruncate64(int fd, off64_t size) {
  FAIL_FD(write_error(), fd);
  return REAL(ftruncate64)(fd, size);
}
int fsync(int fd) {
  FAIL_FD(sync_error(), fd);
  return REAL(fsync)(fd);
}
int fdatasync(int fd) {
  FAIL_FD(sync_error(), fd);
  return REAL(fdatasync)(fd);
}
int mkdir(const char *path, mode_t mode) {
  FAIL_PATH(write_error(), path);
  return REAL(mkdir)(path, mode);
}
int rename(const char *from, const char *to) {
  FAIL_PATH(write_error(), to);
  return REAL(rename)(from, to);
}
int unlink(const char *path) {
  FAIL_PATH(told[0] == 'f' ? 0 : write_error(), path);
  return REAL(unlink)(path);
}

static int open_error(int flags) {
  const int denied = told[0] == 'r' ? EROFS : told[0] == 'd' ? EACCES : 0;
  return (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 ? denied : 0;
}
#define OPEN(name)                                                 \
  int name(const char *path, int flags, ...) {                     \
    va_list more;                                                  \
    va_start(more, flags);                                         \
    const mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                  \
    FAIL_PATH(open_error(flags), path);                            \
    return REAL(name)(path, flags, mode);                          \
  }
OPEN(open)
OPEN(open64)

int statvfs(const char *path, struct statvfs *status) {
  const int done = REAL(statvfs)(path, status);
  if (done == 0 && told[0] == 'r' && meant(path)) status->f_flag |= ST_RDONLY;
  return done;
}
int statvfs64(const char *path, struct statvfs64 *status) {
  const int done = REAL(statvfs64)(path, status);
  if (done == 0 && told[0] == 'r' && meant(path)) status->f_flag |= ST_RDONLY;
  return done;
}
