#include "report/workbook_check.h"

#include "base/memory.h"
#include "format/archive.h"

#include <expat.h>

/* More than the largest workbook can need. */
static const struct archive_limits LIMITS = {.members = 1000, .bytes = UINT64_C(1) << 30};

static enum status refuse_part(XML_Parser parser, enum XML_Status parsed)
{
    if (parsed == XML_STATUS_OK)
        return STATUS_OK;
    if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY)
        memory_exhausted();
    return STATUS_REFUSED;
}

static enum status parse_block(void *context, const void *bytes, size_t length, struct error *err)
{
    XML_Parser parser = context;
    (void)err;
    return refuse_part(parser, XML_Parse(parser, bytes, (int)length, XML_FALSE));
}

static enum status read_part(struct archive_reader *reader)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    enum status status;
    if (parser == NULL)
        memory_exhausted();
    (void)XML_SetHashSalt(parser, 1); /* or it asks the system, as a confined process may not */
    TRY_OUT(archive_reader_each_block(reader, parse_block, parser, NULL));
    status = refuse_part(parser, XML_Parse(parser, "", 0, XML_TRUE));
out:
    XML_ParserFree(parser);
    return status;
}

static enum status read_parts(struct archive_reader *reader, bool *whole)
{
    const char *name;
    TRY(archive_reader_next(reader, &name, NULL));
    *whole = name != NULL;
    while (name != NULL) {
        TRY(read_part(reader));
        TRY(archive_reader_next(reader, &name, NULL));
    }
    return STATUS_OK;
}

bool workbook_is_whole(const uint8_t *bytes, size_t length)
{
    struct archive_input input = {.bytes = bytes, .descriptor = -1, .length = length};
    struct archive_reader *reader = NULL;
    bool whole = false;
    enum status status;
    TRY_OUT(archive_reader_open(ARCHIVE_ZIP, &input, &LIMITS, &reader, NULL));
    status = read_parts(reader, &whole);
out:
    archive_reader_close(reader);
    return status == STATUS_OK && whole;
}
