#include "report/question_since.h"

const char *question_since_mark(const struct catalog *catalog, enum succession_kind kind)
{
    if (kind == SUCCESSION_SAME)
        return NULL;
    return kind == SUCCESSION_NEW ? tr(catalog, "new") : tr(catalog, "changed");
}

static enum succession_kind kind_told(const struct edition *edition, unsigned place)
{
    const struct edition_follows_question *follows = &edition->follows.question[place];
    if (edition->follows.edition[0] == '\0')
        return SUCCESSION_SAME;
    if (follows->from == 0)
        return SUCCESSION_NEW;
    return follows->changed ? SUCCESSION_CHANGED : SUCCESSION_SAME;
}

void question_since_topic(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    const char *mark = question_since_mark(catalog, kind_told(edition, place));
    buffer_text(out, edition->question[place].topic);
    if (mark != NULL)
        buffer_printf(out, " (%s)", mark);
}
