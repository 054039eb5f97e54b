/* A workbook as its worker reads it: what comes up is taken as the process with the keys takes it,
 * and is the same when it is handed on. */
#include "format/sheet_read.h"
#include "tests/fuzz/fuzz.h"

#include <unistd.h>

static void require_same(const struct sheet_cells *cells)
{
    struct sheet_cells again = SHEET_CELLS_NONE;
    struct buffer given = {0}, twice = {0};
    enum sheet_fault why = SHEET_GOOD;
    size_t place = 0;
    while (sheet_cells_give(cells, &place, 4096, &given))
        continue;
    fuzz_require(sheet_cells_take(&again, given.data, given.length, &why) == STATUS_OK);
    place = 0;
    while (sheet_cells_give(&again, &place, 65536, &twice))
        continue;
    fuzz_require(fuzz_same(&twice, given.data, given.length));
    for (size_t i = 0; i < sheet_cells_count(cells); i++) {
        char where[SHEET_PLACE_SIZE];
        sheet_cells_place(cells, sheet_cells_at(cells, i), where);
        fuzz_require(where[0] != '\0');
    }
    sheet_cells_free(&again);
    buffer_free(&given);
    buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum sheet_fault why = SHEET_GOOD;
    int fd = fuzz_file(data, size);
    if (sheet_read(fd, size, &cells, &why) == STATUS_OK)
        require_same(&cells);
    else
        fuzz_require(why > SHEET_GOOD && why < SHEET_FAULTS);
    sheet_cells_free(&cells);
    (void)close(fd);
    return 0;
}
