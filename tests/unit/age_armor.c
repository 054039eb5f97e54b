#include "age_armor.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = AGE_ARMOR_SPACE_MAX, AHEAD_SIZE = 4096 };

struct age_armor_reader {
    struct source text;
    uint8_t ahead[AHEAD_SIZE]; /* text not yet looked at */
    size_t ahead_at, ahead_length;
    char line[LINE_SIZE]; /* the line last taken, without its end */
    size_t line_length;
    size_t line_number;                  /* from 1 */
    uint8_t bytes[AGE_ARMOR_LINE_BYTES]; /* what the line stands for */
    size_t at, length;                   /* of these, given out and in all */
    bool begun, ended, failed;
    struct error failure; /* what is said again after a failure */
};

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_space((uint8_t)line[i]))
            return false;
    }
    return true;
}

static bool line_is(const struct age_armor_reader *reader, const char *mark)
{
    return reader->line_length == strlen(mark) &&
           memcmp(reader->line, mark, reader->line_length) == 0;
}

bool age_armor_begins(const void *bytes, size_t length)
{
    const uint8_t *text = bytes;
    size_t mark = strlen(AGE_ARMOR_BEGIN);
    size_t at = 0;
    while (at < length && is_space(text[at]))
        at++;
    return length - at >= mark && memcmp(text + at, AGE_ARMOR_BEGIN, mark) == 0;
}

static enum status refuse(const struct age_armor_reader *reader, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_ARMOR,
        "line %zu of the armored text is not as it must be; ask for the file again",
        reader->line_number);
}

/* The next byte of the text; *there is false at its end. */
static enum status take_byte(
    struct age_armor_reader *reader, uint8_t *byte, bool *there, struct error *err)
{
    if (reader->ahead_at == reader->ahead_length) {
        reader->ahead_at = 0;
        reader->ahead_length = 0;
        enum status status = reader->text.read(
            reader->text.context, reader->ahead, sizeof reader->ahead, &reader->ahead_length, err);
        if (status != STATUS_OK)
            return status;
    }
    *there = reader->ahead_length != 0;
    if (*there)
        *byte = reader->ahead[reader->ahead_at++];
    return STATUS_OK;
}

/* The next line, its LF or CRLF taken off. The end of the text ends a line, but is none. */
static enum status take_line(struct age_armor_reader *reader, struct error *err)
{
    uint8_t byte = 0;
    bool there = true;
    reader->line_length = 0;
    reader->line_number++;
    for (;;) {
        enum status status = take_byte(reader, &byte, &there, err);
        if (status != STATUS_OK)
            return status;
        if (!there || byte == '\n')
            break;
        if (reader->line_length == sizeof reader->line)
            return refuse(reader, err);
        reader->line[reader->line_length++] = (char)byte;
    }
    if (!there && reader->line_length == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_ARMOR,
            "the armored text ends too early: it was cut; ask for the file again");
    if (reader->line_length > 0 && reader->line[reader->line_length - 1] == '\r')
        reader->line_length--;
    return STATUS_OK;
}

static enum status take_beginning(struct age_armor_reader *reader, struct error *err)
{
    size_t skipped = 0;
    for (;;) {
        enum status status = take_line(reader, err);
        if (status != STATUS_OK)
            return status;
        if (!is_blank(reader->line, reader->line_length))
            break;
        skipped += reader->line_length + 1;
        if (skipped > AGE_ARMOR_SPACE_MAX)
            return refuse(reader, err);
    }
    reader->begun = true;
    return line_is(reader, AGE_ARMOR_BEGIN) ? STATUS_OK : refuse(reader, err);
}

/* The closing mark was taken: nothing but some white space may follow. */
static enum status take_ending(struct age_armor_reader *reader, struct error *err)
{
    uint8_t byte = 0;
    bool there = true;
    reader->ended = true;
    for (size_t skipped = 0;; skipped++) {
        enum status status = take_byte(reader, &byte, &there, err);
        if (status != STATUS_OK)
            return status;
        if (!there)
            return STATUS_OK;
        if (!is_space(byte) || skipped == AGE_ARMOR_SPACE_MAX)
            return error_set(err, STATUS_REFUSED, REASON_BAD_ARMOR,
                "the armored text goes on after its end; take away what follows the line \"%s\"",
                AGE_ARMOR_END);
    }
}

/* Takes one line of content, and the closing mark where it must follow. */
static enum status take_content(struct age_armor_reader *reader, struct error *err)
{
    enum status status = take_line(reader, err);
    if (status != STATUS_OK)
        return status;
    if (line_is(reader, AGE_ARMOR_END))
        return take_ending(reader, err);
    size_t length = 0;
    if (reader->line_length == 0 || reader->line_length > AGE_ARMOR_COLUMNS ||
        sodium_base642bin(reader->bytes, sizeof reader->bytes, reader->line, reader->line_length,
            NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return refuse(reader, err);
    if (length < sizeof reader->bytes) {
        status = take_line(reader, err);
        if (status != STATUS_OK)
            return status;
        if (!line_is(reader, AGE_ARMOR_END))
            return refuse(reader, err);
        status = take_ending(reader, err);
        if (status != STATUS_OK)
            return status;
    }
    reader->at = 0;
    reader->length = length;
    return STATUS_OK;
}

static enum status remember(struct age_armor_reader *reader, enum status status, struct error *err)
{
    reader->failed = true;
    reader->failure.status = status;
    if (err != NULL)
        reader->failure = *err;
    return status;
}

static enum status read_bytes(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct age_armor_reader *reader = context;
    *got = 0;
    if (reader->failed) {
        if (err != NULL)
            *err = reader->failure;
        return reader->failure.status;
    }
    enum status status = reader->begun ? STATUS_OK : take_beginning(reader, err);
    if (status == STATUS_OK && reader->at == reader->length && !reader->ended)
        status = take_content(reader, err);
    if (status != STATUS_OK)
        return remember(reader, status, err);
    size_t left = reader->length - reader->at;
    *got = size < left ? size : left;
    memcpy(bytes, reader->bytes + reader->at, *got);
    reader->at += *got;
    return STATUS_OK;
}

struct age_armor_reader *age_armor_reader_open(struct source text)
{
    struct age_armor_reader *reader = memory_new(1, sizeof *reader);
    reader->text = text;
    return reader;
}

struct source source_from_age_armor(struct age_armor_reader *reader)
{
    return (struct source){.read = read_bytes, .context = reader};
}

void age_armor_reader_close(struct age_armor_reader *reader)
{
    free(reader);
}

void age_armor_writer_init(struct age_armor_writer *writer, struct sink text)
{
    *writer = (struct age_armor_writer){.text = text};
}

static enum status write_text(struct age_armor_writer *writer, const char *text, struct error *err)
{
    return sink_write(&writer->text, text, strlen(text), err);
}

static enum status begin(struct age_armor_writer *writer, struct error *err)
{
    if (writer->begun)
        return STATUS_OK;
    writer->begun = true;
    return write_text(writer, AGE_ARMOR_BEGIN "\n", err);
}

static enum status write_line(struct age_armor_writer *writer, struct error *err)
{
    char line[AGE_ARMOR_COLUMNS + 1];
    sodium_bin2base64(
        line, sizeof line, writer->line, writer->length, sodium_base64_VARIANT_ORIGINAL);
    writer->length = 0;
    enum status status = write_text(writer, line, err);
    return status == STATUS_OK ? write_text(writer, "\n", err) : status;
}

static enum status write_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    struct age_armor_writer *writer = context;
    const uint8_t *next = bytes;
    enum status status = begin(writer, err);
    while (status == STATUS_OK && length > 0) {
        size_t room = sizeof writer->line - writer->length;
        size_t part = length < room ? length : room;
        memcpy(writer->line + writer->length, next, part);
        writer->length += part;
        next += part;
        length -= part;
        if (writer->length == sizeof writer->line)
            status = write_line(writer, err);
    }
    return status;
}

struct sink sink_to_age_armor(struct age_armor_writer *writer)
{
    return (struct sink){.write = write_bytes, .context = writer};
}

enum status age_armor_writer_finish(struct age_armor_writer *writer, struct error *err)
{
    enum status status = begin(writer, err);
    if (status == STATUS_OK && writer->length > 0)
        status = write_line(writer, err);
    return status == STATUS_OK ? write_text(writer, AGE_ARMOR_END "\n", err) : status;
}
