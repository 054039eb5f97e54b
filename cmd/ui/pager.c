#include "cmd/ui/pager.h"

#include "cmd/ui/screen.h"
#include "cmd/ui/terminal.h"
#include "report/line_break.h"

#include <string.h>
#include <unistd.h>

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
        (void)fwrite(text, 1, length, app->out);
        (void)fflush(app->out);
        text += length;
        if (*text == '\0' || !wants_more(app, terminal))
            return;
    }
}

void pager_show(struct app *app, const struct buffer *text)
{
    struct buffer broken = {0};
    size_t lines = screen_lines(STDOUT_FILENO);
    int terminal = -1;
    line_break(&broken, (const char *)text->data, text->length, app->out_columns);
    const char *all = buffer_string(&broken);
    bool fits = lines < 2 || page_length(all, lines - 1) == broken.length;
    if (fits || !terminal_open(&terminal)) {
        (void)fwrite(all, 1, broken.length, app->out);
    } else {
        show_pages(app, all, lines - 1, terminal);
        (void)close(terminal);
    }
    buffer_free(&broken);
}
