/* The two programs with workers that were taken over: linked with this in place of isolate/serve.c,
 * everything else is what is shipped. Which lie they are made for (tests/unit/fixture_hostile_*.c)
 * is the name of the directory that the program lies in, since a spawner has no environment. */
#include "isolate/serve.h"

#include "tests/unit/fixture_hostile.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* Before main, while the file system can be seen: a worker is confined when it first serves. */
__attribute__((constructor)) static void choose_plan(void)
{
    char path[PATH_MAX] = {0};
    if (readlink("/proc/self/exe", path, sizeof path - 1) < 0)
        abort();
    fixture_hostile_is(basename(dirname(path)));
}

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}
