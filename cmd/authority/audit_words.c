#include "cmd/authority/audit_words.h"

#include "report/layout.h"

/* As register/audit.h has them. */
static const struct {
    const char *key;
    const char *meaning;
} MEANINGS[] = {
    {"number", N_("the organisation's number")},
    {"card", N_("fingerprint of the card")},
    {"reason", N_("why: the code of a refusal, or the digest of what was said of a revocation")},
    {"id", N_("id of the submission")},
    {"sealed", N_("digest of the sealed file")},
    {"manifest", N_("digest of the manifest")},
    {"reference", N_("digest of the reference")},
    {"supersedes", N_("digest of the ids that it replaces")},
    {"arrived", N_("day of arrival")},
    {"kept", N_("1: kept in quarantine")},
    {"size", N_("size of the file, bytes")},
    {"instead", N_("id of the one that was chosen before")},
    {"submissions", N_("how many submissions")},
    {"older", N_("1: an older copy was accepted")},
    {"rows", N_("rows of the copy's audit")},
    {"head", N_("rows of the audit that the key directory knew")},
    {"since", N_("from that day on")},
    {"to", N_("digest of the keys that it is sealed to")},
    {"signed", N_("the authority's earlier key to sign with")},
    {"round", N_("the round")},
    {"edition", N_("the edition")},
    {"opens", N_("first day")},
    {"closes", N_("last day")},
    {"what", N_("which figures")},
    {"late", N_("1: late ones were counted")},
    {"min-group", N_("the smallest group that is shown")},
    {"tables", N_("digest of the tables")},
    {"tag", N_("the tag whose values are shown")},
    {"values", N_("digest of who has which value")},
    {"group", N_("the group")},
    {"best", N_("so many of the best; 0: all")},
    {"benchmark", N_("digest of the benchmark")},
    {"count", N_("how many in the list")},
    {"digest", N_("digest of the list")},
    {"bundle", N_("id of the feedback")},
    {"last", N_("the moment that was wrong")},
    {"model", N_("digest of the edition's model")},
    {"file", N_("digest of the edition's file")},
    {"kit", N_("the kit's number")},
    {"kit-file", N_("digest of the kit's file")},
};

enum { MEANINGS_COUNT = sizeof MEANINGS / sizeof MEANINGS[0], KEY_WIDTH = 14 };

_Static_assert(MEANINGS_COUNT <= 64, "one bit each");

void audit_words_note(struct audit_words *words, const struct audit_row *row)
{
    char value[AUDIT_SUBJECT_SIZE];
    for (size_t i = 0; i < MEANINGS_COUNT; i++) {
        if (audit_value(row, MEANINGS[i].key, value, sizeof value))
            words->seen |= UINT64_C(1) << i;
    }
}

void audit_words_put(const struct app *app, const struct audit_words *words, struct buffer *out)
{
    if (words->seen == 0)
        return;
    buffer_printf(out, "\n%s\n", text_of(app, "The words of the rows:"));
    for (size_t i = 0; i < MEANINGS_COUNT; i++) {
        if ((words->seen & UINT64_C(1) << i) == 0)
            continue;
        layout_cell(out, MEANINGS[i].key, KEY_WIDTH);
        buffer_printf(out, "%s\n", text_of(app, MEANINGS[i].meaning));
    }
}
