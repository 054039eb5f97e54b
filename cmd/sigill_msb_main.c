/* sigill-msb: the authority's program. */
#include "cmd/programs.h"
#include "isolate/spawner.h"

int main(int argc, char **argv)
{
    if (spawner_is_asked_for(argc, argv))
        return spawner_main(argv);
    return app_main(&sigill_msb_program, argc, argv);
}
