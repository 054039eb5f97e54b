#include "cmd/ui/code_shown.h"

#include <string.h>

/* Those that stand in receipts and in the reports of subcommands. */
static const char *const SHOWN[] = {
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
};

void code_show(const struct app *app, const char *code, struct buffer *out)
{
    buffer_text(out, code);
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++) {
        const char *meaning = text_of(app, SHOWN[i]);
        if (strcmp(SHOWN[i], code) == 0 && strcmp(meaning, code) != 0)
            buffer_printf(out, " (%s)", meaning);
    }
}
