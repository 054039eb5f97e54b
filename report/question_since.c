#include "report/question_since.h"

void question_since_topic(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    const struct edition_follows_question *follows = &edition->follows.question[place];
    buffer_text(out, edition->question[place].topic);
    if (edition->follows.edition[0] == '\0')
        return;
    if (follows->from == 0)
        buffer_printf(out, " (%s)", tr(catalog, "new"));
    else if (follows->changed)
        buffer_printf(out, " (%s)", tr(catalog, "changed"));
}
