#include "register/kits.h"

#include "format/kit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status note_kit(void *context, const struct audit_row *row, struct error *err)
{
    uint32_t *number = context;
    char value[16];
    (void)err;
    if (strcmp(row->kind, audit_kind_name(AUDIT_KIT)) != 0 ||
        !audit_value(row, "kit", value, sizeof value))
        return STATUS_OK;
    unsigned long found = strtoul(value, NULL, 10);
    if (found > *number && found <= KIT_NUMBER_MAX)
        *number = (uint32_t)found;
    return STATUS_OK;
}

enum status kits_last(struct audit *audit, uint32_t *number, struct error *err)
{
    *number = 0;
    return audit_walk(audit, note_kit, number, err);
}

void kits_words(char words[AUDIT_SUBJECT_SIZE], uint32_t number, const struct fingerprint *sealed)
{
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, sealed);
    (void)snprintf(words, AUDIT_SUBJECT_SIZE, "kit=%" PRIu32 " kit-file=%s", number, hex);
}
