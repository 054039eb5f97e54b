#include "format/xml.h"

#include "base/memory.h"

#include <expat.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Of a tag that has not ended: so much is put off of one of XML_TAG_MAX, and a piece of the package
 * more. */
#define XML_UNENDED_MAX (2 * XML_TAG_MAX + 65536)

enum { UNKNOWN = 255, SEPARATOR = '\n' }; /* the latter is in no namespace's URI */

struct xml_attributes {
    const struct xml_space *spaces;
    const char **pair; /* name, value, …, NULL */
};

struct xml_parsing {
    const struct xml_reader *reader;
    XML_Parser parser;
    uint64_t given; /* bytes, to the parser */
    size_t depth;
    uint8_t place[XML_DEPTH_MAX + 1]; /* of each element that is open; the document first */
    const struct xml_rule *rule[XML_DEPTH_MAX + 1]; /* NULL for those that are not known */
    enum status status;                             /* of the handlers */
    enum sheet_fault why;
};

/* ---- names ---- */

static char space_letter(const struct xml_space *spaces, const char *uri, size_t length)
{
    for (; spaces->uri != NULL; spaces++) {
        if (strlen(spaces->uri) == length && memcmp(spaces->uri, uri, length) == 0)
            return spaces->letter;
    }
    return '?';
}

/* Splits a name as expat gives it: 0 without a namespace, '?' for one that is not known. */
static char split_name(const struct xml_space *spaces, const char *full, const char **name)
{
    const char *end = strchr(full, SEPARATOR);
    *name = end == NULL ? full : end + 1;
    return end == NULL ? '\0' : space_letter(spaces, full, (size_t)(end - full));
}

const char *xml_attribute(const struct xml_attributes *attributes, char space, const char *name)
{
    for (const char **pair = attributes->pair; *pair != NULL; pair += 2) {
        const char *local;
        if (split_name(attributes->spaces, pair[0], &local) == space && strcmp(local, name) == 0)
            return pair[1];
    }
    return NULL;
}

static const struct xml_rule *find_rule(
    const struct xml_reader *reader, uint8_t within, const char *full)
{
    const char *name;
    char space = split_name(reader->spaces, full, &name);
    for (const struct xml_rule *rule = reader->rules; rule->name != NULL; rule++) {
        if (rule->within == within && rule->space == space && strcmp(rule->name, name) == 0)
            return rule;
    }
    return NULL;
}

/* ---- what expat calls ---- */

static void stop_parsing(struct xml_parsing *parsing, enum status status)
{
    if (status == STATUS_OK)
        return;
    parsing->status = status;
    (void)XML_StopParser(parsing->parser, XML_FALSE);
}

static void refuse_parsing(struct xml_parsing *parsing, enum sheet_fault fault)
{
    stop_parsing(parsing, sheet_refuse(&parsing->why, fault));
}

/* A tag that is whole, of exactly so many bytes. */
static void judge_tag(struct xml_parsing *parsing)
{
    if (parsing->status == STATUS_OK && XML_GetCurrentByteCount(parsing->parser) > (int)XML_TAG_MAX)
        refuse_parsing(parsing, SHEET_TAG);
}

static void XMLCALL on_comment(void *context, const char *text)
{
    (void)text;
    judge_tag(context);
}

static void XMLCALL on_instruction(void *context, const char *target, const char *text)
{
    (void)target;
    (void)text;
    judge_tag(context);
}

static void XMLCALL on_begin(void *context, const char *name, const char **pairs)
{
    struct xml_parsing *parsing = context;
    const struct xml_reader *reader = parsing->reader;
    struct xml_attributes attributes = {reader->spaces, pairs};
    judge_tag(parsing);
    if (parsing->status != STATUS_OK)
        return;
    if (parsing->depth == XML_DEPTH_MAX) {
        refuse_parsing(parsing, SHEET_DEPTH);
        return;
    }
    const struct xml_rule *rule = find_rule(reader, parsing->place[parsing->depth], name);
    parsing->depth++;
    parsing->rule[parsing->depth] = rule;
    parsing->place[parsing->depth] = rule == NULL ? UNKNOWN : rule->place;
    if (rule != NULL && reader->begin != NULL)
        stop_parsing(
            parsing, reader->begin(reader->context, rule->place, &attributes, &parsing->why));
}

static void XMLCALL on_end(void *context, const char *name)
{
    struct xml_parsing *parsing = context;
    const struct xml_reader *reader = parsing->reader;
    (void)name;
    judge_tag(parsing);
    if (parsing->status != STATUS_OK)
        return;
    const struct xml_rule *rule = parsing->rule[parsing->depth--];
    if (rule != NULL && reader->end != NULL)
        stop_parsing(parsing, reader->end(reader->context, rule->place, &parsing->why));
}

static void XMLCALL on_text(void *context, const char *text, int length)
{
    struct xml_parsing *parsing = context;
    const struct xml_reader *reader = parsing->reader;
    const struct xml_rule *rule = parsing->rule[parsing->depth];
    if (parsing->status == STATUS_OK && rule != NULL && rule->text)
        stop_parsing(parsing,
            reader->text(reader->context, rule->place, text, (size_t)length, &parsing->why));
}

static void XMLCALL on_document_type(
    void *context, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse_parsing(context, SHEET_DTD);
}

/* ---- the parser ---- */

static enum status judge_parsing(struct xml_parsing *parsing, enum XML_Status done)
{
    if (parsing->status != STATUS_OK)
        return parsing->status;
    if (done != XML_STATUS_OK)
        return sheet_refuse(&parsing->why,
            XML_GetErrorCode(parsing->parser) == XML_ERROR_NO_MEMORY ? SHEET_MEMORY : SHEET_XML);
    /* What was given and not yet taken for anything is of a tag that has not ended, or that expat
     * (2.6, and what distributions have of it) has put off until it has twice as much. */
    XML_Index taken = XML_GetCurrentByteIndex(parsing->parser);
    if (taken >= 0 && parsing->given - (uint64_t)taken > XML_UNENDED_MAX)
        return sheet_refuse(&parsing->why, SHEET_TAG);
    return STATUS_OK;
}

static enum status give_part_to_parser(
    void *context, const void *bytes, size_t length, bool last, enum sheet_fault *why)
{
    struct xml_parsing *parsing = context;
    parsing->given += length;
    enum XML_Status done = XML_Parse(parsing->parser, bytes, (int)length, last);
    enum status status = judge_parsing(parsing, done);
    *why = parsing->why;
    return status;
}

/* Expat would ask the system for its salt in a way that a confined process may not. */
static void set_salt(XML_Parser parser)
{
    unsigned long salt;
    do
        randombytes_buf(&salt, sizeof salt);
    while (salt == 0);
    (void)XML_SetHashSalt(parser, salt);
}

enum status xml_read_part(struct package *package, const char *part,
    const struct xml_reader *reader, enum sheet_fault *why)
{
    struct xml_parsing *parsing = memory_new(1, sizeof *parsing);
    struct package_sink sink = {give_part_to_parser, parsing};
    parsing->reader = reader;
    parsing->parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (parsing->parser == NULL)
        memory_exhausted();
    set_salt(parsing->parser);
    XML_SetUserData(parsing->parser, parsing);
    XML_SetElementHandler(parsing->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(parsing->parser, on_text);
    XML_SetCommentHandler(parsing->parser, on_comment);
    XML_SetProcessingInstructionHandler(parsing->parser, on_instruction);
    XML_SetStartDoctypeDeclHandler(parsing->parser, on_document_type);
    enum status status = package_read(package, part, &sink, why);
    XML_ParserFree(parsing->parser);
    free(parsing);
    return status;
}
