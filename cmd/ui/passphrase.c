#include "cmd/ui/passphrase.h"

#include "base/system/descriptor.h"
#include "base/system/paste.h"
#include "base/system/place.h"
#include "base/text.h"
#include "cmd/ui/terminal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { TRIES = 3 };

/* Room for a newline, a carriage return before it, and the NUL that lets it be read as text. */
enum { SPACE = PASSPHRASE_MAX + 3 };

/* ---- what a passphrase may be ---- */

static enum status judge_passphrase(const struct secret *passphrase, struct error *err)
{
    if (passphrase->length == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE, "the passphrase is empty");
    if (passphrase->length > PASSPHRASE_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase is longer than %d bytes", PASSPHRASE_MAX);
    for (size_t i = 0; i < passphrase->length; i++) {
        if (passphrase->bytes[i] < 0x20 || passphrase->bytes[i] == 0x7F)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "the passphrase holds a control character; give plain text on one line");
    }
    return STATUS_OK;
}

/* Whether it is one piece over and over, with blanks between or none: "aaaa", "word word". */
static bool repeats_itself(const struct secret *passphrase)
{
    for (size_t piece = 1; 2 * piece <= passphrase->length + 1; piece++) {
        if (sodium_memcmp(
                passphrase->bytes, passphrase->bytes + piece, passphrase->length - piece) == 0)
            return true;
    }
    return false;
}

static enum status judge_new_passphrase(const struct secret *passphrase, struct error *err)
{
    const char *text = (const char *)passphrase->bytes;
    TRY(judge_passphrase(passphrase, err));
    if (!text_is_plain(text, passphrase->length, false))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase is not plain UTF-8 text, so it might not be typed alike elsewhere");
    if (text_width(text) < PASSPHRASE_NEW_MIN)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase is shorter than %d characters; use five or more words that nobody would "
            "put together",
            PASSPHRASE_NEW_MIN);
    if (repeats_itself(passphrase))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase is the same over and over; use five or more different words that nobody "
            "would put together");
    return STATUS_OK;
}

/* ---- from a file ---- */

static void warn_if_readable(struct app *app, int fd, const char *path)
{
    enum place_kind kind;
    struct buffer pasted = {0};
    if (place_look_at(fd, &kind) && kind == PLACE_FILE && !place_is_closed(fd))
        warn(app, "%s: others can read the passphrase; run `%s`", path,
            paste_close_file(&pasted, path, app->catalog));
    buffer_free(&pasted);
}

/* Reads until a newline, the end, or size bytes. */
static enum status read_first_line(
    int fd, const char *path, struct secret *line, size_t size, struct error *err)
{
    const unsigned char *newline = NULL;
    while (newline == NULL && line->length < size) {
        size_t got;
        if (!descriptor_read(fd, line->bytes + line->length, size - line->length, &got))
            return error_system(err, "%s: reading failed", path);
        if (got == 0)
            return STATUS_OK;
        newline = memchr(line->bytes + line->length, '\n', got);
        line->length += got;
    }
    if (newline != NULL) {
        size_t kept = (size_t)(newline - line->bytes);
        if (kept > 0 && line->bytes[kept - 1] == '\r')
            kept--;
        sodium_memzero(line->bytes + kept, line->length - kept);
        line->length = kept;
    }
    return STATUS_OK;
}

static void drop_mark(struct secret *passphrase)
{
    static const size_t mark = sizeof BYTE_ORDER_MARK - 1;
    if (passphrase->length < mark || memcmp(passphrase->bytes, BYTE_ORDER_MARK, mark) != 0)
        return;
    passphrase->length -= mark;
    memmove(passphrase->bytes, passphrase->bytes + mark, passphrase->length);
    sodium_memzero(passphrase->bytes + passphrase->length, mark);
}

static enum status read_passphrase_file(
    struct app *app, const char *path, struct secret *passphrase, struct error *err)
{
    int fd;
    if (!place_open_stream(path, &fd))
        return error_system(err, "%s: cannot be opened", path);
    warn_if_readable(app, fd, path);
    enum status status = read_first_line(fd, path, passphrase, SPACE - 1, err);
    (void)descriptor_close(fd);
    drop_mark(passphrase);
    return status;
}

/* ---- from the terminal ---- */

static enum status ask_line_once(int fd, const char *prompt, struct secret *line, struct error *err)
{
    sodium_memzero(line->bytes, line->size);
    enum status status =
        terminal_ask(fd, prompt, false, line->bytes, SPACE - 1, &line->length, err);
    line->bytes[line->length] = '\0';
    drop_mark(line);
    return status;
}

/* An empty line is no try: it is an Enter from habit, behind what was asked before. */
static enum status ask_line(
    int fd, const struct app *app, const char *what, struct secret *line, struct error *err)
{
    struct buffer prompt = {0};
    struct buffer empty = {0};
    enum status status;
    buffer_printf(&prompt, "%s: ", what);
    buffer_printf(&empty, "%s.\n", text_of(app, "the passphrase is empty"));
    TRY_OUT(ask_line_once(fd, buffer_string(&prompt), line, err));
    while (line->length == 0) {
        terminal_show(fd, buffer_string(&empty));
        TRY_OUT(ask_line_once(fd, buffer_string(&prompt), line, err));
    }
out:
    buffer_free(&prompt);
    buffer_free(&empty);
    return status;
}

static bool same(const struct secret *one, const struct secret *other)
{
    return one->length == other->length &&
           sodium_memcmp(one->bytes, other->bytes, one->length) == 0;
}

/* Once: what is typed, judged as a new passphrase, and typed again. */
static enum status ask_twice(int fd, struct app *app, const char *what, struct secret *first,
    struct secret *second, struct error *err)
{
    TRY(ask_line(fd, app, what, first, err));
    TRY(judge_new_passphrase(first, err));
    TRY(ask_line(fd, app, text_of(app, "Once more"), second, err));
    if (!same(first, second))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the passphrase was not the same the second time");
    return STATUS_OK;
}

/* Said before it is asked for again, never after the last time: nobody may type a passphrase into
 * the shell. */
static void say_why_again(int fd, const struct app *app, const struct error *err, unsigned left)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s. ", err->text);
    buffer_printf(&text, text_of(app, "Tries left: %u.\n"), left);
    terminal_show(fd, buffer_string(&text));
    buffer_free(&text);
}

static enum status ask_new(
    int fd, struct app *app, const char *what, struct secret *passphrase, struct error *err)
{
    struct secret second = secret_make(SPACE);
    enum status status = STATUS_REFUSED;
    terminal_show(fd,
        text_of(app, "Choose a passphrase of five or more words that nobody would put together, "
                     "and keep it apart from the keys. Nobody can open the keys without it.\n"));
    for (int tried = 0; status == STATUS_REFUSED && tried < TRIES; tried++) {
        if (tried > 0)
            say_why_again(fd, app, err, (unsigned)(TRIES - tried));
        error_init(err, app->catalog);
        status = ask_twice(fd, app, what, passphrase, &second, err);
    }
    secret_clear(&second);
    return status;
}

static enum status open_terminal(int *fd, struct error *err)
{
    if (terminal_open(fd))
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "there is no terminal to ask for the passphrase; give --passphrase-file=FILE");
}

/* ---- one that opens ---- */

/* What the user has given, and what it is for. */
struct passphrase_asking {
    struct app *app;
    const char *what;
    passphrase_opens *opens;
    void *context;
    struct secret *given;
};

static enum status open_with(const struct passphrase_asking *asking, struct error *err)
{
    TRY(judge_passphrase(asking->given, err));
    return asking->opens(asking->context, asking->given, err);
}

static enum status open_with_file(
    const struct passphrase_asking *asking, const char *path, struct error *err)
{
    TRY(read_passphrase_file(asking->app, path, asking->given, err));
    return open_with(asking, err);
}

/* Whether another passphrase may do. */
static bool is_of_passphrase(
    const struct passphrase_asking *asking, enum status status, const struct error *err)
{
    return status == STATUS_REFUSED && (err->reason == REASON_WRONG_PASSPHRASE ||
                                           judge_passphrase(asking->given, NULL) != STATUS_OK);
}

static enum status open_with_terminal(
    int fd, const struct passphrase_asking *asking, struct error *err)
{
    for (int times = 1;; times++) {
        error_init(err, asking->app->catalog);
        TRY(ask_line(fd, asking->app, asking->what, asking->given, err));
        enum status status = open_with(asking, err);
        if (times == TRIES || !is_of_passphrase(asking, status, err))
            return status;
        say_why_again(fd, asking->app, err, (unsigned)(TRIES - times));
    }
}

static enum status open_asking(const struct passphrase_asking *asking, struct error *err)
{
    int fd;
    TRY(open_terminal(&fd, err));
    enum status status = open_with_terminal(fd, asking, err);
    (void)descriptor_close(fd);
    return status;
}

/* What those do who cannot open their keys any more. */
static const char *advice_on_lost(const struct app *app)
{
    if (strcmp(app->program->name, "sigill") == 0)
        return text_of(app,
            "A lost passphrase cannot be found again: take a copy of the keys whose passphrase is "
            "known. Else make new keys with `keygen` and a new card; the authority revokes the lost "
            "one, and `seal --supersedes ID` says which bundle of the lost keys is replaced");
    return text_of(app, "A lost passphrase cannot be found again: take a copy of the keys whose "
                        "passphrase is known, or make new keys with `keygen`, and a new card");
}

/* *err already says what the passphrase does not open. path: what it was read from, or NULL. */
static enum status refuse_lost(const struct app *app, const char *path, struct error *err)
{
    struct error found = *err;
    if (path == NULL)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE, "%s. %s", found.text,
            advice_on_lost(app));
    return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
        "%s. Check the spelling of the first line of %s, capitals and spaces too. %s", found.text,
        path, advice_on_lost(app));
}

static const char *file_named(const struct app *app, const struct option_spec *file)
{
    const char *path = option_text(app->options, file);
    return path != NULL ? path : option_text(app->options, &OPTION_PASSPHRASE_FILE);
}

enum status passphrase_open(struct app *app, const struct option_spec *file, const char *what,
    passphrase_opens *opens, void *context, struct error *err)
{
    struct secret given = secret_make(SPACE);
    const struct passphrase_asking asking = {app, what, opens, context, &given};
    const char *path = file_named(app, file);
    enum status status =
        path != NULL ? open_with_file(&asking, path, err) : open_asking(&asking, err);
    secret_clear(&given);
    if (status == STATUS_REFUSED && err->reason == REASON_WRONG_PASSPHRASE)
        return refuse_lost(app, path, err);
    return status;
}

/* ---- a new one ---- */

static enum status choose_on_terminal(
    struct app *app, const char *what, struct secret *passphrase, struct error *err)
{
    int fd;
    TRY(open_terminal(&fd, err));
    enum status status = ask_new(fd, app, what, passphrase, err);
    (void)descriptor_close(fd);
    return status;
}

enum status passphrase_choose(struct app *app, const struct option_spec *file, const char *what,
    struct secret *passphrase, struct error *err)
{
    const char *path = option_text(app->options, file);
    enum status status;
    *passphrase = secret_make(SPACE);
    TRY_OUT(path != NULL ? read_passphrase_file(app, path, passphrase, err)
                         : choose_on_terminal(app, what, passphrase, err));
    status = judge_new_passphrase(passphrase, err);
out:
    if (status != STATUS_OK)
        secret_clear(passphrase);
    return status;
}
