/* Judges cards, receipts and heads, for tests only: it shows format/card.h, format/receipt.h and
 * format/head.h to a second implementation.
 *
 * Reads lines from standard input, and answers each with "ok" or the code of the refusal:
 *   card FILE
 *   receipt FILE KEY      KEY: the 56 characters of the authority's sign key
 *   head FILE KEY */
#include "base/file.h"
#include "format/card.h"
#include "format/head.h"
#include "format/receipt.h"

#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 4096 };

static enum status judge_card(const char *path, struct error *err)
{
    struct card card;
    struct fingerprint fingerprint;
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(file_read(path, CARD_FILE_MAX, &frame, err));
    status = card_open(frame.data, frame.length, NULL, &card, &fingerprint, err);
out:
    buffer_free(&frame);
    return status;
}

/* What the authority of that key signed. */
static enum status judge_signed(
    const char *kind, const char *path, const char *key, struct error *err)
{
    struct receipt receipt;
    struct head head;
    struct minisign_public public;
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(minisign_public_from_line(key, strlen(key), &public, err));
    bool is_head = strcmp(kind, "head") == 0;
    TRY_OUT(file_read(path, is_head ? HEAD_FILE_MAX : RECEIPT_FILE_MAX, &frame, err));
    status = is_head ? head_open(frame.data, frame.length, &public, &head, err)
                     : receipt_open(frame.data, frame.length, &public, &receipt, err);
out:
    buffer_free(&frame);
    return status;
}

int main(void)
{
    char line[LINE_SIZE];
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct error err;
        error_init(&err, NULL);
        const char *kind = strtok(line, " \n");
        const char *path = strtok(NULL, " \n");
        const char *key = strtok(NULL, " \n");
        if (kind == NULL || path == NULL)
            return STATUS_USAGE;
        enum status status =
            key == NULL ? judge_card(path, &err) : judge_signed(kind, path, key, &err);
        (void)printf("%s\n", status == STATUS_OK ? "ok" : reason_code(err.reason));
    }
    return STATUS_OK;
}
