#include "cmd/ui/talk.h"

#include "base/system/console.h"
#include "base/text.h"
#include "cmd/ui/screen.h"
#include "cmd/ui/terminal.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

static bool shows_bold(void)
{
    const char *plain = getenv("NO_COLOR");
    return (plain == NULL || *plain == '\0') && console_has_colours();
}

enum status talk_begin(struct talk *talk, struct app *app, struct error *err)
{
    *talk = (struct talk){.app = app, .emphasised = shows_bold()};
    return typing_begin(&talk->typing, err);
}

void talk_end(struct talk *talk)
{
    typing_end(&talk->typing);
}

void talk_show(struct talk *talk, struct buffer *text)
{
    terminal_show(talk->typing.fd, buffer_string(text));
    buffer_free(text);
}

void talk_say(struct talk *talk, const char *text)
{
    struct buffer paragraph = {0};
    layout_paragraph(&paragraph, "", text);
    talk_show(talk, &paragraph);
}

static void emphasise(struct talk *talk, const char *sequence)
{
    if (talk->emphasised)
        terminal_write(talk->typing.fd, sequence);
}

void talk_heading(struct talk *talk, const char *heading)
{
    struct buffer rule = {0};
    buffer_text(&rule, "\n");
    for (size_t i = 0; i < LAYOUT_WIDTH; i++)
        buffer_text(&rule, "-");
    buffer_text(&rule, "\n");
    talk_show(talk, &rule);
    emphasise(talk, "\033[1m");
    talk_say(talk, heading);
    emphasise(talk, "\033[0m");
}

/* One column is left free: a full line would begin the next one. */
void talk_line(struct talk *talk, const char *text)
{
    struct buffer line = {0};
    size_t columns = screen_columns(talk->typing.fd) - 1;
    size_t width = text_width(text);
    size_t before = talk->line;
    width = width > columns ? columns : width;
    buffer_text(&line, "\r");
    layout_cell(&line, text, width);
    for (size_t i = width; i < before; i++)
        buffer_text(&line, " ");
    for (size_t i = width; i < before; i++)
        buffer_text(&line, "\b");
    terminal_write(talk->typing.fd, buffer_string(&line));
    talk->line = width;
    buffer_free(&line);
}

void talk_line_end(struct talk *talk)
{
    if (talk->line > 0)
        terminal_write(talk->typing.fd, "\n");
    talk->line = 0;
}

enum status talk_read_line(struct talk *talk, struct buffer *line, uint32_t *key, struct error *err)
{
    for (;;) {
        terminal_write(talk->typing.fd, "> ");
        enum status status = typing_line(&talk->typing, line, key, err);
        if (status != STATUS_REFUSED)
            return status;
        talk_say(talk, err->text);
        error_init(err, talk->app->catalog);
    }
}
