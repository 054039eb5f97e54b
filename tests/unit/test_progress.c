#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cmd/ui/progress.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What has come to the terminal; it comes in pieces. The length, without the NUL. */
static size_t read_all(int terminal, char *shown, size_t size)
{
    struct pollfd waiting = {.fd = terminal, .events = POLLIN};
    size_t length = 0;
    while (length + 1 < size && poll(&waiting, 1, 200) == 1) {
        ssize_t got = read(terminal, shown + length, size - 1 - length);
        assert_true(got > 0);
        length += (size_t)got;
    }
    shown[length] = '\0';
    return length;
}

static void test_a_bar_on_a_terminal(void **state)
{
    (void)state;
    int ours, theirs;
    char shown[4096];
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    struct app app = {.err = fdopen(theirs, "w")};
    struct progress progress;
    assert_non_null(app.err);
    progress_start(&progress, &app, "Försegla", 1000);
    struct stream_progress told = progress_stream(&progress);
    progress.drawn -= 1000; /* as if a second had passed */
    told.advance(told.context, 500);
    told.advance(told.context, 100); /* too soon after to be drawn */
    progress_finish(&progress);
    size_t got = read_all(ours, shown, sizeof shown);
    assert_non_null(strstr(shown, "\rFörsegla ░░"));
    assert_non_null(strstr(shown, "  0 %"));
    assert_non_null(strstr(shown, " 50 %"));
    assert_null(strstr(shown, " 60 %"));
    assert_string_equal(shown + got - 4, "\r\033[K");
    assert_int_equal(progress.done, 600);
    fclose(app.err);
    close(ours);
}

/* The bar of a terminal so wide, in the letters that its locale has. */
static void assert_bar(unsigned short columns, const char *locale, const char *expected)
{
    int ours, theirs;
    char shown[4096];
    const struct winsize size = {.ws_row = 24, .ws_col = columns};
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, &size), 0);
    struct app app = {.err = fdopen(theirs, "w")};
    struct progress progress;
    assert_non_null(app.err);
    assert_int_equal(setenv("LC_ALL", locale, 1), 0);
    progress_start(&progress, &app, "Förseglar", 1000);
    progress_finish(&progress);
    assert_int_equal(unsetenv("LC_ALL"), 0);
    (void)read_all(ours, shown, sizeof shown);
    *strchr(shown, '%') = '\0';
    assert_string_equal(shown, expected);
    fclose(app.err);
    close(ours);
}

static void test_a_bar_fits_the_terminal_and_has_its_letters(void **state)
{
    (void)state;
    assert_bar(80, "C.UTF-8", "\rFörseglar ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 ");
    assert_bar(40, "C.UTF-8", "\rFörseglar ░░░░░░░░░░░   0 ");
    assert_bar(24, "C.UTF-8", "\rFörseglar    0 ");
    assert_bar(40, "sv_SE.ISO-8859-1", "\rF\xf6rseglar ...........   0 ");
}

static void test_a_bar_hidden_meanwhile_comes_back(void **state)
{
    (void)state;
    int ours, theirs;
    char shown[4096];
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    struct app app = {.err = fdopen(theirs, "w")};
    struct progress progress;
    assert_non_null(app.err);
    progress_start(&progress, &app, "Receiving", 1000);
    progress_hide(&progress);
    fputs("a row", app.err);
    progress_advance(&progress, 300);
    progress_finish(&progress);
    progress_hide(&progress);
    size_t got = read_all(ours, shown, sizeof shown);
    const char *row = strstr(shown, "\r\033[Ka row");
    assert_non_null(row);
    assert_non_null(strstr(row, "\rReceiving "));
    assert_non_null(strstr(row, " 30 %"));
    assert_string_equal(shown + got - 4, "\r\033[K");
    fclose(app.err);
    close(ours);
}

static void test_things_are_counted_without_a_rate(void **state)
{
    (void)state;
    int ours, theirs;
    char shown[4096];
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    struct app app = {.err = fdopen(theirs, "w")};
    struct progress progress;
    assert_non_null(app.err);
    progress_start_counting(&progress, &app, "Läser", 400);
    progress.drawn -= 1000;
    progress_advance(&progress, 100);
    progress_finish(&progress);
    (void)read_all(ours, shown, sizeof shown);
    assert_non_null(strstr(shown, " 25 %, 100\033[K"));
    assert_null(strstr(shown, "MB"));
    fclose(app.err);
    close(ours);
}

static enum status take_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    (void)err;
    *(size_t *)context += place;
    return STATUS_OK;
}

static enum status take_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    *(size_t *)context += length + *(const uint8_t *)bytes;
    return STATUS_REFUSED;
}

static void test_members_are_counted_on_their_way(void **state)
{
    (void)state;
    int ours, theirs;
    char shown[4096];
    size_t taken = 0;
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    struct app app = {.err = fdopen(theirs, "w")};
    struct progress_members members;
    assert_non_null(app.err);
    struct payload_receiver receiver = progress_receiver(&members, &app, "Packar upp", 200,
        (struct payload_receiver){take_begin, take_bytes, &taken});
    members.progress.drawn -= 1000;
    assert_int_equal(receiver.begin(receiver.context, 7, NULL, NULL), STATUS_OK);
    assert_int_equal(taken, 7);
    assert_int_equal(receiver.write(receiver.context, "\1", 50, NULL), STATUS_REFUSED);
    assert_int_equal(taken, 7 + 50 + 1);
    progress_finish(&members.progress);
    (void)read_all(ours, shown, sizeof shown);
    assert_non_null(strstr(shown, " 25 %"));
    fclose(app.err);
    close(ours);
}

static void test_nothing_elsewhere(void **state)
{
    (void)state;
    int pipe_ends[2];
    assert_int_equal(pipe2(pipe_ends, O_NONBLOCK), 0);
    struct app app = {.err = fdopen(pipe_ends[1], "w")};
    struct progress progress;
    char byte;
    assert_non_null(app.err);
    progress_start(&progress, &app, "Label", 10);
    progress.drawn -= 1000;
    progress_advance(&progress, 10);
    progress_finish(&progress);
    fflush(app.err);
    assert_true(read(pipe_ends[0], &byte, 1) < 0);
    fclose(app.err);
    close(pipe_ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bar_on_a_terminal),
        cmocka_unit_test(test_a_bar_fits_the_terminal_and_has_its_letters),
        cmocka_unit_test(test_a_bar_hidden_meanwhile_comes_back),
        cmocka_unit_test(test_things_are_counted_without_a_rate),
        cmocka_unit_test(test_members_are_counted_on_their_way),
        cmocka_unit_test(test_nothing_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
