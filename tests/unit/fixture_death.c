#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "fixture_death.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int fixture_death_of(void (*work)(void), char *said, size_t size)
{
    int pipe_of[2];
    int status;
    size_t length = 0;
    assert_int_equal(pipe2(pipe_of, O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(pipe_of[1], STDERR_FILENO);
        work();
        _exit(0);
    }
    (void)close(pipe_of[1]);
    ssize_t got;
    while ((got = read(pipe_of[0], said + length, size - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    (void)close(pipe_of[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

void fixture_expect_death(void (*work)(void), const char *sentence)
{
    char said[4096];
    int status = fixture_death_of(work, said, sizeof said);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), STATUS_FAILED);
    /* A sanitizer warns of what it was asked for before it gives NULL. */
    size_t length = strlen(said);
    size_t wanted = strlen(sentence);
    assert_true(length >= wanted);
    assert_string_equal(said + length - wanted, sentence);
}
