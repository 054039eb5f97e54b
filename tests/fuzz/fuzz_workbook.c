/* A workbook as its worker reads it: what comes up is taken as the process with the keys takes it,
 * and is the same when it is handed on. An input that does not begin as an archive is one part of a
 * workbook, which its first byte chooses, among others that are right: a change to a packed part
 * would be found by its sum and go no further. */
#include "base/file.h"
#include "base/memory.h"
#include "format/draft.h"
#include "format/form_cells.h"
#include "format/sheet_read.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATED "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"

struct part {
    const char *name;
    const char *content;
};

/* The first is that of an OpenDocument, or none. */
static const struct part OFFICE[] = {
    {"[Content_Types].xml", "<Types xmlns='" PACKAGE "content-types'/>"},
    {"_rels/.rels", "<Relationships xmlns='" PACKAGE "relationships'><Relationship Id='a' Type='x/"
                    "officeDocument' Target='xl/w.xml'/></Relationships>"},
    {"xl/w.xml", "<workbook xmlns='" MAIN "' xmlns:r='" RELATED
                 "'><sheets><sheet name='S' r:id='a'/></sheets></workbook>"},
    {"xl/_rels/w.xml.rels",
        "<Relationships xmlns='" PACKAGE "relationships'><Relationship Id='a' Type='x/worksheet' "
        "Target='s.xml'/><Relationship Id='b' Type='x/sharedStrings' Target='t.xml'/><Relationship "
        "Id='c' Type='x/styles' Target='f.xml'/></Relationships>"},
    {"xl/s.xml",
        "<worksheet xmlns='" MAIN "'><sheetData><row><c t='inlineStr'><is><t>Nyckel</t></is></c><c "
        "t='inlineStr'><is><t>Svar</t></is></c></row><row><c t='s'><v>0</v></c><c "
        "s='1'><v>45000</v></c></row></sheetData></worksheet>"},
    {"xl/t.xml", "<sst xmlns='" MAIN "'><si><t>1.a</t></si></sst>"},
    {"xl/f.xml",
        "<styleSheet xmlns='" MAIN "'><cellXfs><xf/><xf numFmtId='14'/></cellXfs></styleSheet>"},
    {"xl/_rels/s.xml.rels", "<Relationships xmlns='" PACKAGE "relationships'><Relationship Id='a' "
                            "Type='x/comments' Target='c.xml'/></Relationships>"},
    {"xl/c.xml", "<comments xmlns='" MAIN "'/>"},
};

static const struct part OPEN[] = {
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
    {"META-INF/manifest.xml", "<m:manifest xmlns:m='" OASIS "manifest:1.0'/>"},
    {"content.xml", "<o:document-content xmlns:o='" OASIS "office:1.0'/>"},
};

enum {
    OFFICE_PARTS = sizeof OFFICE / sizeof OFFICE[0],
    OPEN_PARTS = sizeof OPEN / sizeof OPEN[0],
};

static void put_number(struct buffer *out, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(number >> 8 * i);
        buffer_append(out, &byte, 1);
    }
}

/* What a header and an entry of the directory have in common, from the flags on. */
static void put_common(struct buffer *out, const char *name, const void *bytes, size_t length)
{
    put_number(out, 0, 8); /* no flags, stored, no time */
    put_number(out, crc32(0, bytes, (unsigned)length), 4);
    put_number(out, length, 4);
    put_number(out, length, 4);
    put_number(out, strlen(name), 2);
    put_number(out, 0, 2);
}

static void put_member(struct buffer *out, struct buffer *directory, const char *name,
    const void *bytes, size_t length)
{
    put_number(directory, 0x02014b50, 4);
    put_number(directory, 0x00140014, 4);
    put_common(directory, name, bytes, length);
    put_number(directory, 0, 8);
    put_number(directory, 0, 2);
    put_number(directory, out->length, 4);
    buffer_text(directory, name);
    put_number(out, 0x04034b50, 4);
    put_number(out, 20, 2);
    put_common(out, name, bytes, length);
    buffer_text(out, name);
    buffer_append(out, bytes, length);
}

/* The parts, that at the place replaced. */
static void pack_parts(const struct part *part, size_t count, size_t place, const uint8_t *data,
    size_t size, struct buffer *out)
{
    struct buffer directory = {0};
    for (size_t i = 0; i < count; i++) {
        if (i == place)
            put_member(out, &directory, part[i].name, data, size);
        else
            put_member(out, &directory, part[i].name, part[i].content, strlen(part[i].content));
    }
    size_t begins = out->length;
    buffer_append(out, directory.data, directory.length);
    put_number(out, 0x06054b50, 4);
    put_number(out, 0, 4);
    put_number(out, count, 2);
    put_number(out, count, 2);
    put_number(out, directory.length, 4);
    put_number(out, begins, 4);
    put_number(out, 0, 2);
    buffer_free(&directory);
}

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
    sheet_cells_free(&again);
    buffer_free(&given);
    buffer_free(&twice);
}

/* That with questions of every kind. */
static const struct edition *every_kind(void)
{
    static struct edition *edition;
    struct buffer text = {0};
    if (edition != NULL)
        return edition;
    fuzz_require(
        file_read("tests/data/every-kind-edition.json", 1 << 20, &text, NULL) == STATUS_OK);
    fuzz_require(edition_load(text.data, text.length, "edition", &edition, NULL) == STATUS_OK);
    buffer_free(&text);
    return edition;
}

/* What stands in a draft is a record, whatever was typed. */
static void draft_of(const struct form_cells *form, const struct edition *edition)
{
    struct answers *answers = memory_new(1, sizeof *answers);
    struct findings exact, said;
    findings_init(&exact, NULL);
    findings_init(&said, NULL);
    json_t *draft = form_cells_draft(form, edition, &exact);
    fuzz_require(draft_answers(edition, draft, NULL, answers, &said, NULL) == STATUS_OK);
    form_cells_place(form, &exact);
    form_cells_place(form, &said);
    form_cells_missing(form, edition, &said);
    json_decref(draft);
    findings_free(&exact);
    findings_free(&said);
    free(answers);
}

/* What the process with the keys makes of it. */
static void find_form(const struct sheet_cells *cells)
{
    struct form_cells form;
    struct error err;
    error_init(&err, NULL);
    if (form_cells_find(cells, "x", &form, &err) == STATUS_OK) {
        char id[EDITION_WORD_SIZE];
        form_cells_edition(&form, id);
        fuzz_require(strlen(id) < sizeof id);
        draft_of(&form, fuzz_edition());
        draft_of(&form, every_kind());
    }
    form_cells_free(&form);
}

static void read_workbook(const uint8_t *data, size_t size)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    enum sheet_fault why = SHEET_GOOD;
    int fd = fuzz_file(data, size);
    if (sheet_read(fd, size, &cells, &why) == STATUS_OK) {
        require_same(&cells);
        find_form(&cells);
    } else {
        fuzz_require(why > SHEET_GOOD && why < SHEET_FAULTS);
    }
    sheet_cells_free(&cells);
    (void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer packed = {0};
    if (size > 1 && data[0] != 'P') {
        size_t place = data[0] % (OFFICE_PARTS + OPEN_PARTS);
        if (place < OFFICE_PARTS)
            pack_parts(OFFICE, OFFICE_PARTS, place, data + 1, size - 1, &packed);
        else
            pack_parts(OPEN, OPEN_PARTS, place - OFFICE_PARTS, data + 1, size - 1, &packed);
        read_workbook(packed.data, packed.length);
        buffer_free(&packed);
    } else {
        read_workbook(data, size);
    }
    return 0;
}
