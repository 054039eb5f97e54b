#include "cmd/ui/confirm.h"

#include "base/system/descriptor.h"
#include "cmd/ui/terminal.h"

#include <strings.h>

bool confirm_is_yes(const char *line)
{
    static const char *const yes[] = {"ja", "j", "yes", "y"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (strcasecmp(line, yes[i]) == 0)
            return true;
    }
    return false;
}

bool confirm_possible(void)
{
    int fd;
    bool possible = terminal_open(&fd);
    if (possible)
        (void)descriptor_close(fd);
    return possible;
}

enum status confirm(struct app *app, const char *question, struct error *err)
{
    return confirm_unless(app, &OPTION_YES, question, err);
}

enum status confirm_unless(
    struct app *app, const struct option_spec *given, const char *question, struct error *err)
{
    unsigned char line[16] = {0};
    struct buffer prompt = {0};
    size_t length;
    int fd;
    if (option_given(app->options, given))
        return STATUS_OK;
    if (!terminal_open(&fd))
        return error_set(err, STATUS_USAGE, REASON_NOT_FOUND,
            "there is no terminal to ask whether to go on; give --%s", given->name);
    buffer_printf(&prompt, "%s %s ", question, text_of(app, "[yes/no]"));
    enum status status =
        terminal_ask(fd, buffer_string(&prompt), true, line, sizeof line - 1, &length, err);
    line[length] = '\0';
    (void)descriptor_close(fd);
    buffer_free(&prompt);
    if (status != STATUS_OK || confirm_is_yes((const char *)line))
        return status;
    return error_set(err, STATUS_REFUSED, REASON_NONE, "not confirmed; nothing was done");
}
