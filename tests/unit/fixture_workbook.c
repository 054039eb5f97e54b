#include "fixture_workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/sealed_memory.h"
#include "format/sheet_read.h"

/* ---- the archive (APPNOTE.TXT 6.3) ---- */

static void put_little(struct buffer *to, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(i < sizeof number ? number >> (8 * i) : 0);
        buffer_append(to, &byte, 1);
    }
}

/* What the header of a member and its entry in the directory have in common. */
static void put_member(struct buffer *to, const struct fixture_part *part)
{
    size_t size = strlen(part->text);
    put_little(to, 20, 2); /* the version that is needed */
    put_little(to, 0, 2);  /* no flags */
    put_little(to, 0, 2);  /* stored */
    put_little(to, 0x58210000, 4);
    put_little(to, crc32(0, (const Bytef *)part->text, (uInt)size), 4);
    put_little(to, size, 4);
    put_little(to, size, 4);
    put_little(to, strlen(part->name), 2);
    put_little(to, 0, 2);
}

int fixture_workbook_pack(const struct fixture_part *parts, uint64_t *size)
{
    struct buffer file = {0}, directory = {0};
    size_t count = 0;
    for (; parts[count].name != NULL; count++) {
        put_little(&directory, 0x02014b50, 4);
        put_little(&directory, 20, 2);
        put_member(&directory, &parts[count]);
        put_little(&directory, 0, 10); /* no comment, the first disk, no attributes */
        put_little(&directory, file.length, 4);
        buffer_text(&directory, parts[count].name);
        put_little(&file, 0x04034b50, 4);
        put_member(&file, &parts[count]);
        buffer_text(&file, parts[count].name);
        buffer_text(&file, parts[count].text);
    }
    size_t begin = file.length;
    buffer_append(&file, directory.data, directory.length);
    put_little(&file, 0x06054b50, 4);
    put_little(&file, 0, 4);
    put_little(&file, count, 2);
    put_little(&file, count, 2);
    put_little(&file, directory.length, 4);
    put_little(&file, begin, 4);
    put_little(&file, 0, 2);
    int fd = sealed_memory_begin("workbook");
    assert_true(fd >= 0);
    assert_true(descriptor_write(fd, file.data, file.length));
    *size = file.length;
    buffer_free(&file);
    buffer_free(&directory);
    return fd;
}

/* ---- the records ---- */

static void show_record_text(struct buffer *shown, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            buffer_text(shown, "\\n");
        else if (*text == '\t')
            buffer_text(shown, "\\t");
        else
            buffer_append(shown, text, 1);
    }
    buffer_text(shown, "\n");
}

static void show_record(
    struct buffer *shown, const struct sheet_cells *cells, const struct sheet_cell *cell)
{
    static const char *const words[SHEET_KINDS] = {"sheet", "written", "number", "day", "truth",
        "error", "formula", "comment", "chart", "links away"};
    char place[SHEET_PLACE_SIZE];
    sheet_cells_place(cells, cell, place);
    if (cell->row > 0)
        buffer_printf(shown, "%s ", place);
    buffer_text(shown, cell->hidden ? "hidden " : "");
    buffer_text(shown, cell->kind == SHEET_BEGINS && sheet_cells_is_hidden(cells, cell->sheet)
                           ? "hidden"
                           : words[cell->kind]);
    if (cell->length > 0)
        buffer_text(shown, " ");
    show_record_text(shown, cell->text);
}

enum status fixture_workbook_read(
    const struct fixture_part *parts, struct buffer *shown, enum sheet_fault *why)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    uint64_t size;
    int fd = fixture_workbook_pack(parts, &size);
    enum status status = sheet_read(fd, size, &cells, why);
    for (size_t i = 0; i < sheet_cells_count(&cells); i++)
        show_record(shown, &cells, sheet_cells_at(&cells, i));
    sheet_cells_free(&cells);
    (void)close(fd);
    return status;
}

void fixture_workbook_gives(const struct fixture_part *parts, const char *expected)
{
    struct buffer shown = {0};
    enum sheet_fault why;
    enum status status = fixture_workbook_read(parts, &shown, &why);
    assert_string_equal(buffer_string(&shown), expected);
    assert_int_equal(why, SHEET_GOOD);
    assert_int_equal(status, STATUS_OK);
    buffer_free(&shown);
}

void fixture_workbook_refused(const struct fixture_part *parts, enum sheet_fault expected)
{
    struct buffer shown = {0};
    enum sheet_fault why;
    assert_int_equal(fixture_workbook_read(parts, &shown, &why), STATUS_REFUSED);
    assert_int_equal(why, expected);
    buffer_free(&shown);
}

/* ---- Office Open XML ---- */

static const struct fixture_part PLAIN[] = {
    {"[Content_Types].xml",
        "<Types xmlns='" XLSX_TYPES "'><Default Extension='xml' ContentType='application/xml'/>"
        "<Override PartName='/xl/workbook.xml' ContentType='application/"
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"},
    {"_rels/.rels", XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "xl/workbook.xml"))},
    {"xl/workbook.xml", "<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_WITHIN
                        "'><sheets><sheet name='A' sheetId='1' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
        XLSX_RELATIONS(XLSX_RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
                XLSX_RELATION("rId2", "styles", "styles.xml")
                    XLSX_RELATION("rId3", "sharedStrings", "sharedStrings.xml"))},
    {"xl/worksheets/sheet1.xml", "<worksheet xmlns='" XLSX_MAIN "'><sheetData/></worksheet>"},
    {"xl/styles.xml", "<styleSheet xmlns='" XLSX_MAIN "'/>"},
    {"xl/sharedStrings.xml", "<sst xmlns='" XLSX_MAIN "'/>"},
};

enum { PLAIN_PARTS = sizeof PLAIN / sizeof PLAIN[0], CHANGES_MAX = 16 };

static const struct fixture_part *changed_part(const struct fixture_part *changes, const char *name)
{
    while (changes->name != NULL && strcmp(changes->name, name) != 0)
        changes++;
    return changes->name == NULL ? NULL : changes;
}

static bool is_plain_part(const char *name)
{
    for (size_t i = 0; i < PLAIN_PARTS; i++) {
        if (strcmp(PLAIN[i].name, name) == 0)
            return true;
    }
    return false;
}

const struct fixture_part *fixture_workbook_xlsx(const struct fixture_part *changes)
{
    static struct fixture_part parts[PLAIN_PARTS + CHANGES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < PLAIN_PARTS; i++) {
        const struct fixture_part *changed = changed_part(changes, PLAIN[i].name);
        if (changed == NULL || changed->text != NULL)
            parts[count++] = changed == NULL ? PLAIN[i] : *changed;
    }
    for (; changes->name != NULL; changes++) {
        assert_true(count < PLAIN_PARTS + CHANGES_MAX);
        if (!is_plain_part(changes->name))
            parts[count++] = *changes;
    }
    parts[count] = (struct fixture_part){NULL, NULL};
    return parts;
}

char *fixture_workbook_times(const char *text, size_t times)
{
    size_t length = strlen(text);
    char *made = memory_new(length * times + 1, 1);
    for (size_t i = 0; i < times; i++)
        memcpy(made + i * length, text, length);
    return made;
}
