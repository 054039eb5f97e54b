/* A workbook's worker that was taken over, and the records of cells that it hands up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/system/worker_linux.h"
#include "isolate/serve_workbook.h"
#include "isolate/wire.h"
#include "isolate/workbook.h"

enum { PATIENCE = 1000 }; /* milliseconds */

static struct sheet_cells cells;
static struct error err;
static int ours, theirs;

static int open_ends(void **state)
{
    int pair[2];
    (void)state;
    error_init(&err, NULL);
    cells = SHEET_CELLS_NONE;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return -1;
    ours = pair[0];
    theirs = pair[1];
    return 0;
}

static int close_ends(void **state)
{
    (void)state;
    sheet_cells_free(&cells);
    (void)close(ours);
    return close(theirs);
}

static void say(enum wire_kind kind, const void *bytes, size_t length)
{
    assert_int_equal(wire_send(theirs, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
}

static void say_verdict(enum status status, unsigned fault)
{
    struct wire_verdict verdict = {(uint32_t)status, fault};
    say(WIRE_VERDICT, &verdict, sizeof verdict);
}

static void add_record(
    struct buffer *to, enum sheet_kind kind, uint32_t row, uint32_t column, const char *text)
{
    struct sheet_record record = {(uint32_t)kind, row, column, (uint32_t)strlen(text), 0};
    buffer_append(to, &record, sizeof record);
    buffer_text(to, text);
}

static enum status take(void)
{
    return workbook_take(ours, 100, channel_clock() + PATIENCE, &cells, &err);
}

static void assert_not_heard(void)
{
    assert_int_equal(take(), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_WORKER_FAILED);
    assert_non_null(strstr(err.text, "did not come to its end"));
    (void)close_ends(NULL);
    assert_int_equal(open_ends(NULL), 0);
}

/* One part of records behind a good verdict, and the end. */
static void say_part(struct buffer *part)
{
    say_verdict(STATUS_OK, 0);
    say(WIRE_BYTES, part->data, part->length);
    say(WIRE_END, NULL, 0);
    buffer_free(part);
}

static void test_cells_come_as_they_were_said(void **state)
{
    struct buffer part = {0};
    char place[SHEET_PLACE_SIZE];
    (void)state;
    add_record(&part, SHEET_LINKS_AWAY, 0, 0, "");
    add_record(&part, SHEET_BEGINS, 0, 0, "Svar");
    add_record(&part, SHEET_WRITTEN, 47, 4, "ja");
    add_record(&part, SHEET_COMMENT, 1, 16384, "å");
    say_part(&part);
    assert_int_equal(take(), STATUS_OK);
    assert_int_equal(sheet_cells_count(&cells), 4);
    sheet_cells_place(&cells, sheet_cells_at(&cells, 2), place);
    assert_string_equal(place, "Svar!D47");
    sheet_cells_place(&cells, sheet_cells_at(&cells, 3), place);
    assert_string_equal(place, "Svar!XFD1");
    assert_string_equal(sheet_cells_at(&cells, 2)->text, "ja");
}

static void test_S13_a_workbook_s_worker_refuses_in_our_words(void **state)
{
    (void)state;
    for (unsigned fault = 0; fault < SHEET_FAULTS + 2; fault++) {
        say_verdict(STATUS_REFUSED, fault);
        enum status status = take();
        assert_int_equal(status, fault == SHEET_UNREADABLE ? STATUS_FAILED : STATUS_REFUSED);
        assert_int_not_equal(err.reason, REASON_WORKER_FAILED);
        assert_true(strlen(err.text) > 20);
        (void)close_ends(NULL);
        assert_int_equal(open_ends(NULL), 0);
    }
}

static void test_S13_what_a_workbook_s_worker_may_not_say_is_not_heard(void **state)
{
    (void)state;
    say(WIRE_BYTES, "x", 1); /* no verdict */
    assert_not_heard();
    struct wire_verdict good = {STATUS_OK, 0};
    say(WIRE_BYTES, &good, sizeof good); /* nor one that only looks so */
    say(WIRE_END, NULL, 0);
    assert_not_heard();
    say(WIRE_VERDICT, "x", 1); /* no whole one */
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    say(WIRE_BYTES, NULL, 0); /* nothing, of which there would be no end */
    say(WIRE_END, NULL, 0);
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    say(WIRE_END, "x", 1);
    assert_not_heard();
    struct buffer sheet = {0};
    add_record(&sheet, SHEET_BEGINS, 0, 0, "A");
    say_verdict(STATUS_OK, 0);
    say(WIRE_END, sheet.data, sheet.length); /* an end that is none */
    buffer_free(&sheet);
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    say(WIRE_MEMBER, "x", 1);
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    say(WIRE_MEMBER, NULL, 0);
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    say(WIRE_BYTES, "x", 1); /* no whole record */
    assert_not_heard();
    say_verdict(STATUS_OK, 0);
    struct {
        uint32_t kind, length;
    } head = {WIRE_BYTES, WIRE_CELLS + 1}; /* a part that is too long */
    assert_int_equal(send(theirs, &head, sizeof head, 0), sizeof head);
    assert_not_heard();
    (void)shutdown(theirs, SHUT_WR); /* it died */
    assert_not_heard();
}

/* Each alone behind the beginning of a sheet and a cell in its row 5, column 5. */
static void test_S13_records_out_of_bounds_or_order_are_refused(void **state)
{
    static const struct {
        uint32_t kind, row, column;
        const char *text;
    } wrong[] = {
        {SHEET_KINDS, 6, 1, "x"},
        {UINT32_MAX, 6, 1, "x"},
        {SHEET_WRITTEN, 0, 1, "x"},
        {SHEET_WRITTEN, 6, 0, "x"},
        {SHEET_WRITTEN, SHEET_ROWS + 1, 1, "x"},
        {SHEET_WRITTEN, 6, SHEET_COLUMNS + 1, "x"},
        {SHEET_WRITTEN, 5, 5, "x"},
        {SHEET_WRITTEN, 5, 4, "x"},
        {SHEET_WRITTEN, 4, 9, "x"},
        {SHEET_COMMENT, 0, 0, "x"},
        {SHEET_BEGINS, 1, 0, "x"},
        {SHEET_CHART, 0, 1, "x"},
        {SHEET_WRITTEN, 6, 1, "\xff"},
        {SHEET_WRITTEN, 6, 1, "\xed\xa0\x80"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct buffer part = {0};
        add_record(&part, SHEET_BEGINS, 0, 0, "A");
        add_record(&part, SHEET_NUMBER, 5, 5, "1");
        add_record(
            &part, (enum sheet_kind)wrong[i].kind, wrong[i].row, wrong[i].column, wrong[i].text);
        say_part(&part);
        assert_not_heard();
    }
    struct buffer part = {0};
    add_record(&part, SHEET_WRITTEN, 1, 1, "x"); /* before any sheet */
    say_part(&part);
    assert_not_heard();
    add_record(&part, SHEET_BEGINS, 0, 0, "A"); /* a cell behind a remark */
    add_record(&part, SHEET_COMMENT, 1, 1, "x");
    add_record(&part, SHEET_WRITTEN, 2, 1, "x");
    say_part(&part);
    assert_not_heard();
}

static void test_S13_no_more_records_are_taken_than_allowed(void **state)
{
    enum sheet_fault why = SHEET_GOOD;
    struct sheet_record record = {SHEET_BEGINS, 0, 0, 1, 0};
    char *text = memory_new(SHEET_TEXT_MAX + 2, 1);
    (void)state;
    memset(text, 'x', SHEET_TEXT_MAX + 1);
    for (size_t i = 0; i < SHEET_COUNT_MAX; i++)
        assert_int_equal(sheet_cells_add(&cells, &record, text, &why), STATUS_OK);
    assert_int_equal(sheet_cells_add(&cells, &record, text, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_SHEETS);
    record = (struct sheet_record){SHEET_WRITTEN, 1, 1, SHEET_TEXT_MAX + 1, 0};
    assert_int_equal(sheet_cells_add(&cells, &record, text, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_TEXT);
    record.length = SHEET_TEXT_MAX;
    while (sheet_cells_add(&cells, &record, text, &why) == STATUS_OK)
        record.row++;
    assert_int_equal(why, SHEET_TEXTS);
    assert_true(cells.bytes <= SHEET_TEXTS_MAX && cells.bytes + SHEET_TEXT_MAX > SHEET_TEXTS_MAX);
    record.length = 0;
    while (sheet_cells_add(&cells, &record, text, &why) == STATUS_OK)
        record.row++;
    assert_int_equal(why, SHEET_CELLS);
    assert_int_equal(sheet_cells_count(&cells), SHEET_CELLS_MAX);
    free(text);
}

static void test_S13_a_workbook_s_worker_that_does_not_end_is_not_waited_for(void **state)
{
    (void)state;
    int64_t begun = channel_clock();
    assert_not_heard();
    assert_true(channel_clock() - begun >= PATIENCE / 2);
}

/* ---- asked for, and served ---- */

/* Takes the request at the spawner's end, gives a descriptor in place of a process, and says of the
 * workbook that it cannot be read for this fault. */
static _Noreturn void be_spawner_of(int spawner, unsigned fault)
{
    char byte;
    int fd[2] = {-1, -1};
    struct iovec part = {&byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(sizeof fd)] = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    if (recvmsg(spawner, &message, 0) != 1)
        _exit(1);
    memcpy(fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    byte = 0;
    message.msg_controllen = CMSG_SPACE(sizeof fd[0]);
    CMSG_FIRSTHDR(&message)->cmsg_len = CMSG_LEN(sizeof fd[0]);
    struct wire_verdict verdict = {STATUS_REFUSED, fault};
    struct buffer request = {0};
    bool said = sendmsg(spawner, &message, MSG_NOSIGNAL) == 1 &&
                wire_expect(fd[1], WIRE_WORKBOOK, sizeof(uint64_t), CHANNEL_NO_DEADLINE, &request,
                    NULL) == STATUS_OK &&
                wire_send(fd[1], WIRE_VERDICT, &verdict, sizeof verdict, CHANNEL_NO_DEADLINE,
                    NULL) == STATUS_OK;
    buffer_free(&request);
    _exit(said ? 0 : 2);
}

static void test_what_a_workbook_is_refused_for_reaches_who_asked(void **state)
{
    struct worker_source source = {.socket = ours, .process = -1};
    struct spawner spawner = {.source = &source, .patience = 5000};
    (void)state;
    pid_t child = fork();
    if (child == 0)
        be_spawner_of(theirs, SHEET_MACROS);
    assert_int_equal(workbook_read(&spawner, STDIN_FILENO, 100, &cells, &err), STATUS_REFUSED);
    assert_int_not_equal(err.reason, REASON_WORKER_FAILED);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Where there is no process of its own. */
static void test_what_is_read_inside_is_refused_likewise(void **state)
{
    struct spawner inside = SPAWNER_UNPROTECTED;
    int nothing = open("/dev/null", O_RDONLY);
    (void)state;
    assert_int_equal(workbook_read(&inside, nothing, 0, &cells, &err), STATUS_REFUSED);
    assert_int_equal(sheet_cells_count(&cells), 0);
    (void)close(nothing);
}

/* What a worker would say for want of memory is not kept on the list after its work: each of many
 * works would leave something there. */
static void test_a_worker_that_has_served_takes_nothing_back(void **state)
{
    enum { TIMES = 1000 };
    (void)state;
    (void)shutdown(ours, SHUT_WR); /* so that there is nothing to serve */
    serve_workbook(STDIN_FILENO, theirs);
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < TIMES; i++)
        serve_workbook(STDIN_FILENO, theirs);
    assert_true(mallinfo2().uordblks < before + TIMES);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_ends, close_ends)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_cells_come_as_they_were_said),
        TEST(test_S13_a_workbook_s_worker_refuses_in_our_words),
        TEST(test_S13_what_a_workbook_s_worker_may_not_say_is_not_heard),
        TEST(test_S13_records_out_of_bounds_or_order_are_refused),
        TEST(test_S13_no_more_records_are_taken_than_allowed),
        TEST(test_S13_a_workbook_s_worker_that_does_not_end_is_not_waited_for),
        TEST(test_what_a_workbook_is_refused_for_reaches_who_asked),
        TEST(test_what_is_read_inside_is_refused_likewise),
        TEST(test_a_worker_that_has_served_takes_nothing_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
