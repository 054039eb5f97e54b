#include "base/system/interruption.h"

#include "base/undo.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static const int ENDS[] = {SIGINT, SIGTERM, SIGHUP};

/* What is listed asks the kernel alone and takes no lock but the list's, so a handler may call it,
 * whatever the thread was at. The signal comes again when this returns, and ends the process. */
static void take_back_and_end(int number)
{
    int kept = errno;
    if (undo_all_at_signal(number)) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
    errno = kept;
}

static bool is_ignored(int number)
{
    struct sigaction present;
    return sigaction(number, NULL, &present) == 0 && present.sa_handler == SIG_IGN;
}

void interruption_prepare(void)
{
    struct sigaction action = {.sa_handler = take_back_and_end, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
        (void)sigaddset(&action.sa_mask, ENDS[i]);
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        if (!is_ignored(ENDS[i]))
            (void)sigaction(ENDS[i], &action, NULL);
    }
}

void interruption_again(int number)
{
    (void)raise(number);
}
