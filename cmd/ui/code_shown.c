#include "cmd/ui/code_shown.h"

#include <string.h>

static const char *const SHOWN[] = {
    /* Of refusals (base/reason.h), in receipts and in the reports of subcommands. */
    N_("not-a-bundle"),
    N_("not-for-us"),
    N_("damaged"),
    N_("unknown-format"),
    N_("unknown-sender"),
    N_("revoked-key"),
    N_("expired-key"),
    N_("bad-signature"),
    N_("sender-mismatch"),
    N_("wrong-recipient"),
    N_("wrong-type"),
    N_("already-imported"),
    N_("id-reused"),
    N_("unknown-edition"),
    N_("too-large"),
    N_("content-mismatch"),
    N_("invalid-answers"),
    N_("result-mismatch"),
    N_("worker-failed"),
    N_("io-error"),
    N_("example-key"),
    N_("secret-key"),
    N_("unread-container"),

    /* Findings of a look through a register. */
    N_("audit"),
    N_("not-audited"),
    N_("row-missing"),
    N_("sender"),
    N_("original-missing"),
    N_("original-changed"),
    N_("manifest-mismatch"),
    N_("answers"),
    N_("receipt-missing"),
    N_("receipt-wrong"),
    N_("quarantine"),
    N_("database"),
    N_("leftover"),
    N_("row-broken"),
    N_("record"),

    /* Kinds of an audit's rows. */
    N_("enrol"),
    N_("revoke"),
    N_("import"),
    N_("refuse"),
    N_("choose"),
    N_("demo"),
    N_("backup"),
    N_("restore"),
    N_("suspect"),
    N_("rewrap"),
    N_("round"),
    N_("export"),
    N_("publish"),
    N_("population"),
    N_("feedback"),
    N_("amend"),
    N_("clock"),
    N_("kit"),
};

enum { SHOWN_COUNT = sizeof SHOWN / sizeof SHOWN[0] };

void code_show(const struct app *app, const char *code, struct buffer *out)
{
    size_t place = 0;
    while (place < SHOWN_COUNT && strcmp(SHOWN[place], code) != 0)
        place++;
    const char *meaning = place < SHOWN_COUNT ? text_of(app, SHOWN[place]) : code;
    buffer_text(out, code);
    if (strcmp(meaning, code) != 0)
        buffer_printf(out, " (%s)", meaning);
}
