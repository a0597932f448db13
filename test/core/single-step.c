/*
 * Runs a command and executes it instruction by instruction once it stops itself (SIGSTOP). After
 * each instruction it looks at the words of FILE, which the command has mapped:
 *
 *   word 0   the word under test
 *   word 1   number of operations that the command has done
 *
 * It ends after OPERATIONS of them.
 *
 *   single-step read FILE COMMAND...    prints each new value of the word
 *   single-step write FILE COMMAND...   changes the word after each instruction
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPERATIONS = 200, MAX_STEPS = 4000000 };

/* Two values that differ in every bit, as in words-at-work.js. */
static const uint64_t VALUES[] = {0x15555555555555, 0x0aaaaaaaaaaaaa};

static int fail(const char *call) {
  perror(call);
  return 2;
}

int main(int argc, char **argv) {
  if (argc < 4) return 64;
  int writes = strcmp(argv[1], "write") == 0;
  int fd = open(argv[2], O_RDWR);
  if (fd < 0) return fail(argv[2]);
  volatile uint64_t *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (words == MAP_FAILED) return fail("mmap");

  pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(77);
    execvp(argv[3], argv + 3);
    _exit(fail(argv[3]));
  }
  int status;
  for (;;) {
    if (waitpid(child, &status, 0) < 0) return fail("waitpid");
    if (!WIFSTOPPED(status)) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    int sig = WSTOPSIG(status);
    if (sig == SIGSTOP) break;
    ptrace(PTRACE_CONT, child, 0, sig == SIGTRAP ? 0 : sig);
  }
  uint64_t last = words[0];
  uint64_t random = 1;
  for (int step = 0; step < MAX_STEPS && words[1] < OPERATIONS; step++) {
    if (ptrace(PTRACE_SINGLESTEP, child, 0, 0) != 0) return fail("ptrace");
    if (waitpid(child, &status, 0) < 0) return fail("waitpid");
    if (!WIFSTOPPED(status)) return fail("the command ended");
    if (writes) {
      /* No pattern, which two loads at a fixed distance might follow. */
      random = random * 6364136223846793005 + 1442695040888963407;
      words[0] = VALUES[random >> 63];
    } else if (words[0] != last) {
      last = words[0];
      printf("%016llx\n", (unsigned long long)last);
    }
  }
  if (writes) printf("%llu %llu\n", (unsigned long long)words[1], (unsigned long long)words[2]);
  kill(child, SIGKILL);
  return 0;
}
