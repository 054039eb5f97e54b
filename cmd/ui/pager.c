#include "cmd/ui/pager.h"

#include "base/system/descriptor.h"
#include "cmd/ui/charset.h"
#include "cmd/ui/screen.h"
#include "cmd/ui/terminal.h"
#include "report/line_break.h"

#include <string.h>

/* The bytes of so many lines, or of all there are. */
static size_t page_length(const char *text, size_t lines)
{
    size_t length = 0;
    for (size_t i = 0; i < lines && text[length] != '\0'; i++) {
        length += strcspn(text + length, "\n");
        length += text[length] == '\n';
    }
    return length;
}

/* Whether the reader wants more; so too if nothing can be asked. */
static bool wants_more(struct app *app, int terminal)
{
    unsigned char line[16];
    size_t length = 0;
    struct error ignored;
    error_init(&ignored, app->catalog);
    const char *prompt = text_of(app, "-- more: Enter; end: q, Enter -- ");
    enum status status = terminal_ask(terminal, prompt, true, line, sizeof line, &length, &ignored);
    return status == STATUS_OK && (length == 0 || (line[0] != 'q' && line[0] != 'Q'));
}

static void show_pages(struct app *app, const char *text, size_t lines, int terminal)
{
    for (;;) {
        size_t length = page_length(text, lines);
        app_write(app, app->out, text, length);
        (void)fflush(app->out);
        text += length;
        if (*text == '\0' || !wants_more(app, terminal))
            return;
    }
}

void pager_show(struct app *app, const struct buffer *text)
{
    struct buffer folded = {0};
    struct buffer broken = {0};
    struct buffer encoded = {0};
    enum charset charset = charset_of_terminal(DESCRIPTOR_OUTPUT);
    size_t lines = screen_lines(DESCRIPTOR_OUTPUT);
    int terminal = -1;
    charset_fold(&folded, (const char *)text->data, text->length, charset);
    line_break(&broken, (const char *)folded.data, folded.length, app->out_columns);
    charset_encode(&encoded, (const char *)broken.data, broken.length, charset);
    const char *all = buffer_string(&encoded);
    bool fits = lines < 2 || page_length(all, lines - 1) == encoded.length;
    if (fits || !terminal_open(&terminal)) {
        app_write(app, app->out, all, encoded.length);
    } else {
        show_pages(app, all, lines - 1, terminal);
        (void)descriptor_close(terminal);
    }
    buffer_free(&folded);
    buffer_free(&broken);
    buffer_free(&encoded);
}

void pager_await_end(struct app *app)
{
    unsigned char line[16];
    size_t length;
    int terminal;
    if (!terminal_open(&terminal))
        return;
    enum status ignored = terminal_ask(terminal, text_of(app, "Enter closes the window. "), true,
        line, sizeof line, &length, NULL);
    (void)ignored;
    (void)descriptor_close(terminal);
}
