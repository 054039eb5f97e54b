#include "base/system/process.h"

#include <string.h>
#include <unistd.h>

void process_end(int status)
{
    _exit(status);
}

void process_await_end(void)
{
    for (;;)
        (void)pause();
}

void process_complain(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}
