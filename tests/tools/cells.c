/* cells FILE: what stands in a workbook's cells, one line a record: place, kind, text as JSON; or
 * the number of the fault for which it is not read, exit status 1. */
#include "format/json.h"
#include "format/sheet_read.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const KINDS[] = {
    "sheet", "text", "number", "day", "truth", "error", "formula", "comment", "chart", "links"};

static void print_cell(const struct sheet_cells *cells, const struct sheet_cell *cell)
{
    char place[SHEET_PLACE_SIZE];
    sheet_cells_place(cells, cell, place);
    json_t *line = json_pack("[s,s,s]", place, KINDS[cell->kind], cell->text);
    char *text = json_dumps(line, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    printf("%s\n", text == NULL ? "null" : text);
    free(text);
    json_decref(line);
}

int main(int argc, char **argv)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum sheet_fault why = SHEET_GOOD;
    struct stat about;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0 || fstat(fd, &about) != 0)
        return 2;
    json_start();
    enum status status = sheet_read(fd, (uint64_t)about.st_size, &cells, &why);
    for (size_t i = 0; status == STATUS_OK && i < sheet_cells_count(&cells); i++)
        print_cell(&cells, sheet_cells_at(&cells, i));
    if (status != STATUS_OK)
        printf("%d\n", (int)why);
    sheet_cells_free(&cells);
    (void)close(fd);
    return (int)status;
}
