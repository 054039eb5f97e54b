/* Shows a harness every file of the directories named, and says in TAP that it came through: one
 * test a directory. A harness that fails ends the process, and with it the plan is not kept. */
#include "base/buffer.h"
#include "base/file.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 4 << 20 };

static bool show(const char *path)
{
    struct buffer input = {0};
    bool shown = file_read(path, INPUT_MAX, &input, NULL) == STATUS_OK;
    if (shown) {
        /* Memory of exactly the input's size: reading beyond it is then seen. */
        uint8_t *exact = malloc(input.length == 0 ? 1 : input.length);
        fuzz_require(exact != NULL);
        if (input.length > 0)
            memcpy(exact, input.data, input.length);
        (void)fprintf(stderr, "# %s\n", path);
        (void)LLVMFuzzerTestOneInput(exact, input.length);
        free(exact);
    }
    buffer_free(&input);
    return shown;
}

/* How many files were shown; -1 if one could not be read. */
static int show_all(const char *directory)
{
    struct dirent **entry;
    int count = scandir(directory, &entry, NULL, alphasort);
    int shown = 0;
    for (int i = 0; i < count; i++) {
        char *path = path_join(directory, entry[i]->d_name);
        if (path != NULL && entry[i]->d_name[0] != '.' && shown >= 0)
            shown = show(path) ? shown + 1 : -1;
        free(path);
        free(entry[i]);
    }
    if (count >= 0)
        free(entry);
    return count < 0 ? -1 : shown;
}

int main(int argc, char **argv)
{
    int failed = 0;
    (void)LLVMFuzzerInitialize(&argc, &argv);
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        int shown = show_all(argv[i]);
        bool good = shown > 0;
        printf("%s %d - corpus %s: %d inputs\n", good ? "ok" : "not ok", i, argv[i], shown);
        (void)fflush(stdout);
        failed += !good;
    }
    return failed > 0;
}
