/* sigill: the program of an organisation that answers. */
#include "base/system/process.h"
#include "cmd/programs.h"
#include "isolate/spawner.h"

int main(int argc, char **argv)
{
    process_words(&argc, &argv);
    if (spawner_is_asked_for(argc, argv))
        return spawner_main(argv);
    return app_main(&sigill_program, argc, argv);
}
