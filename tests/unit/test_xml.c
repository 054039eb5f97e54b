/* The XML of workbooks: which elements a reader sees, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "fixture_workbook.h"
#include "format/xml.h"

static const struct xml_space SPACES[] = {
    {"urn:a", 'a'},
    {"urn:b", 'b'},
    {"urn:also-b", 'b'},
    {NULL, 0},
};

enum { TOP = 1, INNER, LEAF };

static const struct xml_rule RULES[] = {
    {XML_DOCUMENT, 'a', "top", TOP, true},
    {TOP, 'a', "inner", INNER, true},
    {INNER, 'a', "inner", INNER, true},
    {INNER, 'b', "leaf", LEAF, false},
    {INNER, 0, "bare", LEAF, true},
    {0, 0, NULL, 0, false},
};

/* What the reader saw: "<2 v>" an element of place 2 whose attribute v has that value, ">" its end;
 * which of its calls, counted from 1, is to fail, 0: none. */
struct xml_log {
    struct buffer text;
    unsigned calls;
    unsigned fails;
};

static enum status answer_call(struct xml_log *log, enum sheet_fault *why)
{
    log->calls++;
    return log->calls == log->fails ? sheet_refuse(why, SHEET_CELLS) : STATUS_OK;
}

static enum status log_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct xml_log *log = context;
    const char *bare = xml_attribute(attributes, 0, "v");
    const char *spaced = xml_attribute(attributes, 'b', "v");
    buffer_printf(&log->text, "<%u", (unsigned)place);
    if (bare != NULL)
        buffer_printf(&log->text, " %s", bare);
    if (spaced != NULL)
        buffer_printf(&log->text, " b:%s", spaced);
    buffer_text(&log->text, ">");
    return answer_call(log, why);
}

static enum status log_text(
    void *context, uint8_t place, const char *text, size_t length, enum sheet_fault *why)
{
    struct xml_log *log = context;
    buffer_printf(&log->text, "%u:", (unsigned)place);
    buffer_append(&log->text, text, length);
    return answer_call(log, why);
}

static enum status log_end(void *context, uint8_t place, enum sheet_fault *why)
{
    struct xml_log *log = context;
    buffer_printf(&log->text, "</%u>", (unsigned)place);
    return answer_call(log, why);
}

/* Reads a document as a part, by the reader with all its handlers, or with none. */
static enum status read_document(
    const char *document, bool handled, struct xml_log *log, enum sheet_fault *why)
{
    const struct fixture_part parts[] = {{"part.xml", document}, {NULL, NULL}};
    const struct xml_reader reader = {
        SPACES, RULES, handled ? log_begin : NULL, log_text, handled ? log_end : NULL, log};
    struct package package;
    uint64_t size;
    int fd = fixture_workbook_pack(parts, &size);
    *why = SHEET_GOOD;
    assert_int_equal(package_open(fd, size, &package, why), STATUS_OK);
    enum status status = xml_read_part(&package, "part.xml", &reader, why);
    package_close(&package);
    (void)close(fd);
    return status;
}

static void document_logs(const char *document, const char *expected)
{
    struct xml_log log = {0};
    enum sheet_fault why;
    assert_int_equal(read_document(document, true, &log, &why), STATUS_OK);
    assert_int_equal(why, SHEET_GOOD);
    assert_string_equal(buffer_string(&log.text), expected);
    buffer_free(&log.text);
}

static void document_refused_by_xml(const char *document, enum sheet_fault expected)
{
    struct xml_log log = {0};
    enum sheet_fault why;
    assert_int_equal(read_document(document, true, &log, &why), STATUS_REFUSED);
    assert_int_equal(why, expected);
    buffer_free(&log.text);
}

#define TOP_OF "<a:top xmlns:a='urn:a' xmlns:b='urn:b' xmlns:c='urn:also-b' xmlns:d='urn:bb'>"

static void test_elements_are_known_by_name_space_and_place(void **state)
{
    static const struct {
        const char *document;
        const char *expected;
    } cases[] = {
        {TOP_OF "</a:top>", "<1></1>"},
        {"<top xmlns='urn:a'><inner/></top>", "<1><2></2></1>"},
        {TOP_OF "<a:inner><a:inner><b:leaf/></a:inner></a:inner></a:top>",
            "<1><2><2><3></3></2></2></1>"},
        {TOP_OF "<a:inner><c:leaf/></a:inner></a:top>", "<1><2><3></3></2></1>"},
        {TOP_OF "<a:inner><bare>x</bare></a:inner></a:top>", "<1><2><3>3:x</3></2></1>"},
        {TOP_OF "<a:inner><a:leaf/><d:leaf/><leaf/><b:lea/><b:bare/></a:inner></a:top>",
            "<1><2></2></1>"},
        {TOP_OF "<b:leaf/><bare/></a:top>", "<1></1>"},
        {TOP_OF "<a:other><a:inner/><a:top/></a:other><a:inner/></a:top>", "<1><2></2></1>"},
        {"<a:top xmlns:a='urn:b'/>", ""},
        {"<a:inner xmlns:a='urn:a'/>", ""},
        {"<top/>", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        document_logs(cases[i].document, cases[i].expected);
}

static void test_text_is_given_where_it_is_asked_for(void **state)
{
    (void)state;
    document_logs(TOP_OF "p<a:inner>q<b:leaf>r</b:leaf></a:inner>s<a:other>t</a:other></a:top>",
        "<1>1:p<2>2:q<3></3></2>1:s</1>");
    document_logs(
        "<?xml version='1.0'?><!-- c -->" TOP_OF "<![CDATA[<&]]><!-- c --></a:top>", "<1>1:<&</1>");
    document_logs(TOP_OF "&#229;</a:top>", "<1>1:å</1>");
}

static void test_attributes_are_known_by_name_and_space(void **state)
{
    (void)state;
    document_logs(TOP_OF "<a:inner v='1'/></a:top>", "<1><2 1></2></1>");
    document_logs(TOP_OF "<a:inner b:v='1'/></a:top>", "<1><2 b:1></2></1>");
    document_logs(TOP_OF "<a:inner w='0' c:v='1' v='2'/></a:top>", "<1><2 2 b:1></2></1>");
    document_logs(TOP_OF "<a:inner d:v='1' vv='2' a:v='3' b:w='4'/></a:top>", "<1><2></2></1>");
}

static void test_what_is_not_well_formed_is_refused(void **state)
{
    static const char *const documents[] = {"", "x", "<a>", "<a></b>", "<a/><a/>", "<a b/>",
        "<a>&x;</a>", "<a:b/>", "<a>\x01</a>", "<a>\xff</a>", "<a v='1' v='2'/>",
        "<?xml version='1.0' encoding='x-other'?><a/>"};
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
        document_refused_by_xml(documents[i], SHEET_XML);
    document_refused_by_xml("<!DOCTYPE a><a/>", SHEET_DTD);
    document_refused_by_xml("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", SHEET_DTD);
    document_refused_by_xml("<!DOCTYPE a SYSTEM 'x'><a>", SHEET_DTD);
}

/* So many elements within each other, the known ones first. */
static char *nested_document(size_t depth, const char *inner)
{
    char *begins = fixture_workbook_times("<x>", depth - 1);
    char *ends = fixture_workbook_times("</x>", depth - 1);
    char *document = memory_printf(TOP_OF "%s%s%s</a:top>", begins, inner, ends);
    free(begins);
    free(ends);
    return document;
}

static void test_depth_has_a_limit(void **state)
{
    char *most = nested_document(XML_DEPTH_MAX, "");
    char *more = nested_document(XML_DEPTH_MAX + 1, "");
    char *beside = nested_document(XML_DEPTH_MAX - 1, "<x/><x/>");
    (void)state;
    document_logs(most, "<1></1>");
    document_logs(beside, "<1></1>");
    document_refused_by_xml(more, SHEET_DEPTH);
    free(most);
    free(more);
    free(beside);
}

/* Tags of all kinds, of exactly as many bytes as the limit and of one more. */
static void test_a_tag_has_a_sharp_limit(void **state)
{
    static const struct {
        const char *before, *begin, *inside, *end, *after;
    } tags[] = {{"", "<a v='", "x", "'/>", ""}, {"<a>", "<!--", "x", "-->", "</a>"},
        {"<a>", "<?p ", "x", "?>", "</a>"}, {"<a>", "</a", " ", ">", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t own = strlen(tags[i].begin) + strlen(tags[i].end);
        for (size_t more = 0; more < 2; more++) {
            char *inside = fixture_workbook_times(tags[i].inside, XML_TAG_MAX - own + more);
            char *document = memory_printf(
                "%s%s%s%s%s", tags[i].before, tags[i].begin, inside, tags[i].end, tags[i].after);
            if (more == 0)
                document_logs(document, "");
            else
                document_refused_by_xml(document, SHEET_TAG);
            free(document);
            free(inside);
        }
    }
}

static void test_a_tag_has_a_limit(void **state)
{
    enum { PIECE = 65536 };
    char *letters = fixture_workbook_times("x", XML_TAG_MAX - PIECE);
    char *more_letters = fixture_workbook_times("x", 2 * XML_TAG_MAX);
    char *below = memory_printf("<a v='%s'/>", letters);
    char *over = memory_printf("<a v='%s'/>", more_letters);
    char *comment = memory_printf("<a><!--%s--></a>", more_letters);
    char *text = memory_printf("<a>%s</a>", more_letters);
    (void)state;
    document_logs(below, "");
    document_logs(text, "");
    document_refused_by_xml(over, SHEET_TAG);
    document_refused_by_xml(comment, SHEET_TAG);
    free(letters);
    free(more_letters);
    free(below);
    free(over);
    free(comment);
    free(text);
}

/* Wherever the reader fails, its fault is handed on, and it is not called again. */
static void test_a_reader_that_fails_ends_the_reading(void **state)
{
    static const char document[] = TOP_OF "<a:inner>q</a:inner><a:inner/></a:top>";
    enum sheet_fault why;
    (void)state;
    for (unsigned fails = 1; fails <= 7; fails++) {
        struct xml_log log = {.fails = fails};
        assert_int_equal(read_document(document, true, &log, &why), STATUS_REFUSED);
        assert_int_equal(why, SHEET_CELLS);
        assert_int_equal(log.calls, fails);
        buffer_free(&log.text);
    }
    struct xml_log log = {.fails = 8};
    assert_int_equal(read_document(document, true, &log, &why), STATUS_OK);
    assert_int_equal(log.calls, 7);
    buffer_free(&log.text);
    log = (struct xml_log){0};
    assert_int_equal(read_document(document, false, &log, &why), STATUS_OK);
    assert_string_equal(buffer_string(&log.text), "2:q");
    buffer_free(&log.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements_are_known_by_name_space_and_place),
        cmocka_unit_test(test_text_is_given_where_it_is_asked_for),
        cmocka_unit_test(test_attributes_are_known_by_name_and_space),
        cmocka_unit_test(test_what_is_not_well_formed_is_refused),
        cmocka_unit_test(test_depth_has_a_limit),
        cmocka_unit_test(test_a_tag_has_a_limit),
        cmocka_unit_test(test_a_tag_has_a_sharp_limit),
        cmocka_unit_test(test_a_reader_that_fails_ends_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
