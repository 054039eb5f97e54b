/* A child process has a terminal of its own, the parent types at the other end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cmd/ui/confirm.h"
#include "cmd/ui/passphrase.h"
#include "fixture_directory.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { WAIT_MILLISECONDS = 60000, CHILD_WRONG = 99 };

static const struct option_spec *const TAKEN[] = {&OPTION_PASSPHRASE_FILE, &OPTION_YES, NULL};
static const struct program PROGRAM = {.name = "sigill"};

enum asked { ASK_OLD, ASK_NEW, ASK_CONFIRM, ASK_WRONG };

/* What is opened takes every passphrase, and keeps it. */
static enum status keep(void *context, const struct secret *passphrase, struct error *err)
{
    struct secret *kept = context;
    (void)err;
    *kept = secret_copy(passphrase->bytes, passphrase->length);
    return STATUS_OK;
}

static enum status read_passphrase(struct app *app, struct secret *passphrase, struct error *err)
{
    return passphrase_open(app, &OPTION_PASSPHRASE_FILE, "Passphrase", keep, passphrase, err);
}

static enum status choose_passphrase(
    struct app *app, const char *what, struct secret *passphrase, struct error *err)
{
    return passphrase_choose(app, &OPTION_PASSPHRASE_FILE, what, passphrase, err);
}

/* ---- files ---- */

/* Reads or chooses a passphrase from a file with this content and mode. */
static enum status from_file(const char *content, size_t length, mode_t mode, bool is_new,
    struct secret *passphrase, struct error *err, struct buffer *warnings)
{
    char option[300];
    char name[] = "subcommand";
    char *line[] = {name, option, NULL};
    struct options_spec spec = {TAKEN, "", 0, 0};
    struct options options;
    char *said = NULL;
    size_t said_length = 0;
    error_init(err, NULL);
    fixture_directory_write("secret", content, length);
    assert_int_equal(chmod(fixture_directory_path("secret"), mode), 0);
    (void)snprintf(option, sizeof option, "--passphrase-file=%s", fixture_directory_path("secret"));
    assert_int_equal(options_parse(&spec, 2, line, &options, err), STATUS_OK);
    struct app app = {.program = &PROGRAM, .options = &options, .out = stdout};
    app.err = open_memstream(&said, &said_length);
    enum status status = is_new ? choose_passphrase(&app, "Passphrase", passphrase, err)
                                : read_passphrase(&app, passphrase, err);
    fclose(app.err);
    if (warnings != NULL)
        buffer_text(warnings, said);
    free(said);
    options_free(&options);
    return status;
}

static void expect_from_file(const char *content, const char *text)
{
    struct secret passphrase = {0};
    struct error err;
    assert_int_equal(
        from_file(content, strlen(content), 0600, false, &passphrase, &err, NULL), STATUS_OK);
    assert_int_equal(passphrase.length, strlen(text));
    assert_memory_equal(passphrase.bytes, text, strlen(text));
    secret_clear(&passphrase);
}

static void test_the_first_line_of_a_file(void **state)
{
    (void)state;
    expect_from_file("kort\nandra raden\n", "kort");
    expect_from_file("utan radslut", "utan radslut");
    expect_from_file("från windows\r\nmer", "från windows");
    expect_from_file(" blanksteg \n", " blanksteg ");
    expect_from_file("\xEF\xBB\xBFmed märke\n", "med märke");
}

static void expect_refused(const char *content, size_t length, bool is_new, const char *text)
{
    struct secret passphrase = {0};
    struct error err;
    assert_int_equal(
        from_file(content, length, 0600, is_new, &passphrase, &err, NULL), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_non_null(strstr(err.text, text));
    assert_null(passphrase.bytes);
}

static void test_what_is_no_passphrase(void **state)
{
    (void)state;
    char text[PASSPHRASE_MAX + 2];
    memset(text, 'x', sizeof text);
    expect_refused("", 0, false, "is empty");
    expect_refused("\nrest", 5, false, "is empty");
    expect_refused("a\0b\n", 4, false, "control character");
    expect_refused("a\tb\n", 4, false, "control character");
    expect_refused(text, PASSPHRASE_MAX + 1, false, "longer than 1024 bytes");
    expect_refused("elva tecken\n", 12, true, "shorter than 12 characters");
    expect_refused("ååååååååååå\n", 23, true, "shorter than 12 characters");
    expect_refused("inte utf-8 \xFF\xFF\xFF\n", 15, true, "not plain UTF-8");
    text[PASSPHRASE_MAX] = '\0';
    expect_from_file(text, text);
}

static void test_a_file_that_others_can_read_is_warned_of(void **state)
{
    (void)state;
    struct secret passphrase = {0};
    struct error err;
    struct buffer warnings = {0};
    assert_int_equal(from_file("x\n", 2, 0640, false, &passphrase, &err, &warnings), STATUS_OK);
    assert_non_null(strstr(buffer_string(&warnings), "others can read the passphrase"));
    buffer_free(&warnings);
    secret_clear(&passphrase);
    assert_int_equal(from_file("x\n", 2, 0600, false, &passphrase, &err, &warnings), STATUS_OK);
    assert_string_equal(buffer_string(&warnings), "");
    buffer_free(&warnings);
    secret_clear(&passphrase);
}

/* ---- the terminal ---- */

struct session {
    pid_t child;
    int terminal;  /* the parent's end */
    int result[2]; /* a pipe through which the child tells its result */
    char seen[4096];
    size_t length;
};

/* Tells the parent a result and ends at once: an ordinary exit would let memory checkers judge what
 * the child has inherited from the test. */
static _Noreturn void tell(const struct session *session, int result)
{
    unsigned char byte = (unsigned char)result;
    if (write(session->result[1], &byte, 1) == 1)
        raise(SIGKILL);
    abort();
}

static enum status only_fem_ord(void *context, const struct secret *passphrase, struct error *err)
{
    (void)context;
    if (passphrase->length == 17 && memcmp(passphrase->bytes, "fem ord på raden", 17) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE, "does not open");
}

/* Nothing asks to type once more when the program has ended; what is lost is spoken of. */
static bool is_last_word(const struct error *err)
{
    return err->reason == REASON_WRONG_PASSPHRASE && strstr(err->text, "lost passphrase") != NULL &&
           strstr(err->text, "again:") != NULL && strstr(err->text, "type") == NULL;
}

/* What the child does. Gives the status, or CHILD_WRONG if the passphrase is not the one that the
 * parent types. */
static int ask(enum asked asked)
{
    struct options options = {0};
    struct app app = {.program = &PROGRAM, .options = &options, .out = stdout, .err = stderr};
    struct secret passphrase = {0};
    struct error err;
    enum status status;
    error_init(&err, NULL);
    if (asked == ASK_CONFIRM)
        status = confirm(&app, "Go on?", &err);
    else if (asked == ASK_NEW)
        status = choose_passphrase(&app, "New passphrase", &passphrase, &err);
    else if (asked == ASK_WRONG)
        status =
            passphrase_open(&app, &OPTION_PASSPHRASE_FILE, "Passphrase", only_fem_ord, NULL, &err);
    else
        status = read_passphrase(&app, &passphrase, &err);
    if (asked == ASK_WRONG && status == STATUS_REFUSED && !is_last_word(&err))
        return CHILD_WRONG;
    if (asked != ASK_CONFIRM && asked != ASK_WRONG && status == STATUS_OK &&
        (passphrase.length != 17 || memcmp(passphrase.bytes, "fem ord på raden", 17) != 0))
        return CHILD_WRONG;
    secret_clear(&passphrase);
    return (int)status;
}

/* What ends the question; whoever runs tests in the background may have them ignored. */
static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* Forks a child with a terminal of its own; true in the child. */
static bool begin_child(struct session *session)
{
    *session = (struct session){0};
    assert_int_equal(pipe(session->result), 0);
    session->child = forkpty(&session->terminal, NULL, NULL, NULL);
    assert_true(session->child >= 0);
    for (size_t i = 0; session->child == 0 && i < sizeof SIGNALS / sizeof SIGNALS[0]; i++)
        (void)signal(SIGNALS[i], SIG_DFL);
    return session->child == 0;
}

static void begin(struct session *session, enum asked asked)
{
    if (begin_child(session))
        tell(session, ask(asked));
}

/* Reads until the child has shown the text; what was shown before is forgotten. */
static void wait_for(struct session *session, const char *text)
{
    struct pollfd polled = {.fd = session->terminal, .events = POLLIN};
    session->length = 0;
    session->seen[0] = '\0';
    while (strstr(session->seen, text) == NULL) {
        assert_true(session->length + 1 < sizeof session->seen);
        assert_int_equal(poll(&polled, 1, WAIT_MILLISECONDS), 1);
        ssize_t got = read(session->terminal, session->seen + session->length,
            sizeof session->seen - session->length - 1);
        assert_true(got > 0);
        session->length += (size_t)got;
        session->seen[session->length] = '\0';
    }
}

static void type(struct session *session, const char *text)
{
    assert_int_equal(write(session->terminal, text, strlen(text)), (ssize_t)strlen(text));
}

static bool echoes(const struct session *session)
{
    struct termios now;
    assert_int_equal(tcgetattr(session->terminal, &now), 0);
    return (now.c_lflag & ECHO) != 0;
}

static void close_session(struct session *session)
{
    close(session->result[0]);
    close(session->result[1]);
    close(session->terminal);
}

static void expect_result(struct session *session, enum status wanted)
{
    unsigned char result = CHILD_WRONG;
    struct pollfd polled = {.fd = session->result[0], .events = POLLIN};
    assert_int_equal(poll(&polled, 1, WAIT_MILLISECONDS), 1);
    assert_int_equal(read(session->result[0], &result, 1), 1);
    assert_int_equal(waitpid(session->child, NULL, 0), session->child);
    close_session(session);
    assert_int_equal(result, wanted);
}

static void test_S6_a_passphrase_is_not_shown(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_OLD);
    wait_for(&session, "Passphrase: ");
    assert_false(echoes(&session));
    type(&session, "fem ord på raden\n");
    wait_for(&session, "\n");
    assert_null(strstr(session.seen, "ord"));
    expect_result(&session, STATUS_OK);
}

static void test_a_new_passphrase_is_asked_for_twice(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_NEW);
    wait_for(&session, "New passphrase: ");
    type(&session, "för kort\n");
    wait_for(&session, "New passphrase: ");
    assert_non_null(strstr(session.seen, "shorter than 12 characters"));
    type(&session, "fem ord på raden\n");
    wait_for(&session, "Once more: ");
    type(&session, "fyra ord på raden\n");
    wait_for(&session, "New passphrase: ");
    assert_non_null(strstr(session.seen, "not the same"));
    type(&session, "fem ord på raden\n");
    wait_for(&session, "Once more: ");
    type(&session, "fem ord på raden\n");
    expect_result(&session, STATUS_OK);
}

static void test_three_tries_are_enough(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_NEW);
    for (int i = 0; i < 3; i++) {
        wait_for(&session, "New passphrase: ");
        type(&session, "kort\n");
    }
    expect_result(&session, STATUS_REFUSED);
}

static void test_a_wrong_passphrase_may_be_typed_three_times(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_WRONG);
    wait_for(&session, "Passphrase: ");
    type(&session, "fel\n");
    wait_for(&session, "Passphrase: ");
    assert_non_null(strstr(session.seen, "does not open"));
    type(&session, "\n");
    wait_for(&session, "Passphrase: ");
    assert_non_null(strstr(session.seen, "is empty"));
    type(&session, "fel\n"); /* the empty line was no try */
    wait_for(&session, "Passphrase: ");
    type(&session, "fem ord på raden\n");
    expect_result(&session, STATUS_OK);
}

static void test_after_the_third_time_nothing_asks_for_more(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_WRONG);
    for (int i = 0; i < 3; i++) {
        wait_for(&session, "Passphrase: ");
        type(&session, "fel\n");
    }
    expect_result(&session, STATUS_REFUSED);
}

static void test_the_end_of_input_is_no_passphrase(void **state)
{
    (void)state;
    struct session session;
    begin(&session, ASK_OLD);
    wait_for(&session, "Passphrase: ");
    type(&session, "\x04");
    expect_result(&session, STATUS_FAILED);
}

static void test_a_signal_finds_the_terminal_set_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
        struct session session;
        int keep;
        begin(&session, ASK_OLD);
        /* The terminal's other end stays open here, so that its state outlives the child. */
        keep = open(ptsname(session.terminal), O_RDWR | O_NOCTTY);
        assert_true(keep >= 0);
        wait_for(&session, "Passphrase: ");
        type(&session, "fem ord");
        assert_int_equal(kill(session.child, SIGNALS[i]), 0);
        int status;
        assert_int_equal(waitpid(session.child, &status, 0), session.child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGNALS[i]);
        assert_true(echoes(&session));
        close(keep);
        close_session(&session);
    }
}

/* As a shell does: runs the question as a job of its own in the foreground, and when it is stopped
 * looks at the terminal and lets it go on. */
static _Noreturn void run_job(const struct session *session)
{
    int status;
    struct termios now;
    signal(SIGTTOU, SIG_IGN);
    pid_t job = fork();
    if (job == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpgrp());
        signal(SIGTTOU, SIG_DFL);
        tell(session, ask(ASK_OLD));
    }
    if (job < 0 || waitpid(job, &status, WUNTRACED) != job || !WIFSTOPPED(status))
        tell(session, CHILD_WRONG);
    if (tcgetattr(STDIN_FILENO, &now) != 0 || (now.c_lflag & ECHO) == 0)
        tell(session, CHILD_WRONG);
    kill(job, SIGCONT);
    waitpid(job, &status, 0);
    tell(session, STATUS_OK);
}

static void test_a_stop_sets_the_terminal_back_and_asks_again(void **state)
{
    (void)state;
    static const char control_z[] = "\x1A";
    struct session session;
    if (begin_child(&session))
        run_job(&session);
    wait_for(&session, "Passphrase: ");
    type(&session, "half of");
    type(&session, control_z);
    wait_for(&session, "Passphrase: ");
    assert_false(echoes(&session));
    type(&session, "fem ord på raden\n");
    expect_result(&session, STATUS_OK);
}

static void test_confirmation(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum status status;
    } cases[] = {{"ja\n", STATUS_OK}, {"J\n", STATUS_OK}, {"yes\n", STATUS_OK}, {"y\n", STATUS_OK},
        {"nej\n", STATUS_REFUSED}, {"\n", STATUS_REFUSED}, {"jan\n", STATUS_REFUSED},
        {"ja ja ja ja ja ja ja\n", STATUS_REFUSED}, {"\x04", STATUS_FAILED}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct session session;
        begin(&session, ASK_CONFIRM);
        wait_for(&session, "Go on? [yes/no] ");
        assert_true(echoes(&session));
        type(&session, cases[i].typed);
        expect_result(&session, cases[i].status);
    }
}

static bool names_the_options(void)
{
    struct options options = {0};
    struct app app = {.program = &PROGRAM, .options = &options, .out = stdout, .err = stderr};
    struct secret passphrase = {0};
    struct error err;
    error_init(&err, NULL);
    return read_passphrase(&app, &passphrase, &err) == STATUS_FAILED &&
           strstr(err.text, "--passphrase-file") != NULL && passphrase.bytes == NULL &&
           confirm(&app, "Go on?", &err) == STATUS_USAGE && strstr(err.text, "--yes") != NULL;
}

static void test_without_a_terminal_the_option_is_named(void **state)
{
    (void)state;
    struct session session;
    if (begin_child(&session)) {
        signal(SIGHUP, SIG_IGN);
        ioctl(STDIN_FILENO, TIOCNOTTY);
        tell(&session, names_the_options() ? STATUS_OK : CHILD_WRONG);
    }
    expect_result(&session, STATUS_OK);
}

/* ---- */

static int set_up(void **state)
{
    (void)state;
    struct error err;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    return secret_start(&err) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_line_of_a_file),
        cmocka_unit_test(test_what_is_no_passphrase),
        cmocka_unit_test(test_a_file_that_others_can_read_is_warned_of),
        cmocka_unit_test(test_S6_a_passphrase_is_not_shown),
        cmocka_unit_test(test_a_new_passphrase_is_asked_for_twice),
        cmocka_unit_test(test_three_tries_are_enough),
        cmocka_unit_test(test_a_wrong_passphrase_may_be_typed_three_times),
        cmocka_unit_test(test_after_the_third_time_nothing_asks_for_more),
        cmocka_unit_test(test_the_end_of_input_is_no_passphrase),
        cmocka_unit_test(test_a_signal_finds_the_terminal_set_back),
        cmocka_unit_test(test_a_stop_sets_the_terminal_back_and_asks_again),
        cmocka_unit_test(test_confirmation),
        cmocka_unit_test(test_without_a_terminal_the_option_is_named),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
