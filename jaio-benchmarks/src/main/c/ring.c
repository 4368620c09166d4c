/*
 * The rival in C: one thread on one io_uring, with callbacks reduced to a switch and without an
 * object per request. It takes the same part as the other contenders: it says READY, gets one line
 * per window, "run-up milliseconds", works for that time and answers with what it has done.
 *
 *   cc -O2 -pthread -o ring ring.c -luring
 *   ring nop|read|cold|direct|stat|load DEPTH DIRECTORY
 *
 * It works on the files that the comparison has prepared (Data.java) and checks every result.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = (1 << 30) / BLOCK, PER_DIRECTORY = 1000 };
enum { STAT_FILES = 100000, SMALL_FILES = 20000 };

enum work { NOP, READ, COLD, DIRECT, STAT, LOAD };

/* What a slot waits for; LOAD goes through all of them. */
enum step { STEP_ONLY, STEP_OPEN, STEP_READ, STEP_CLOSE };

struct slot {
  uint64_t random;
  uint64_t item;
  enum step step;
  int fd;
  char *buffer;
  struct statx *statx;
};

static enum work work;
static unsigned depth;
static struct slot *slots;
static char **paths; /* STAT and LOAD */
static int large = -1; /* READ, COLD and DIRECT */
static atomic_bool stopping;
static _Atomic uint64_t operations;

static void fail(const char *what, int error) {
  printf("FAILED %s: %s\n", what, strerror(error));
  fflush(stdout);
  _exit(1);
}

static uint64_t pick(struct slot *s, uint64_t bound) {
  s->random ^= s->random << 13;
  s->random ^= s->random >> 7;
  s->random ^= s->random << 17;
  return s->item = s->random % bound;
}

/* ---------------------------------------------------------------- one operation */

static void queue_read(struct io_uring_sqe *sqe, struct slot *s) {
  uint64_t block = pick(s, BLOCKS);
  io_uring_prep_read(sqe, 0, s->buffer, BLOCK, block * BLOCK);
  sqe->flags |= IOSQE_FIXED_FILE;
}

static void queue(struct io_uring *ring, struct slot *s) {
  struct io_uring_sqe *sqe = io_uring_get_sqe(ring); /* never full: one entry per slot */
  switch (work) {
    case NOP:
      io_uring_prep_nop(sqe);
      break;
    case READ:
    case COLD:
    case DIRECT:
      queue_read(sqe, s);
      break;
    case STAT:
      io_uring_prep_statx(
          sqe, AT_FDCWD, paths[pick(s, STAT_FILES)], 0, STATX_BASIC_STATS, s->statx);
      break;
    case LOAD:
      if (s->step == STEP_OPEN) {
        io_uring_prep_openat(
            sqe, AT_FDCWD, paths[pick(s, SMALL_FILES)], O_RDONLY | O_CLOEXEC, 0);
      } else if (s->step == STEP_READ) {
        io_uring_prep_read(sqe, s->fd, s->buffer, BLOCK, 0);
      } else {
        io_uring_prep_close(sqe, s->fd);
      }
      break;
  }
  io_uring_sqe_set_data(sqe, s);
}

static void check_block(const struct slot *s, int bytes) {
  uint64_t number;
  memcpy(&number, s->buffer, sizeof number);
  if (bytes != BLOCK || number != s->item) {
    fail("another block was read", EIO);
  }
}

/* Whether the operation of the slot is done; else its next step follows. */
static bool completed(struct slot *s, int result) {
  if (result < 0) {
    fail("an operation", -result);
  }
  switch (work) {
    case NOP:
      return true;
    case READ:
    case COLD:
    case DIRECT:
      check_block(s, result);
      return true;
    case STAT:
      if (s->statx->stx_size != s->item) {
        fail("another file was asked for", EIO);
      }
      return true;
    case LOAD:
      break;
  }
  if (s->step == STEP_OPEN) {
    s->fd = result;
    s->step = STEP_READ;
    return false;
  }
  if (s->step == STEP_READ) {
    check_block(s, result);
    s->step = STEP_CLOSE;
    return false;
  }
  s->step = STEP_OPEN;
  return true;
}

/* ---------------------------------------------------------------- the ring */

static void set_up(struct io_uring *ring) {
  struct io_uring_params p = {
      .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_SUBMIT_ALL};
  int r = io_uring_queue_init_params(depth, ring, &p);
  if (r == -EINVAL) { /* an older kernel */
    p = (struct io_uring_params){0};
    r = io_uring_queue_init_params(depth, ring, &p);
  }
  if (r < 0) {
    fail("io_uring_setup", -r);
  }
  io_uring_register_ring_fd(ring); /* saves a look-up per enter; does without */
  if (large >= 0 && (r = io_uring_register_files(ring, &large, 1)) < 0) {
    fail("io_uring_register", -r);
  }
}

static void *loop(void *unused) {
  struct io_uring ring;
  set_up(&ring); /* on this thread, which is the only one that submits */
  unsigned live = depth;
  for (unsigned i = 0; i < depth; i++) {
    queue(&ring, &slots[i]);
  }
  while (live > 0) {
    int r = io_uring_submit_and_wait(&ring, 1);
    if (r < 0 && r != -EINTR) {
      fail("io_uring_enter", -r);
    }
    bool stop = atomic_load_explicit(&stopping, memory_order_relaxed);
    struct io_uring_cqe *cqe;
    unsigned head;
    unsigned seen = 0;
    uint64_t done = 0;
    io_uring_for_each_cqe(&ring, head, cqe) {
      struct slot *s = io_uring_cqe_get_data(cqe);
      bool ended = completed(s, cqe->res);
      done += ended;
      if (ended && stop) {
        live--;
      } else {
        queue(&ring, s);
      }
      seen++;
    }
    io_uring_cq_advance(&ring, seen);
    uint64_t before = atomic_load_explicit(&operations, memory_order_relaxed);
    atomic_store_explicit(&operations, before + done, memory_order_relaxed);
  }
  io_uring_queue_exit(&ring);
  return unused;
}

/* ---------------------------------------------------------------- what it works on */

static char **names(const char *directory, const char *kind, unsigned count) {
  char **all = calloc(count, sizeof *all);
  for (unsigned i = 0; all && i < count; i++) {
    if (asprintf(&all[i], "%s/%s/d%02u/f%03u", directory, kind, i / PER_DIRECTORY,
                 i % PER_DIRECTORY) < 0) {
      all = NULL;
    }
  }
  return all ? all : (fail("memory", ENOMEM), NULL);
}

static void prepare(const char *directory) {
  if (work == STAT) {
    paths = names(directory, "stat", STAT_FILES);
  } else if (work == LOAD) {
    paths = names(directory, "small", SMALL_FILES);
  } else if (work != NOP) {
    char *path;
    if (asprintf(&path, "%s/large", directory) < 0) {
      fail("memory", ENOMEM);
    }
    large = open(path, O_RDONLY | O_CLOEXEC | (work == DIRECT ? O_DIRECT : 0));
    if (large < 0) {
      fail(path, errno);
    }
  }
  slots = calloc(depth, sizeof *slots);
  for (unsigned i = 0; slots && i < depth; i++) {
    struct slot *s = &slots[i];
    s->random = 88172645463325252u + i * 0x9E3779B97F4A7C15u;
    s->step = work == LOAD ? STEP_OPEN : STEP_ONLY;
    s->buffer = aligned_alloc(BLOCK, BLOCK);
    s->statx = calloc(1, sizeof *s->statx);
    if (!s->buffer || !s->statx) {
      fail("memory", ENOMEM);
    }
  }
}

/* ---------------------------------------------------------------- windows */

static uint64_t nanos(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000u + t.tv_nsec;
}

static void sleep_millis(unsigned long millis) {
  struct timespec t = {millis / 1000, millis % 1000 * 1000000};
  while (nanosleep(&t, &t) < 0 && errno == EINTR) {
  }
}

/* Processor time that anybody has used. */
static uint64_t machine_busy(void) {
  unsigned long v[8] = {0};
  FILE *f = fopen("/proc/stat", "re");
  if (!f || fscanf(f, "cpu %lu %lu %lu %lu %lu %lu %lu %lu", &v[0], &v[1], &v[2], &v[3], &v[4],
                   &v[5], &v[6], &v[7]) != 8) {
    memset(v, 0, sizeof v);
  }
  if (f) {
    fclose(f);
  }
  unsigned long jiffies = v[0] + v[1] + v[2] + v[5] + v[6] + v[7]; /* without idle and iowait */
  return jiffies * (1000000000u / (uint64_t)sysconf(_SC_CLK_TCK));
}

static void window(unsigned long run_up, unsigned long millis) {
  pthread_t thread;
  atomic_store(&stopping, false);
  int r = work == COLD ? posix_fadvise(large, 0, 0, POSIX_FADV_DONTNEED) : 0;
  if (r != 0) {
    fail("posix_fadvise", r);
  }
  r = pthread_create(&thread, NULL, loop, NULL);
  if (r != 0) {
    fail("pthread_create", r);
  }
  sleep_millis(run_up);
  uint64_t busy = machine_busy();
  uint64_t cpu = nanos(CLOCK_PROCESS_CPUTIME_ID);
  uint64_t done = atomic_load(&operations);
  uint64_t time = nanos(CLOCK_MONOTONIC);
  sleep_millis(millis);
  done = atomic_load(&operations) - done;
  time = nanos(CLOCK_MONOTONIC) - time;
  cpu = nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  busy = machine_busy() - busy;
  atomic_store(&stopping, true);
  pthread_join(thread, NULL);
  double others =
      ((double)busy - (double)cpu) / ((double)time * (double)sysconf(_SC_NPROCESSORS_ONLN));
  printf("%lu %lu %lu 0 %.4f\n", done, time, cpu, others < 0 ? 0 : others > 1 ? 1 : others);
  fflush(stdout);
}

int main(int argc, char **argv) {
  static const char *const works[] = {"nop", "read", "cold", "direct", "stat", "load"};
  if (argc != 4 || (depth = (unsigned)atoi(argv[2])) == 0) {
    fail("usage: ring nop|read|cold|direct|stat|load DEPTH DIRECTORY", EINVAL);
  }
  while (strcmp(argv[1], works[work]) != 0) {
    if (++work > LOAD) {
      fail(argv[1], EINVAL);
    }
  }
  prepare(argv[3]);
  struct io_uring probe;
  int r = io_uring_queue_init(8, &probe, 0);
  if (r < 0) {
    printf("MISSING io_uring: %s\n", strerror(-r));
    return 0;
  }
  io_uring_queue_exit(&probe);
  puts("READY");
  fflush(stdout);
  unsigned long run_up;
  unsigned long millis;
  while (scanf("%lu %lu", &run_up, &millis) == 2) {
    window(run_up, millis);
  }
  return 0;
}
